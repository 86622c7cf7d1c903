package org.fovea.model.preprocessing;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code clip} to fixed limits: min(max(x, minimum), maximum).
 *
 * @param minimum may be −∞
 * @param maximum may be +∞
 */
public record Clip(double minimum, double maximum) implements PreprocessingStep {

	@Override
	public Tensor apply(final Tensor pixels) {
		return Parameter.of(0).map(pixels, (x, k) -> Math.min(Math.max(x, minimum), maximum));
	}

	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		return Parameter.gated(pixels, apply(pixels), gradient);
	}

	@Override
	public boolean isPointwise() {
		return true;
	}
}
