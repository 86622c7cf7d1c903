package org.fovea.synthesis;

import org.fovea.network.Tensor;

/**
 * Penalty λ‖v‖² on the squared length of the field (Simonyan, Vedaldi &amp; Zisserman 2014, "Deep inside convolutional networks", equation 1).
 *
 * @param lambda λ
 */
public record Ridge(double lambda) implements Regularizer {

	@Override
	public Tensor bend(final Tensor field, final Tensor gradient) {
		if (lambda == 0) return gradient;
		final float[] result = new float[field.length()];
		for (int i = 0; i < result.length; i++) result[i] = (float) (gradient.data()[i] - 2 * lambda * field.data()[i]);
		return Tensor.of(result, field.shape());
	}
}
