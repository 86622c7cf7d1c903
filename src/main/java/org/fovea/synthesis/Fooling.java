package org.fovea.synthesis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * Changes an image until a network is certain of a class that is not there (Nguyen, Yosinski &amp; Clune 2015, "Deep neural networks are easily
 * fooled", section 3.3): gradient ascent on the logarithm of the class's probability with steps of one length, ended as soon as the image is
 * believed <em>as it is stored</em>. Nothing keeps the picture natural.
 *
 * @param network that is fooled
 * @param preparation from pixels to its input
 * @param ball the storable values in range; its radius limits the change
 * @param rate the root mean square of a step, in pixel values
 * @param confidence the probability at which the work is done
 * @param steps at most
 */
public record Fooling(Network network, Preparation preparation, Ball ball, double rate, double confidence, int steps) {

	private static final Plan GRADIENT = Plan.FORWARD.gradient(Network.INPUT);

	/**
	 * Fools the network once for each class. Images change side by side, each as if it were alone: what a network says of an image differs in the
	 * last digits with how many it is given at once, so it is given one.
	 *
	 * @param start {@code [1, C, H, W]}, storable; where all begin
	 * @param targets the classes to be seen
	 * @param progress asked before every step whether to stop: what is there is kept
	 * @param watcher told the probabilities before every step and after the last; NaN where the network is certain already
	 * @return for each class the image, as it is stored, of the first step at which the network was certain, or of the last; the probabilities of each step
	 */
	public Ascent.Summit fool(final Tensor start, final List<Certainty> targets, final Progress progress, final Ascent.Watcher watcher) {
		final Tensor pixels = Ascent.repeated(start, targets.size());
		final List<Tensor> moved = new ArrayList<>(Collections.nCopies(targets.size(), start));
		final List<double[]> confidences = new ArrayList<>();
		final Set<Integer> open = IntStream.range(0, targets.size()).boxed().collect(Collectors.toCollection(TreeSet::new));
		for (int done = 0;; done++) {
			final double[] reached = new double[targets.size()];
			Arrays.fill(reached, Double.NaN);
			for (final int n : List.copyOf(open)) {
				final Tensor stored = ball.stored(start, moved.get(n));
				final Prepared prepared = preparation.prepare(stored);
				final Trace trace = network.run(done == steps ? Plan.FORWARD : GRADIENT, targets.get(n), prepared.input());
				reached[n] = targets.get(n).probabilities(trace.output())[0];
				Entries.put(stored, pixels, n);
				if (reached[n] >= confidence) open.remove(n);
				else if (done < steps) moved.set(n, ball.inside(start, moved(moved.get(n), prepared.pullBack().apply(trace.gradient(Network.INPUT)))));
				if (progress.isCancelled()) break;
			}
			confidences.add(reached);
			watcher.see(done, reached, pixels);
			final boolean isStopped = progress.isCancelled() && !open.isEmpty() && done < steps;
			if (open.isEmpty() || done == steps || isStopped) return new Ascent.Summit(pixels, confidences, done, isStopped);
			progress.report(String.format(Locale.ROOT, "Step %d of at most %d, confidence %.4f", done + 1, steps, open.stream().mapToDouble(
				n -> reached[n]).min().orElse(0)), (double) done / steps);
		}
	}

	private Tensor moved(final Tensor from, final Tensor gradient) {
		double square = 0;
		for (final float value : gradient.data()) square += (double) value * value;
		final double scale = square > 0 ? rate / Math.sqrt(square / gradient.length()) : 0;
		final float[] result = new float[from.length()];
		for (int i = 0; i < result.length; i++) result[i] = (float) (from.data()[i] + scale * gradient.data()[i]);
		return Tensor.of(result, from.shape());
	}
}
