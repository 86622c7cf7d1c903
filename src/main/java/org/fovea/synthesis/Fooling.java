package org.fovea.synthesis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
	 * An image that fools, or would have.
	 *
	 * @param pixels as they are stored
	 * @param confidence the probability of the class in exactly these
	 * @param steps that were done
	 * @param isStopped whether somebody stopped it
	 */
	public record Fooled(Tensor pixels, double confidence, int steps, boolean isStopped) {}

	/**
	 * Fools the network.
	 *
	 * @param start {@code [1, C, H, W]}, storable
	 * @param target the class to be seen
	 * @param progress asked before every step whether to stop: what is there is kept
	 * @param watcher told before every step
	 * @return the image of the first step at which the network was certain, or of the last
	 */
	public Fooled fool(final Tensor start, final Certainty target, final Progress progress, final Ascent.Watcher watcher) {
		Tensor moved = start;
		for (int done = 0;; done++) {
			final Tensor stored = ball.stored(start, moved);
			final Prepared prepared = preparation.prepare(stored);
			final Trace trace = network.run(GRADIENT, target, prepared.input());
			final double reached = target.probabilities(trace.output())[0];
			watcher.see(done, new double[] { reached }, stored);
			final boolean isStopped = progress.isCancelled();
			if (reached >= confidence || done == steps || isStopped) return new Fooled(stored, reached, done, isStopped && reached < confidence);
			progress.report(String.format(Locale.ROOT, "Step %d of at most %d, confidence %.4f", done + 1, steps, reached), (double) done /
				steps);
			moved = ball.inside(start, moved(moved, prepared.pullBack().apply(trace.gradient(Network.INPUT))));
		}
	}

	/**
	 * Fools the network once for each class.
	 *
	 * @param start {@code [1, C, H, W]}, storable; where all begin
	 * @param targets the classes to be seen
	 * @param progress asked before every step whether to stop: what is there is kept, and what was not begun stays as it was
	 * @param watcher told before every step
	 * @return one image for each class, and the confidence of each step
	 */
	public Ascent.Summit fool(final Tensor start, final List<Certainty> targets, final Progress progress, final Ascent.Watcher watcher) {
		final Tensor pixels = Ascent.repeated(start, targets.size());
		final List<double[]> confidences = new ArrayList<>();
		int longest = 0;
		boolean isStopped = false;
		for (int n = 0; n < targets.size(); n++) {
			final int entry = n;
			final Fooled fooled = fool(start, targets.get(n), progress, (step, reached, now) -> {
				Entries.put(now, pixels, entry);
				if (confidences.size() == step) confidences.add(nothing(targets.size()));
				confidences.get(step)[entry] = reached[0];
				watcher.see(step, confidences.get(step), pixels);
			});
			Entries.put(fooled.pixels(), pixels, n);
			longest = Math.max(longest, fooled.steps());
			isStopped |= fooled.isStopped();
		}
		return new Ascent.Summit(pixels, confidences, longest, isStopped);
	}

	private static double[] nothing(final int count) {
		final double[] none = new double[count];
		Arrays.fill(none, Double.NaN);
		return none;
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
