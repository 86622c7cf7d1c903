package org.fovea.synthesis;

import org.fovea.network.Tensor;

/**
 * Gaussian blur of the field after every n-th step, mirrored at the edges: takes out the high frequencies that gradients are full of.
 *
 * @param sigma in pixels; 0 = none
 * @param every n, at least 1
 */
public record Blur(double sigma, int every) implements Regularizer {

	private static final double REACH = 4;

	@Override
	public boolean isDue(final int step) {
		return sigma > 0 && step % every == 0;
	}

	@Override
	public Tensor shrink(final Tensor field, final Tensor gradient) {
		final int width = field.size(3);
		final int height = field.size(2);
		final float[] result = field.data().clone();
		final double[] kernel = kernel();
		final float[] line = new float[Math.max(width, height)];
		for (int start = 0; start < result.length; start += width * height) {
			for (int y = 0; y < height; y++) blur(result, start + y * width, 1, width, line, kernel);
			for (int x = 0; x < width; x++) blur(result, start + x, width, height, line, kernel);
		}
		return Tensor.of(result, field.shape());
	}

	private static void blur(final float[] values, final int start, final int stride, final int size, final float[] line,
		final double[] kernel)
	{
		for (int i = 0; i < size; i++) line[i] = values[start + i * stride];
		for (int i = 0; i < size; i++) {
			double sum = kernel[0] * line[i];
			for (int k = 1; k < kernel.length; k++) sum += kernel[k] * ((double) line[Warp.mirrored(i - k, size)] + line[Warp.mirrored(i + k, size)]);
			values[start + i * stride] = (float) sum;
		}
	}

	/** Half of a symmetric kernel whose whole sums up to 1. */
	private double[] kernel() {
		final double[] kernel = new double[1 + (int) Math.ceil(REACH * sigma)];
		double sum = 0;
		for (int k = 0; k < kernel.length; k++) {
			kernel[k] = Math.exp(-k * k / (2 * sigma * sigma));
			sum += k == 0 ? kernel[k] : 2 * kernel[k];
		}
		for (int k = 0; k < kernel.length; k++) kernel[k] /= sum;
		return kernel;
	}
}
