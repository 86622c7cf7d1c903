package org.fovea.image;

import org.fovea.network.Tensor;

/**
 * Resizes images as networks are trained on them: with a triangle filter whose width grows when shrinking, so that fine structure is
 * averaged instead of aliased. Pixel centres lie at half integers and borders are cut off and renormalised, as in PyTorch's
 * {@code interpolate(mode="bilinear", align_corners=False, antialias=True)} and Pillow's {@code BILINEAR}; enlarging is plain bilinear
 * interpolation. Computed in double precision along x and then along y.
 */
final class Resampling {

	private final int from;
	private final int[] first;
	private final double[][] weights;

	private Resampling(final int from, final int to) {
		this.from = from;
		first = new int[to];
		weights = new double[to][];
		final double scale = (double) from / to;
		final double support = Math.max(1, scale);
		for (int i = 0; i < to; i++) {
			final double centre = (i + 0.5) * scale;
			final int begin = Math.max(0, (int) (centre - support + 0.5));
			final int end = Math.min(from, (int) (centre + support + 0.5));
			first[i] = begin;
			weights[i] = triangle(begin, end, centre, support);
		}
	}

	private static double[] triangle(final int begin, final int end, final double centre, final double support) {
		final double[] w = new double[end - begin];
		double sum = 0;
		for (int j = 0; j < w.length; j++) {
			w[j] = Math.max(0, 1 - Math.abs(begin + j + 0.5 - centre) / support);
			sum += w[j];
		}
		for (int j = 0; j < w.length; j++) w[j] /= sum;
		return w;
	}

	/**
	 * Resizes every channel.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @param width of the result
	 * @param height of the result
	 * @return {@code [N, C, height, width]}; the argument itself when the size is already right
	 */
	static Tensor resize(final Tensor pixels, final int width, final int height) {
		final int w = pixels.size(3);
		final int h = pixels.size(2);
		if (w == width && h == height) return pixels;
		final Resampling horizontal = new Resampling(w, width);
		final Resampling vertical = new Resampling(h, height);
		final int channels = pixels.size(0) * pixels.size(1);
		final float[] result = new float[Math.multiplyExact(channels, Math.multiplyExact(width, height))];
		final double[] rows = new double[h * width];
		for (int c = 0; c < channels; c++) {
			for (int y = 0; y < h; y++) horizontal.row(pixels.data(), (c * h + y) * w, rows, y * width);
			vertical.columns(rows, result, c * width * height, width);
		}
		return Tensor.of(result, pixels.size(0), pixels.size(1), height, width);
	}

	/**
	 * Adds mirrored pixels at the right and at the bottom; the border itself is not repeated, as in PyTorch's {@code reflect}.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @param width of the result, at least W
	 * @param height of the result, at least H
	 * @return {@code [N, C, height, width]}; the argument itself when the size is already right
	 */
	static Tensor reflect(final Tensor pixels, final int width, final int height) {
		final int w = pixels.size(3);
		final int h = pixels.size(2);
		if (w == width && h == height) return pixels;
		final int channels = pixels.size(0) * pixels.size(1);
		final float[] result = new float[Math.multiplyExact(channels, Math.multiplyExact(width, height))];
		for (int c = 0, i = 0; c < channels; c++) {
			for (int y = 0; y < height; y++) {
				final int row = (c * h + mirror(y, h)) * w;
				for (int x = 0; x < width; x++, i++) result[i] = pixels.data()[row + mirror(x, w)];
			}
		}
		return Tensor.of(result, pixels.size(0), pixels.size(1), height, width);
	}

	/**
	 * The pixel that a position shows: itself inside the image, beyond its end the one as far before it.
	 *
	 * @param position not negative
	 * @param size of the image along the axis
	 * @return inside the image
	 */
	static int mirror(final int position, final int size) {
		if (size == 1) return 0;
		final int period = 2 * (size - 1);
		final int p = position % period;
		return p < size ? p : period - p;
	}

	private void row(final float[] source, final int offset, final double[] target, final int at) {
		for (int i = 0; i < first.length; i++) {
			double sum = 0;
			for (int j = 0; j < weights[i].length; j++) sum += weights[i][j] * source[offset + first[i] + j];
			target[at + i] = sum;
		}
	}

	private void columns(final double[] source, final float[] target, final int at, final int width) {
		assert source.length == from * width;
		for (int i = 0; i < first.length; i++) {
			for (int x = 0; x < width; x++) {
				double sum = 0;
				for (int j = 0; j < weights[i].length; j++) sum += weights[i][j] * source[(first[i] + j) * width + x];
				target[at + i * width + x] = (float) sum;
			}
		}
	}
}
