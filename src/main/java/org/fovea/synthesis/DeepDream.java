package org.fovea.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.fovea.synthesis.Transformation.Motion;

/**
 * An image that shows more and more of what a network sees in it (Mordvintsev, Olah &amp; Tyka 2015, "Inceptionism: going deeper into neural
 * networks", and the notebook published with it): gradient ascent at several sizes, from small to large. What was added at one size is enlarged and
 * put into the image at the next, so that the image's own details are never lost.
 *
 * @param network that dreams
 * @param scenery how images of any size are resized and shown to the network
 * @param range of the pixels
 * @param octaves how many sizes, at least 1
 * @param scaling from one size to the next, above 1
 * @param steps at each size
 * @param rate mean magnitude of a step, in usual deviations of pixels
 * @param jitter largest random shift of each step but the first at each size, in pixels
 */
public record DeepDream(Network network, Scenery scenery, PixelRange range, int octaves, double scaling, int steps, double rate, int jitter) {

	private static final Plan GRADIENT = Plan.FORWARD.gradient(Network.INPUT);

	/** How images of any size are shown to a network. */
	public interface Scenery {

		/**
		 * Resizes images.
		 *
		 * @param pixels {@code [N, C, H, W]}
		 * @param width of the result
		 * @param height of the result
		 * @return the argument itself when the size is already right
		 */
		Tensor resize(Tensor pixels, int width, int height);

		/**
		 * From pixels to the network's input.
		 *
		 * @param pixels {@code [N, C, H, W]} of any size
		 * @return the input, and the way back for gradients
		 */
		Prepared prepare(Tensor pixels);
	}

	/**
	 * An image, dreamt.
	 *
	 * @param pixels of the image's size, not rounded
	 * @param before S at each size before its first step
	 * @param after S at each size after its last step
	 * @param steps that were done in all
	 * @param isStopped whether somebody stopped it
	 */
	public record Dream(Tensor pixels, List<Double> before, List<Double> after, int steps, boolean isStopped) {}

	/**
	 * Dreams.
	 *
	 * @param image {@code [1, C, H, W]}
	 * @param target S, such as {@link Energy}
	 * @param seed of the shifts
	 * @param progress asked before every step whether to stop: what is there is kept
	 * @param watcher told before every step
	 * @return the image with what was added; the image itself after no step
	 */
	public Dream dream(final Tensor image, final Target target, final long seed, final Progress progress, final Ascent.Watcher watcher) {
		final Random random = new Random(seed);
		final List<Double> before = new ArrayList<>();
		final List<Double> after = new ArrayList<>();
		Tensor detail = Tensor.zeros(1, image.size(1), 1, 1);
		int done = 0;
		for (int octave = octaves - 1; octave >= 0 && !progress.isCancelled(); octave--) {
			final int width = side(image.size(3), octave);
			final int height = side(image.size(2), octave);
			final Tensor base = scenery.resize(image, width, height);
			Tensor dreamt = sum(base, scenery.resize(detail, width, height));
			if (steps == 0) before.add(score(dreamt, target));
			for (int step = 0; step < steps && (step == 0 || !progress.isCancelled()); step++, done++) {
				// The first step sees the picture where it is, and so tells S before it.
				final Warp warp = new Warp(jitter == 0 || step == 0 ? Motion.NONE : new Transformation.Jitter(jitter).draw(random), width, height);
				final Prepared prepared = scenery.prepare(warp.apply(dreamt));
				final Trace trace = network.run(GRADIENT, target, prepared.input());
				if (step == 0) before.add(trace.values()[0]);
				watcher.see(done, trace.values(), scenery.resize(dreamt, image.size(3), image.size(2)));
				progress.report(String.format(Locale.ROOT, "Size %d×%d, step %d of %d, objective %.4g", width, height, step + 1, steps, trace
					.values()[0]), (double) done / (octaves * Math.max(1, steps)));
				dreamt = moved(dreamt, warp.pullBack(prepared.pullBack().apply(trace.gradient(Network.INPUT))));
			}
			after.add(steps == 0 ? before.get(before.size() - 1) : score(dreamt, target));
			detail = difference(dreamt, base);
		}
		final Tensor added = scenery.resize(detail, image.size(3), image.size(2));
		return new Dream(done == 0 ? image : clipped(sum(image, added)), before, after, done, done < octaves * steps);
	}

	private int side(final int full, final int octave) {
		return Math.max(1, (int) Math.round(full / Math.pow(scaling, octave)));
	}

	private double score(final Tensor pixels, final Target target) {
		return network.run(Plan.FORWARD, target, scenery.prepare(pixels).input()).values()[0];
	}

	private Tensor moved(final Tensor pixels, final Tensor gradient) {
		final int plane = pixels.size(2) * pixels.size(3);
		final double[] deviations = range.channels().stream().mapToDouble(PixelRange.Channel::deviation).toArray();
		double sum = 0;
		for (int i = 0; i < gradient.length(); i++) sum += Math.abs(gradient.data()[i]) * deviations[i / plane];
		final double scale = sum > 0 ? rate * gradient.length() / sum : 0;
		final float[] result = new float[pixels.length()];
		for (int i = 0; i < result.length; i++) {
			final double deviation = deviations[i / plane];
			result[i] = (float) (pixels.data()[i] + scale * deviation * deviation * gradient.data()[i]);
		}
		return clipped(Tensor.of(result, pixels.shape()));
	}

	private Tensor clipped(final Tensor pixels) {
		final float[] result = new float[pixels.length()];
		for (int i = 0; i < result.length; i++) result[i] = (float) Math.max(range.low(), Math.min(range.high(), pixels.data()[i]));
		return Tensor.of(result, pixels.shape());
	}

	private static Tensor sum(final Tensor a, final Tensor b) {
		final float[] result = a.data().clone();
		for (int i = 0; i < result.length; i++) result[i] += b.data()[i];
		return Tensor.of(result, a.shape());
	}

	private static Tensor difference(final Tensor a, final Tensor b) {
		final float[] result = a.data().clone();
		for (int i = 0; i < result.length; i++) result[i] -= b.data()[i];
		return Tensor.of(result, a.shape());
	}
}
