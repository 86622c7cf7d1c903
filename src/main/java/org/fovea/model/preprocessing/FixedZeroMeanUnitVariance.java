package org.fovea.model.preprocessing;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code fixed_zero_mean_unit_variance}: (x − mean) / (deviation + ε) with numbers known from training.
 *
 * @param mean of the tensor or of each position along an axis
 * @param deviation likewise, as many
 * @param epsilon bioimage.io's reference implementation adds 1e-6
 */
public record FixedZeroMeanUnitVariance(Parameter mean, Parameter deviation, double epsilon) implements PreprocessingStep {

	/** Holds that there are as many means as deviations. */
	public FixedZeroMeanUnitVariance {
		if (mean.values().size() != deviation.values().size()) {
			throw new IllegalArgumentException(mean.values().size() + " means, " + deviation.values().size() + " deviations.");
		}
	}

	@Override
	public Tensor apply(final Tensor pixels) {
		return mean.map(pixels, (x, k) -> (x - mean.values().get(k)) / (deviation.values().get(k) + epsilon));
	}

	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		return mean.map(gradient, (g, k) -> g / (deviation.values().get(k) + epsilon));
	}

	@Override
	public boolean isPointwise() {
		return mean.isPointwise() && deviation.isPointwise();
	}
}
