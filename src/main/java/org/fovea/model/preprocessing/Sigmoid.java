package org.fovea.model.preprocessing;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/** {@code sigmoid}: 1 / (1 + e⁻ˣ). */
public record Sigmoid() implements PreprocessingStep {

	@Override
	public Tensor apply(final Tensor pixels) {
		return Parameter.of(0).map(pixels, (x, k) -> 1 / (1 + Math.exp(-x)));
	}

	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		final Tensor sigmoid = apply(pixels);
		final float[] result = new float[gradient.length()];
		for (int i = 0; i < result.length; i++) result[i] = gradient.data()[i] * sigmoid.data()[i] * (1 - sigmoid.data()[i]);
		return Tensor.of(result, gradient.shape());
	}

	@Override
	public boolean isPointwise() {
		return true;
	}
}
