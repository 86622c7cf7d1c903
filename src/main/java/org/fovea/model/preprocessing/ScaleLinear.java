package org.fovea.model.preprocessing;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code scale_linear}: x · gain + offset.
 *
 * @param gain of the tensor or of each position along an axis
 * @param offset likewise, as many
 */
public record ScaleLinear(Parameter gain, Parameter offset) implements PreprocessingStep {

	/** Holds that there are as many gains as offsets. */
	public ScaleLinear {
		if (gain.values().size() != offset.values().size()) {
			throw new IllegalArgumentException(gain.values().size() + " gains, " + offset.values().size() + " offsets.");
		}
	}

	@Override
	public Tensor apply(final Tensor pixels) {
		return gain.map(pixels, (x, k) -> x * gain.values().get(k) + offset.values().get(k));
	}

	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		return gain.map(gradient, (g, k) -> g * gain.values().get(k));
	}

	@Override
	public boolean isPointwise() {
		return gain.isPointwise() && offset.isPointwise();
	}
}
