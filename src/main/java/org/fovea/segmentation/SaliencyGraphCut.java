package org.fovea.segmentation;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.segmentation.Finding.Missing;

/**
 * From saliency to an object: the colours where saliency is high and where it is low become two mixtures of Gaussians, every pixel is called
 * object or background at the least energy, and the largest connected component is the object (Simonyan, Vedaldi &amp; Zisserman 2014, "Deep
 * inside convolutional networks", section 3.2). The map says only what the object looks like; where it ends is the image's doing.
 */
public final class SaliencyGraphCut {

	private static final int COMPONENTS = 5;
	private static final int MOST_SAMPLES = 10_000;
	private static final double FLOOR = 1e-3;
	private static final double LAMBDA = 5;
	private static final double MOST_PULL = 10;

	private final double foreground;
	private final double background;

	/**
	 * Settles where colours are learnt.
	 *
	 * @param foreground percentile of the map from which a pixel belongs to the object, 0–100
	 * @param background percentile of the map up to which a pixel belongs to the background, below the other
	 */
	public SaliencyGraphCut(final double foreground, final double background) {
		if (!(background >= 0 && background < foreground && foreground <= 100)) {
			throw new IllegalArgumentException("Percentiles " + background + " and " + foreground + ".");
		}
		this.foreground = foreground;
		this.background = background;
	}

	/**
	 * Finds the object.
	 *
	 * @param map the evidence, one value for each pixel; negative values are none
	 * @param colors of the same pixels, in any unit
	 * @param progress asked often
	 * @return the region, or why there is none
	 */
	public Finding cut(final Heatmap map, final Colors colors, final Progress progress) {
		if (map.width() != colors.width() || map.height() != colors.height()) {
			throw new IllegalArgumentException("A map of " + map.width() + "×" + map.height() + " for " + colors.width() + "×" + colors.height() + ".");
		}
		final float[] evidence = new float[map.values().length];
		for (int i = 0; i < evidence.length; i++) evidence[i] = Math.max(0, map.values()[i]);
		final float[] sorted = evidence.clone();
		Arrays.sort(sorted);
		final float high = quantile(sorted, foreground);
		final float low = quantile(sorted, background);
		if (!(sorted[sorted.length - 1] > 0)) return Finding.without(Missing.EVIDENCE);
		if (!(high > low)) return Finding.without(Missing.CONTRAST);
		final Colors z = standardised(colors);
		progress.report("Learning colours", 0);
		final ColorModel object = model(z, i -> evidence[i] >= high);
		progress.check();
		final ColorModel rest = model(z, i -> evidence[i] <= low);
		final double[] pull = new double[evidence.length];
		for (int i = 0; i < pull.length; i++) {
			if (i % MOST_SAMPLES == 0) progress.check();
			final double ratio = object.logDensity(z.values()[i]) - rest.logDensity(z.values()[i]);
			pull[i] = Math.max(-MOST_PULL, Math.min(MOST_PULL, ratio));
		}
		final Region largest = new GridCut(z, pull, LAMBDA).cut(progress).largest();
		return largest.area() == 0 ? Finding.without(Missing.OBJECT) : Finding.of(largest);
	}

	private static float quantile(final float[] sorted, final double percentile) {
		return sorted[(int) Math.min(sorted.length - 1, Math.floor(percentile / 100 * sorted.length))];
	}

	private static ColorModel model(final Colors colors, final IntPredicate isSample) {
		final int[] all = IntStream.range(0, colors.values().length).filter(isSample).toArray();
		final int step = (all.length + MOST_SAMPLES - 1) / MOST_SAMPLES;
		final double[][] samples = IntStream.range(0, all.length / step).mapToObj(n -> colors.values()[all[n * step]]).toArray(double[][]::new);
		return ColorModel.fit(samples, COMPONENTS, FLOOR);
	}

	/** Every channel with mean 0 and deviation 1, so that bits and units do not matter; a constant channel becomes 0. */
	private static Colors standardised(final Colors colors) {
		final int channels = colors.channels();
		final double[] mean = new double[channels];
		final double[] square = new double[channels];
		for (final double[] value : colors.values()) {
			for (int c = 0; c < channels; c++) mean[c] += value[c] / colors.values().length;
		}
		for (final double[] value : colors.values()) {
			for (int c = 0; c < channels; c++) square[c] += (value[c] - mean[c]) * (value[c] - mean[c]) / colors.values().length;
		}
		final double[][] values = new double[colors.values().length][channels];
		for (int i = 0; i < values.length; i++) {
			for (int c = 0; c < channels; c++) {
				values[i][c] = square[c] > 0 ? (colors.values()[i][c] - mean[c]) / Math.sqrt(square[c]) : 0;
			}
		}
		return new Colors(colors.width(), colors.height(), values);
	}
}
