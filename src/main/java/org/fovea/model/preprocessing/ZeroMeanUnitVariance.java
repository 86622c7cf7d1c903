package org.fovea.model.preprocessing;

import java.util.Set;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code zero_mean_unit_variance}: (x − mean) / (deviation + ε) with mean and (population) standard deviation of the image itself,
 * computed in double precision.
 *
 * @param axes over which they are taken; empty = all
 * @param epsilon bioimage.io's default is 1e-6
 */
public record ZeroMeanUnitVariance(Set<Axis> axes, double epsilon) implements PreprocessingStep {

	/** Copies the axes. */
	public ZeroMeanUnitVariance {
		axes = Set.copyOf(axes);
	}

	@Override
	public Tensor apply(final Tensor pixels) {
		final Groups groups = Groups.of(pixels, axes);
		final int[] numbers = groups.numbers();
		final float[] data = pixels.data();
		final double size = (double) data.length / Math.max(1, groups.count());
		final double[] mean = new double[groups.count()];
		for (int i = 0; i < data.length; i++) mean[numbers[i]] += data[i] / size;
		final double[] variance = new double[groups.count()];
		for (int i = 0; i < data.length; i++) {
			final double centred = data[i] - mean[numbers[i]];
			variance[numbers[i]] += centred * centred / size;
		}
		final float[] result = new float[data.length];
		for (int i = 0; i < data.length; i++) {
			result[i] = (float) ((data[i] - mean[numbers[i]]) / (Math.sqrt(variance[numbers[i]]) + epsilon));
		}
		return Tensor.of(result, pixels.shape());
	}
}
