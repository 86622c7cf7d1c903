package org.fovea.sample;

/** Separable Gaussian filtering of a plane of numbers, in place; beyond its border a plane continues as its mirror image. */
final class Plane {

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
		final int height = plane.length / width;
		filter(plane, height, width, width, 1, kernel(sigmaX, shiftX));
		filter(plane, width, height, 1, width, kernel(sigmaY, shiftY));
	}

	private static float[] kernel(final double sigma, final double shift) {
		final int radius = (int) Math.ceil(3 * sigma + Math.abs(shift));
		final float[] kernel = new float[2 * radius + 1];
		double sum = 0;
		for (int i = -radius; i <= radius; i++) sum += StrictMath.exp(-(i + shift) * (i + shift) / (2 * sigma * sigma));
		for (int i = -radius; i <= radius; i++) kernel[i + radius] = (float) (StrictMath.exp(-(i + shift) * (i + shift) / (2 * sigma * sigma)) / sum);
		return kernel;
	}

	private static void filter(final float[] plane, final int lines, final int length, final int lineStep, final int step, final float[] kernel) {
		final int radius = kernel.length / 2;
		final float[] line = new float[length + 2 * radius];
		for (int l = 0; l < lines; l++) {
			final int start = l * lineStep;
			for (int i = -radius; i < length + radius; i++) line[i + radius] = plane[start + mirror(i, length) * step];
			for (int i = 0; i < length; i++) {
				float sum = 0;
				for (int k = 0; k < kernel.length; k++) sum += kernel[k] * line[i + k];
				plane[start + i * step] = sum;
			}
		}
	}

	private static int mirror(final int i, final int length) {
		final int period = 2 * length;
		final int m = Math.floorMod(i, period);
		return m < length ? m : period - 1 - m;
	}
}
