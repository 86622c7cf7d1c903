package org.fovea.model.preprocessing;

import java.util.Arrays;
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
		final Moments moments = moments(pixels, groups);
		final float[] result = new float[numbers.length];
		for (int i = 0; i < result.length; i++) {
			final int k = numbers[i];
			result[i] = (float) ((pixels.data()[i] - moments.mean()[k]) / (moments.deviation()[k] + epsilon));
		}
		return Tensor.of(result, pixels.shape());
	}

	/** Mean and deviation of each group. */
	private record Moments(double[] mean, double[] deviation) {}

	private static Moments moments(final Tensor pixels, final Groups groups) {
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
		return new Moments(mean, Arrays.stream(variance).map(Math::sqrt).toArray());
	}

	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		final Groups groups = Groups.of(pixels, axes);
		final int[] numbers = groups.numbers();
		final Moments moments = moments(pixels, groups);
		final double size = (double) numbers.length / Math.max(1, groups.count());
		final double[] mean = new double[groups.count()];
		final double[] along = new double[groups.count()];
		for (int i = 0; i < numbers.length; i++) {
			mean[numbers[i]] += gradient.data()[i] / size;
			along[numbers[i]] += gradient.data()[i] * (pixels.data()[i] - moments.mean()[numbers[i]]) / size;
		}
		final float[] result = new float[numbers.length];
		for (int i = 0; i < result.length; i++) {
			final int k = numbers[i];
			final double deviation = moments.deviation()[k];
			final double bent = deviation > 0 ? along[k] * (pixels.data()[i] - moments.mean()[k]) / (deviation * (deviation + epsilon)) : 0;
			result[i] = (float) ((gradient.data()[i] - mean[k] - bent) / (deviation + epsilon));
		}
		return Tensor.of(result, pixels.shape());
	}
}
