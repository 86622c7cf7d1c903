package org.fovea.model.preprocessing;

import java.util.Arrays;
import java.util.EnumSet;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code softmax}: eˣ / Σ eˣ along an axis.
 *
 * @param axis along which the results add up to 1
 */
public record Softmax(Axis axis) implements PreprocessingStep {

	@Override
	public Tensor apply(final Tensor pixels) {
		final Groups groups = Groups.of(pixels, EnumSet.of(axis));
		final int[] numbers = groups.numbers();
		final double[] max = new double[groups.count()];
		Arrays.fill(max, Double.NEGATIVE_INFINITY);
		for (int i = 0; i < numbers.length; i++) max[numbers[i]] = Math.max(max[numbers[i]], pixels.data()[i]);
		final double[] sum = new double[max.length];
		for (int i = 0; i < numbers.length; i++) sum[numbers[i]] += Math.exp(pixels.data()[i] - max[numbers[i]]);
		final float[] result = new float[numbers.length];
		for (int i = 0; i < numbers.length; i++) {
			result[i] = (float) (Math.exp(pixels.data()[i] - max[numbers[i]]) / sum[numbers[i]]);
		}
		return Tensor.of(result, pixels.shape());
	}
}
