package org.fovea.synthesis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.fovea.synthesis.Transformation.Motion;

/**
 * Gradient ascent on a picture: θ ← θ + η ∂S/∂θ through parametrization, bound, transformations, preparation and network, then the
 * regularisers (Erhan et al. 2009; Yosinski et al. 2015). Entries of a batch are climbed together and independently, from the same noise and
 * under the same motions. Same seed, same bits, on the same machine with as many threads. May be called from any thread; the engine keeps
 * nothing between steps.
 *
 * @param network that is asked
 * @param preparation from pixels to the network's input
 * @param range of the pixels
 * @param parametrization of the picture
 * @param regularizers in the order in which they apply
 * @param transformations in the order in which they apply
 * @param optimizer of the parameters
 * @param steps how many
 */
public record Ascent(Network network, Preparation preparation, PixelRange range, Parametrization parametrization,
	List<Regularizer> regularizers, List<Transformation> transformations, Optimizer optimizer, int steps)
{

	/** By how much the noise grows that wakes silent pictures. */
	private static final double LOUDER = 1.5;

	private static final long SILENCE = 7919;

	private static final Plan GRADIENT = Plan.FORWARD.gradient(Network.INPUT);

	/** Copies the lists. */
	public Ascent {
		regularizers = List.copyOf(regularizers);
		transformations = List.copyOf(transformations);
	}

	/** Who watches a picture grow. */
	@FunctionalInterface
	public interface Watcher {

		/** Nobody. */
		Watcher NONE = (step, objective, pixels) -> {
		};

		/**
		 * Told before each step, on the thread that climbs.
		 *
		 * @param step how many were done
		 * @param objective S of each entry, as the transformed picture has it
		 * @param pixels the picture, {@code [N, C, H, W]}; read only
		 */
		void see(int step, double[] objective, Tensor pixels);
	}

	/**
	 * Where a climb ended.
	 *
	 * @param pixels {@code [N, C, H, W]}, inside the range, not rounded
	 * @param objective S of each step and entry, as the transformed pictures had it
	 * @param steps that were done
	 * @param isStopped whether somebody stopped it before the last step
	 */
	public record Summit(Tensor pixels, List<double[]> objective, int steps, boolean isStopped) {}

	/**
	 * Climbs from faint noise.
	 *
	 * @param targets one for each picture
	 * @param seed of noise and motions
	 * @param shape of one picture, {@code [C, H, W]}
	 * @param progress asked before every step whether to stop: what is there is kept
	 * @param watcher told before every step
	 * @return the pictures
	 * @throws FoveaException if steps are so long that pictures leave the range of numbers
	 */
	public Summit climb(final List<Target> targets, final long seed, final int[] shape, final Progress progress, final Watcher watcher) {
		final Random random = new Random(seed);
		return climb(targets, parametrization.noise(random, targets.size(), shape[0], shape[1], shape[2]), random, progress, watcher);
	}

	/**
	 * Climbs from pictures.
	 *
	 * @param targets one for each picture
	 * @param seed of motions
	 * @param start pixels {@code [N, C, H, W]}
	 * @param progress asked before every step whether to stop: what is there is kept
	 * @param watcher told before every step
	 * @return the pictures
	 * @throws FoveaException if steps are so long that pictures leave the range of numbers
	 */
	public Summit climb(final List<Target> targets, final long seed, final Tensor start, final Progress progress, final Watcher watcher) {
		final Tensor parameters = parametrization.parameters(parametrization.bound().field(start, range));
		return climb(targets, Tensor.of(parameters.data().clone(), parameters.shape()), new Random(seed), progress, watcher);
	}

	/**
	 * The same picture several times.
	 *
	 * @param picture {@code [1, C, H, W]}
	 * @param count how often
	 * @return {@code [count, C, H, W]}
	 */
	public static Tensor repeated(final Tensor picture, final int count) {
		final Tensor all = Tensor.zeros(count, picture.size(1), picture.size(2), picture.size(3));
		for (int n = 0; n < count; n++) Entries.put(picture, all, n);
		return all;
	}

	private Summit climb(final List<Target> targets, final Tensor start, final Random random, final Progress progress,
		final Watcher watcher)
	{
		final Optimizer.Climber climber = optimizer.start(start.length());
		final List<double[]> objective = new ArrayList<>();
		final int[] silent = new int[targets.size()];
		Tensor parameters = start;
		int done = 0;
		while (done < steps && !progress.isCancelled()) {
			final Tensor field = parametrization.field(parameters);
			final Tensor pixels = finite(parametrization.bound().pixels(field, range), done);
			final Optional<Slope> found = slope(pixels, targets, random, progress);
			if (found.isEmpty()) break;
			final Slope slope = found.get();
			objective.add(slope.objective());
			watcher.see(done, slope.objective(), pixels);
			progress.report(String.format(Locale.ROOT, "Step %d of %d, objective %.4g", done + 1, steps, Arrays.stream(slope.objective()).average()
				.orElse(0)), (double) done / steps);
			Tensor gradient = parametrization.bound().pullBack(pixels, slope.gradient(), range);
			for (final Regularizer regularizer : regularizers) gradient = regularizer.bend(field, gradient);
			climber.step(parameters.data(), parametrization.pullBack(gradient).data());
			wake(parameters, slope.gradient(), silent, field.shape());
			parameters = regularized(parameters, gradient, ++done);
		}
		final Tensor pixels = finite(parametrization.bound().pixels(parametrization.field(parameters), range), done);
		return new Summit(pixels, objective, done, done < steps);
	}

	/** Networks refuse such pixels in words that blame an image. */
	private static Tensor finite(final Tensor pixels, final int step) {
		for (final float pixel : pixels.data()) {
			if (!Float.isFinite(pixel)) {
				throw new FoveaException("The picture left the range of numbers at step " + step + "; use a smaller rate, or smaller weights of penalties.");
			}
		}
		return pixels;
	}

	/** S and ∂S/∂pixels under one random motion. */
	private record Slope(double[] objective, Tensor gradient) {}

	private Optional<Slope> slope(final Tensor pixels, final List<Target> targets, final Random random, final Progress progress) {
		final Optional<Warp> warp = transformations.stream().map(transformation -> transformation.draw(random)).reduce(Motion::then).map(
			motion -> new Warp(motion, pixels.size(3), pixels.size(2)));
		final Tensor moved = warp.map(w -> w.apply(pixels)).orElse(pixels);
		final double[] objective = new double[targets.size()];
		final Tensor gradient = Tensor.zeros(pixels.shape());
		final int together = Entries.together(pixels, preparation);
		for (int n = 0; n < objective.length; n += together) {
			if (n > 0 && progress.isCancelled()) return Optional.empty();
			final int end = Math.min(objective.length, n + together);
			final Prepared prepared = preparation.prepare(Entries.of(moved, n, end));
			final Trace trace = network.run(GRADIENT, new Each(targets.subList(n, end)), prepared.input());
			System.arraycopy(trace.values(), 0, objective, n, end - n);
			Entries.put(prepared.pullBack().apply(trace.gradient(Network.INPUT)), gradient, n);
		}
		return Optional.of(new Slope(objective, warp.map(w -> w.pullBack(gradient)).orElse(gradient)));
	}

	/** Adds noise, more and more of it, to pictures that nothing in the network answers to: behind a closed ReLU there is no way up. */
	private void wake(final Tensor parameters, final Tensor gradient, final int[] silent, final int[] shape) {
		for (int n = 0; n < silent.length; n++) {
			if (!isZero(gradient, n)) continue;
			final Random random = new Random(SILENCE + silent[n]);
			final float[] noise = parametrization.noise(random, 1, shape[1], shape[2], shape[3]).data();
			final double factor = Math.pow(LOUDER, silent[n]++);
			for (int i = 0; i < noise.length; i++) parameters.data()[n * noise.length + i] += (float) (factor * noise[i]);
		}
	}

	private static boolean isZero(final Tensor gradient, final int n) {
		final int entry = gradient.length() / gradient.size(0);
		for (int i = n * entry; i < (n + 1) * entry; i++) {
			if (gradient.data()[i] != 0) return false;
		}
		return true;
	}

	private Tensor regularized(final Tensor parameters, final Tensor gradient, final int step) {
		final float factor = (float) regularizers.stream().mapToDouble(Regularizer::factor).reduce(1, (a, b) -> a * b);
		for (int i = 0; factor != 1 && i < parameters.length(); i++) parameters.data()[i] *= factor;
		final boolean isDue = regularizers.stream().anyMatch(regularizer -> regularizer.isDue(step));
		if (!isDue && parametrization.bound() != Bound.CLAMP) return parameters;
		Tensor field = parametrization.field(parameters);
		for (final Regularizer regularizer : regularizers) {
			if (regularizer.isDue(step)) field = regularizer.shrink(field, gradient);
		}
		return parametrization.parameters(parametrization.bound().inside(field, range));
	}
}
