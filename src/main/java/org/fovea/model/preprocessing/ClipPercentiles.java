package org.fovea.model.preprocessing;

import java.util.Set;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code clip} to percentiles of the image itself. As in bioimage.io's reference implementation, percentiles of single images are
 * values that occur in them ({@code inverted_cdf}), those over a batch are interpolated.
 *
 * @param minimum percentile, 0 to 100; 0 does not clip
 * @param maximum percentile, 0 to 100; 100 does not clip
 * @param axes over which the percentiles are taken; empty = all
 */
public record ClipPercentiles(double minimum, double maximum, Set<Axis> axes) implements PreprocessingStep {

	/** Copies the axes. */
	public ClipPercentiles {
		axes = Set.copyOf(axes);
	}

	@Override
	public Tensor apply(final Tensor pixels) {
		final Groups groups = Groups.of(pixels, axes);
		final Limits limits = limits(new Quantiles(pixels, groups));
		final int[] numbers = groups.numbers();
		final float[] result = new float[numbers.length];
		for (int i = 0; i < result.length; i++) {
			result[i] = (float) Math.min(Math.max(pixels.data()[i], limits.lower()[numbers[i]]), limits.upper()[numbers[i]]);
		}
		return Tensor.of(result, pixels.shape());
	}

	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		final Groups groups = Groups.of(pixels, axes);
		final Quantiles quantiles = new Quantiles(pixels, groups);
		final Limits limits = limits(quantiles);
		final int[] numbers = groups.numbers();
		final double[] low = new double[groups.count()];
		final double[] high = new double[groups.count()];
		final double[] result = new double[numbers.length];
		for (int i = 0; i < numbers.length; i++) {
			final int k = numbers[i];
			if (pixels.data()[i] < limits.lower()[k]) low[k] += gradient.data()[i];
			else if (pixels.data()[i] > limits.upper()[k]) high[k] += gradient.data()[i];
			else result[i] = gradient.data()[i];
		}
		quantiles.pullBack(position(quantiles, minimum / 100), low, groups, pixels, result);
		quantiles.pullBack(position(quantiles, maximum / 100), high, groups, pixels, result);
		return Groups.rounded(result, pixels);
	}

	/** What is clipped to, for each group. */
	private record Limits(double[] lower, double[] upper) {}

	private Limits limits(final Quantiles quantiles) {
		return isInterpolated() ? new Limits(quantiles.linear(minimum / 100), quantiles.linear(maximum / 100)) : new Limits(quantiles.invertedCdf(
			minimum / 100), quantiles.invertedCdf(maximum / 100));
	}

	private boolean isInterpolated() {
		return axes.isEmpty() || axes.contains(Axis.BATCH);
	}

	private double position(final Quantiles quantiles, final double q) {
		return isInterpolated() ? q : quantiles.position(q);
	}
}
