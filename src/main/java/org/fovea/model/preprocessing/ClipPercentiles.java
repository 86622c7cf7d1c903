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
		final Quantiles quantiles = new Quantiles(pixels, groups);
		final boolean interpolated = axes.isEmpty() || axes.contains(Axis.BATCH);
		final double[] lower = interpolated ? quantiles.linear(minimum / 100) : quantiles.invertedCdf(minimum / 100);
		final double[] upper = interpolated ? quantiles.linear(maximum / 100) : quantiles.invertedCdf(maximum / 100);
		final int[] numbers = groups.numbers();
		final float[] result = new float[numbers.length];
		for (int i = 0; i < result.length; i++) {
			result[i] = (float) Math.min(Math.max(pixels.data()[i], lower[numbers[i]]), upper[numbers[i]]);
		}
		return Tensor.of(result, pixels.shape());
	}
}
