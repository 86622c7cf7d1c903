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
	public boolean isPointwise() {
		return true;
	}
}
