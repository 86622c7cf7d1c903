package org.fovea.synthesis;

import org.fovea.network.Tensor;

/**
 * Penalty w · mean |v / B|^α, which costs little inside a usual range and much outside (Mahendran &amp; Vedaldi 2015, section 2.1, where α = 6).
 *
 * @param weight w
 * @param alpha α, even
 * @param bound B, the largest usual value of the field
 */
public record AlphaNorm(double weight, int alpha, double bound) implements Regularizer {

	@Override
	public Tensor bend(final Tensor field, final Tensor gradient) {
		if (weight == 0) return gradient;
		final float[] result = new float[field.length()];
		final double scale = weight * alpha * field.size(0) / (bound * field.length());
		for (int i = 0; i < result.length; i++) result[i] = (float) (gradient.data()[i] - scale * Math.pow(field.data()[i] / bound, alpha - 1));
		return Tensor.of(result, field.shape());
	}
}
