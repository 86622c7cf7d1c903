package org.fovea.model.preprocessing;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

import org.fovea.network.Tensor;

/** Quantiles of the groups of a tensor, by numpy's definitions {@code linear} and {@code inverted_cdf}. */
final class Quantiles {

	/** Ranks that differ from a whole number by rounding only. */
	private static final double WHOLE = 1e-9;

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
		return each(values -> values[rank(q, values.length)]);
	}

	/** The q at which {@link #linear} gives what {@link #invertedCdf} gives for another q. */
	double position(final double q) {
		final int size = sorted.length == 0 ? 0 : sorted[0].length;
		return size < 2 ? 0 : (double) rank(q, size) / (size - 1);
	}

	private static int rank(final double q, final int size) {
		return (int) Math.max(0, Math.ceil(q * size) - 1);
	}

	/**
	 * Brings a gradient from {@link #linear} to the values: it belongs to the two between which is interpolated, or is shared by all that
	 * equal them.
	 *
	 * @param q between 0 and 1
	 * @param arriving ∂S/∂quantile of each group
	 * @param groups of the values
	 * @param tensor the values
	 * @param gradient to which ∂S/∂values is added
	 */
	void pullBack(final double q, final double[] arriving, final Groups groups, final Tensor tensor, final double[] gradient) {
		final int[] numbers = groups.numbers();
		for (int k = 0; k < sorted.length; k++) {
			final double exact = q * (sorted[k].length - 1);
			final double position = Math.abs(exact - Math.rint(exact)) < WHOLE ? Math.rint(exact) : exact;
			final int below = (int) Math.floor(position);
			final double fraction = position - below;
			give(sorted[k][below], (1 - fraction) * arriving[k], k, numbers, tensor, gradient);
			if (fraction > 0) give(sorted[k][below + 1], fraction * arriving[k], k, numbers, tensor, gradient);
		}
	}

	private static void give(final float value, final double amount, final int k, final int[] numbers, final Tensor tensor,
		final double[] gradient)
	{
		int equal = 0;
		for (int i = 0; i < numbers.length; i++) {
			if (numbers[i] == k && tensor.data()[i] == value) equal++;
		}
		for (int i = 0; i < numbers.length; i++) {
			if (numbers[i] == k && tensor.data()[i] == value) gradient[i] += amount / equal;
		}
	}

	private double[] each(final ToDoubleFunction<float[]> quantile) {
		return Arrays.stream(sorted).mapToDouble(quantile).toArray();
	}
}
