package org.fovea.synthesis;

import org.fovea.network.Tensor;

/**
 * L2 decay: v ← (1 − θ) v after every step, which keeps single values from growing beyond all others.
 *
 * @param amount θ, between 0 and 1
 */
public record Decay(double amount) implements Regularizer {

	@Override
	public boolean isDue(final int step) {
		return amount > 0;
	}

	@Override
	public Tensor shrink(final Tensor field, final Tensor gradient) {
		final float[] result = new float[field.length()];
		for (int i = 0; i < result.length; i++) result[i] = (float) ((1 - amount) * field.data()[i]);
		return Tensor.of(result, field.shape());
	}
}
