package org.fovea.sample;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Separable Gaussian filtering of a plane of numbers, in place; beyond its border a plane continues as its mirror image. Lines are spread
 * over all cores; every line is summed in one order, so the result does not depend on how many there are. */
final class Plane {

	private static final int NEIGHBOURS = 64;

	private Plane() {}

	/**
	 * Blurs and shifts.
	 *
	 * @param plane row by row, overwritten
	 * @param width of the plane
	 * @param sigmaX deviation along rows, in pixels
	 * @param sigmaY deviation along columns
	 * @param shiftX how far the picture moves to the right, in fractions of a pixel
	 * @param shiftY how far it moves down
	 */
	static void blur(final float[] plane, final int width, final double sigmaX, final double sigmaY, final double shiftX, final double shiftY) {
		filterRows(plane, width, kernel(sigmaX, shiftX));
		filterColumns(plane, width, kernel(sigmaY, shiftY));
	}

	private static float[] kernel(final double sigma, final double shift) {
		final int radius = (int) Math.ceil(3 * sigma + Math.abs(shift));
		final float[] kernel = new float[2 * radius + 1];
		double sum = 0;
		for (int i = -radius; i <= radius; i++) sum += StrictMath.exp(-(i + shift) * (i + shift) / (2 * sigma * sigma));
		for (int i = -radius; i <= radius; i++) kernel[i + radius] = (float) (StrictMath.exp(-(i + shift) * (i + shift) / (2 * sigma * sigma)) / sum);
		return kernel;
	}

	/** Along rows, each on its own. */
	private static void filterRows(final float[] plane, final int width, final float[] kernel) {
		final int radius = kernel.length / 2;
		IntStream.range(0, plane.length / width).parallel().forEach(y -> {
			final float[] line = new float[width + 2 * radius];
			for (int i = -radius; i < width + radius; i++) line[i + radius] = plane[y * width + mirror(i, width)];
			for (int x = 0; x < width; x++) {
				float sum = 0;
				for (int k = 0; k < kernel.length; k++) sum += kernel[k] * line[x + k];
				plane[y * width + x] = sum;
			}
		});
	}

	/** Along columns, a few neighbours at once so that memory is read in order. */
	private static void filterColumns(final float[] plane, final int width, final float[] kernel) {
		final int height = plane.length / width;
		final int radius = kernel.length / 2;
		IntStream.rangeClosed(0, (width - 1) / NEIGHBOURS).parallel().forEach(block -> {
			final int left = block * NEIGHBOURS;
			final int count = Math.min(NEIGHBOURS, width - left);
			final float[] lines = new float[(height + 2 * radius) * count];
			for (int i = -radius; i < height + radius; i++) {
				System.arraycopy(plane, mirror(i, height) * width + left, lines, (i + radius) * count, count);
			}
			final float[] sums = new float[count];
			for (int y = 0; y < height; y++) {
				Arrays.fill(sums, 0);
				for (int k = 0; k < kernel.length; k++) {
					final int start = (y + k) * count;
					for (int c = 0; c < count; c++) sums[c] += kernel[k] * lines[start + c];
				}
				System.arraycopy(sums, 0, plane, y * width + left, count);
			}
		});
	}

	private static int mirror(final int i, final int length) {
		final int period = 2 * length;
		final int m = Math.floorMod(i, period);
		return m < length ? m : period - 1 - m;
	}
}
