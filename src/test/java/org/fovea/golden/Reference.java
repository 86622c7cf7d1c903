package org.fovea.golden;

import java.util.Arrays;

import org.fovea.network.Tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What an array must be: all of its values, or evenly sampled ones with the sum of the whole. Value {@code k} of {@code count}
 * sampled ones stands at {@code floor(k · length / count)}.
 *
 * @param shape of the whole array
 * @param values the sampled values
 * @param sum of the whole array
 * @param max largest magnitude in the whole array
 */
public record Reference(int[] shape, float[] values, double sum, double max) {

	/** The largest difference allowed, as a fraction of the largest magnitude. */
	public static final double TOLERANCE = 1e-5;

	/** @return the number of values in the whole array */
	public int length() {
		return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
	}

	/** @return whether the whole array is stored */
	public boolean isWhole() {
		return values.length == length();
	}

	/**
	 * The whole array.
	 *
	 * @return a new tensor
	 * @throws IllegalStateException if only samples are stored
	 */
	public Tensor tensor() {
		if (!isWhole()) throw new IllegalStateException("Only " + values.length + " of " + length() + " values are stored.");
		return Tensor.of(values.clone(), shape);
	}

	/**
	 * The largest difference of an array from this one, as a fraction of this one's largest magnitude.
	 *
	 * @param actual of the same shape
	 * @return 0 for equal arrays; infinite where the shapes differ or a value is not a number
	 */
	public double difference(final Tensor actual) {
		if (!Arrays.equals(shape, actual.shape())) return Double.POSITIVE_INFINITY;
		double worst = 0;
		for (int k = 0; k < values.length; k++) {
			final double difference = Math.abs(values[k] - (double) actual.data()[(int) ((long) k * length() / values.length)]);
			if (!(difference <= worst)) worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
		}
		double total = 0;
		for (final float value : actual.data()) total += value;
		final double mean = Math.abs(total - sum) / Math.max(1, length());
		return Math.max(worst, Double.isNaN(mean) ? Double.POSITIVE_INFINITY : mean) / (max == 0 ? 1 : max);
	}

	/**
	 * Holds an array against this one.
	 *
	 * @param actual the array
	 * @param what it is, for the message
	 */
	public void check(final Tensor actual, final String what) {
		assertArrayEquals(shape, actual.shape(), what + ": shape");
		final double difference = difference(actual);
		assertTrue(difference <= TOLERANCE, () -> what + " differs by " + difference + " of the largest magnitude " + max);
	}
}
