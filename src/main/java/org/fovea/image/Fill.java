package org.fovea.image;

import java.util.Arrays;

import org.fovea.model.PixelType;
import org.fovea.network.Tensor;

import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;

/** What stands where a part of an image is covered. */
public enum Fill {
	/** Halfway between black and white: of the type's range for 8-bit and RGB, of the image's own for others. */
	GREY,
	/** The mean of each channel. */
	MEAN,
	/** The image itself, blurred so far that what fits the window is gone. */
	BLUR,
	/** Zero. */
	BLACK;

	private static final double ACCURACY = 0.002;

	/**
	 * Paints the cover.
	 *
	 * @param pixels {@code [1, C, H, W]} as ImageJ shows them
	 * @param type of the image
	 * @param window side of what covers, in pixels
	 * @return a tensor of the same shape
	 */
	public Tensor paint(final Tensor pixels, final PixelType type, final int window) {
		final int width = pixels.size(3);
		final int plane = width * pixels.size(2);
		final float[] cover = this == BLUR ? pixels.data().clone() : new float[pixels.length()];
		for (int c = 0; c < pixels.size(1); c++) {
			final int from = c * plane;
			switch (this) {
				case GREY -> Arrays.fill(cover, from, from + plane, grey(pixels, type));
				case MEAN -> Arrays.fill(cover, from, from + plane, mean(pixels, from, plane));
				case BLUR -> {
					final FloatProcessor channel = new FloatProcessor(width, pixels.size(2), Arrays.copyOfRange(cover, from, from + plane));
					new GaussianBlur().blurGaussian(channel, window, window, ACCURACY);
					System.arraycopy(channel.getPixels(), 0, cover, from, plane);
				}
				case BLACK -> Arrays.fill(cover, from, from + plane, 0);
			}
		}
		return Tensor.of(cover, pixels.shape());
	}

	private static float grey(final Tensor pixels, final PixelType type) {
		if (type == PixelType.BYTE) return 127.5f;
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		for (final float value : pixels.data()) {
			min = Math.min(min, value);
			max = Math.max(max, value);
		}
		return min + (max - min) / 2;
	}

	private static float mean(final Tensor pixels, final int from, final int plane) {
		double sum = 0;
		for (int i = from; i < from + plane; i++) sum += pixels.data()[i];
		return (float) (sum / plane);
	}
}
