package org.fovea.attribution;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Tensor;

/**
 * Turns one image into another pixel by pixel, in the order of a map, and asks the network on the way (Petsiuk et al. 2018, section 4.2).
 * From the image to a cover this is deletion, where a good map makes the score fall early; from a blurred image to the image it is
 * insertion, where a good map makes it rise early.
 */
public final class Replacement {

	private final Tensor from;
	private final Tensor to;
	private final int steps;
	private final int batch;
	private final long seed;

	/**
	 * Settles the images.
	 *
	 * @param from {@code [1, C, H, W]} after preprocessing
	 * @param to of the same shape
	 * @param steps how many scores after the first; each replaces as many pixels as the others, to one
	 * @param batch how many images run at once; does not change the scores
	 * @param seed of the order among pixels that the map gives the same value
	 */
	public Replacement(final Tensor from, final Tensor to, final int steps, final int batch, final long seed) {
		InputAttribution.checkImage(from);
		if (!Arrays.equals(from.shape(), to.shape())) throw new IllegalArgumentException(from + " cannot become " + to + ".");
		if (steps < 1) throw new IllegalArgumentException("No steps.");
		this.from = from;
		this.to = to;
		this.steps = steps;
		this.batch = batch;
		this.seed = seed;
	}

	/**
	 * The scores on the way.
	 *
	 * @param scores the first of the one image, the last of the other
	 */
	public record Curve(double[] scores) {

		/** @return the mean height: the area under the curve by the trapezoidal rule, all pixels = 1 */
		public double area() {
			double sum = 0;
			for (int i = 1; i < scores.length; i++) sum += (scores[i] + scores[i - 1]) / 2;
			return sum / (scores.length - 1);
		}
	}

	/**
	 * Replaces the pixels, those with the largest values of a map first.
	 *
	 * @param network the network
	 * @param scorer S
	 * @param map of any size, enlarged bilinearly
	 * @param progress asked before each batch whether to stop
	 * @return steps + 1 scores
	 */
	public Curve along(final Network network, final Scorer scorer, final Heatmap map, final Progress progress) {
		final int pixels = from.size(2) * from.size(3);
		final int[] order = order(map.resize(from.size(3), from.size(2)).values());
		final float[] image = from.data().clone();
		final double[] scores = new double[steps + 1];
		int replaced = 0;
		for (int first = 0; first <= steps; first += batch) {
			progress.check();
			final int count = Math.min(batch, steps + 1 - first);
			final float[] data = new float[count * image.length];
			for (int i = 0; i < count; i++) {
				final int wanted = (int) Math.round((double) (first + i) * pixels / steps);
				for (; replaced < wanted; replaced++) {
					for (int c = 0; c < from.size(1); c++) image[c * pixels + order[replaced]] = to.data()[c * pixels + order[replaced]];
				}
				System.arraycopy(image, 0, data, i * image.length, image.length);
			}
			System.arraycopy(scorer.score(network, Tensor.of(data, count, from.size(1), from.size(2), from.size(3))), 0, scores, first, count);
		}
		return new Curve(scores);
	}

	/** Pixels of one value stand in random order: that of the image would favour its top. */
	private int[] order(final float[] values) {
		final SplittableRandom random = new SplittableRandom(seed);
		final Integer[] order = new Integer[values.length];
		for (int i = 0; i < order.length; i++) {
			final int j = random.nextInt(i + 1);
			order[i] = order[j];
			order[j] = i;
		}
		Arrays.sort(order, (i, j) -> values[i] == values[j] ? 0 : Float.compare(values[j], values[i]));
		return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
	}
}
