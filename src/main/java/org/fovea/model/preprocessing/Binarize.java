package org.fovea.model.preprocessing;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code binarize}: x &gt; threshold ? 1 : 0.
 *
 * @param threshold of the tensor or of each position along an axis
 */
public record Binarize(Parameter threshold) implements PreprocessingStep {

	@Override
	public Tensor apply(final Tensor pixels) {
		return threshold.map(pixels, (x, k) -> x > threshold.values().get(k) ? 1 : 0);
	}

	@Override
	public boolean isPointwise() {
		return threshold.isPointwise();
	}
}
