package org.fovea.model.preprocessing;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

import org.fovea.network.Tensor;

/** Quantiles of the groups of a tensor, by numpy's definitions {@code linear} and {@code inverted_cdf}. */
final class Quantiles {

	private final float[][] sorted;

	/**
	 * Sorts the values of each group.
	 *
	 * @param tensor {@code [N, C, H, W]}
	 * @param groups of its values
	 */
	Quantiles(final Tensor tensor, final Groups groups) {
		final int[] numbers = groups.numbers();
		final int size = groups.count() == 0 ? 0 : tensor.length() / groups.count();
		sorted = new float[groups.count()][size];
		final int[] filled = new int[groups.count()];
		for (int i = 0; i < numbers.length; i++) sorted[numbers[i]][filled[numbers[i]]++] = tensor.data()[i];
		for (final float[] group : sorted) Arrays.sort(group);
	}

	/**
	 * Quantiles between which is interpolated linearly.
	 *
	 * @param q between 0 and 1
	 * @return one for each group
	 */
	double[] linear(final double q) {
		return each(values -> {
			final double position = q * (values.length - 1);
			final int below = (int) Math.floor(position);
			final int above = Math.min(values.length - 1, below + 1);
			final double fraction = position - below;
			return values[below] + fraction * ((double) values[above] - values[below]);
		});
	}

	/**
	 * The smallest values that at least a share q of their group does not exceed.
	 *
	 * @param q between 0 and 1
	 * @return one for each group
	 */
	double[] invertedCdf(final double q) {
		return each(values -> values[(int) Math.max(0, Math.ceil(q * values.length) - 1)]);
	}

	private double[] each(final ToDoubleFunction<float[]> quantile) {
		return Arrays.stream(sorted).mapToDouble(quantile).toArray();
	}
}
