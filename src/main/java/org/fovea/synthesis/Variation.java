package org.fovea.synthesis;

import org.fovea.network.Tensor;

/**
 * Penalty w·TV(v) on the total variation, the mean over all values of √((v(x+1,y) − v(x,y))² + (v(x,y+1) − v(x,y))²): neighbours like to be
 * equal, but edges cost no more than slopes (Rudin, Osher &amp; Fatemi 1992; Mahendran &amp; Vedaldi 2015, equation 4, with β = 1).
 *
 * @param weight w
 */
public record Variation(double weight) implements Regularizer {

	/** Keeps the slope finite where neighbours are equal. */
	private static final double EPSILON = 1e-8;

	@Override
	public Tensor bend(final Tensor field, final Tensor gradient) {
		if (weight == 0) return gradient;
		final int width = field.size(3);
		final int height = field.size(2);
		final float[] v = field.data();
		final float[] result = gradient.data().clone();
		final double w = weight * field.size(0) / v.length;
		for (int i = 0; i < v.length; i++) {
			final boolean isLast = i % width == width - 1;
			final boolean isBottom = i / width % height == height - 1;
			final double dx = isLast ? 0 : v[i + 1] - v[i];
			final double dy = isBottom ? 0 : v[i + width] - v[i];
			final double length = Math.sqrt(dx * dx + dy * dy + EPSILON);
			result[i] += (float) (w * (dx + dy) / length);
			if (!isLast) result[i + 1] -= (float) (w * dx / length);
			if (!isBottom) result[i + width] -= (float) (w * dy / length);
		}
		return Tensor.of(result, gradient.shape());
	}

	/**
	 * The penalty.
	 *
	 * @param field v
	 * @return w·TV(v), summed over the batch
	 */
	public double of(final Tensor field) {
		final int width = field.size(3);
		final int height = field.size(2);
		final float[] v = field.data();
		double sum = 0;
		for (int i = 0; i < v.length; i++) {
			final double dx = i % width == width - 1 ? 0 : v[i + 1] - v[i];
			final double dy = i / width % height == height - 1 ? 0 : v[i + width] - v[i];
			sum += Math.sqrt(dx * dx + dy * dy + EPSILON);
		}
		return weight * sum * field.size(0) / v.length;
	}
}
