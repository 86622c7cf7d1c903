package org.fovea.model.preprocessing;

import java.util.Set;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code scale_range}: (x − lower) / (upper − lower + ε) with percentiles of the image itself, interpolated linearly as in numpy.
 *
 * @param minimum percentile that becomes 0
 * @param maximum percentile that becomes 1
 * @param axes over which the percentiles are taken; empty = all
 * @param epsilon bioimage.io's default is 1e-6
 */
public record ScaleRange(double minimum, double maximum, Set<Axis> axes, double epsilon) implements PreprocessingStep {

	/** Copies the axes. */
	public ScaleRange {
		axes = Set.copyOf(axes);
	}

	@Override
	public Tensor apply(final Tensor pixels) {
		final Groups groups = Groups.of(pixels, axes);
		final Quantiles quantiles = new Quantiles(pixels, groups);
		final double[] lower = quantiles.linear(minimum / 100);
		final double[] upper = quantiles.linear(maximum / 100);
		final int[] numbers = groups.numbers();
		final float[] result = new float[numbers.length];
		for (int i = 0; i < result.length; i++) {
			final int k = numbers[i];
			result[i] = (float) ((pixels.data()[i] - lower[k]) / (upper[k] - lower[k] + epsilon));
		}
		return Tensor.of(result, pixels.shape());
	}

	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		final Groups groups = Groups.of(pixels, axes);
		final Quantiles quantiles = new Quantiles(pixels, groups);
		final double[] lower = quantiles.linear(minimum / 100);
		final double[] upper = quantiles.linear(maximum / 100);
		final int[] numbers = groups.numbers();
		final double[] low = new double[groups.count()];
		final double[] high = new double[groups.count()];
		final double[] result = new double[numbers.length];
		for (int i = 0; i < numbers.length; i++) {
			final int k = numbers[i];
			final double span = upper[k] - lower[k] + epsilon;
			final double g = gradient.data()[i] / span;
			final double share = (pixels.data()[i] - lower[k]) / span;
			result[i] = g;
			low[k] -= g * (1 - share);
			high[k] -= g * share;
		}
		quantiles.pullBack(minimum / 100, low, groups, pixels, result);
		quantiles.pullBack(maximum / 100, high, groups, pixels, result);
		return Groups.rounded(result, pixels);
	}
}
