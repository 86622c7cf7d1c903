package org.fovea.cam;

import org.fovea.network.Tensor;

/**
 * An image whose edges a map should follow. Colours are compared in units of the image's own contrast, so brightness, bit depth and
 * normalisation do not matter: d² = mean over the channels of the squared difference, divided by the mean variance of the channels.
 */
final class Guide {

	private final Tensor image;
	private final double contrast;

	/** @param image {@code [1, C, H, W]}, finite */
	Guide(final Tensor image) {
		this.image = image;
		final int plane = image.size(2) * image.size(3);
		double variance = 0;
		for (int c = 0; c < channels(); c++) {
			double sum = 0;
			double squares = 0;
			final double first = image.data()[c * plane];
			for (int p = 0; p < plane; p++) {
				final double value = image.data()[c * plane + p] - first;
				sum += value;
				squares += value * value;
			}
			variance += Math.max(0, squares / plane - sum / plane * (sum / plane));
		}
		contrast = variance / channels();
	}

	/** @return how many channels */
	int channels() {
		return image.size(1);
	}

	/** @return H */
	int height() {
		return image.size(2);
	}

	/** @return W */
	int width() {
		return image.size(3);
	}

	/**
	 * The mean colour of rectangles.
	 *
	 * @param cells the rectangles, h×w
	 * @return {@code [C, h·w]}
	 */
	double[][] means(final Shrinking cells) {
		final double[][] means = new double[channels()][];
		for (int c = 0; c < means.length; c++) means[c] = cells.apply(channel(c));
		return means;
	}

	private double[] channel(final int c) {
		final double[] values = new double[width() * height()];
		for (int p = 0; p < values.length; p++) values[p] = at(c, p);
		return values;
	}

	/**
	 * A value.
	 *
	 * @param c the channel
	 * @param p the pixel, row by row
	 * @return its value
	 */
	double at(final int c, final int p) {
		return image.data()[c * width() * height() + p];
	}

	/**
	 * d² between a pixel and a colour.
	 *
	 * @param p the pixel, row by row
	 * @param colours {@code [C, n]}
	 * @param q which of the n
	 * @return 0 everywhere in an image without contrast
	 */
	double distance(final int p, final double[][] colours, final int q) {
		double sum = 0;
		for (int c = 0; c < colours.length; c++) {
			final double difference = at(c, p) - colours[c][q];
			sum += difference * difference;
		}
		return contrast > 0 ? sum / channels() / contrast : 0;
	}

	/**
	 * d² between two pixels.
	 *
	 * @param p a pixel
	 * @param q another
	 * @return 0 everywhere in an image without contrast
	 */
	double distance(final int p, final int q) {
		double sum = 0;
		for (int c = 0; c < channels(); c++) {
			final double difference = at(c, p) - at(c, q);
			sum += difference * difference;
		}
		return contrast > 0 ? sum / channels() / contrast : 0;
	}
}
