package org.fovea.model.preprocessing;

import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.network.Tensor;

/**
 * A fixed number of a step: one for the whole tensor, or one for each position along an axis.
 *
 * @param axis along which the values lie; empty for a single one
 * @param values at least one
 */
public record Parameter(Optional<Axis> axis, List<Double> values) {

	/** Copies the values. */
	public Parameter {
		values = List.copyOf(values);
		if (values.isEmpty() || axis.isEmpty() && values.size() > 1) {
			throw new IllegalArgumentException(values.size() + " values along " + axis + ".");
		}
	}

	/**
	 * One number for the whole tensor.
	 *
	 * @param value the number
	 * @return the parameter
	 */
	public static Parameter of(final double value) {
		return new Parameter(Optional.empty(), List.of(value));
	}

	/**
	 * One number for each channel.
	 *
	 * @param values as many as there are channels
	 * @return the parameter
	 */
	public static Parameter perChannel(final List<Double> values) {
		return new Parameter(Optional.of(Axis.CHANNEL), values);
	}

	/** @return whether a pixel's place in the image does not matter */
	boolean isPointwise() {
		return axis.isEmpty() || axis.get() == Axis.CHANNEL || axis.get() == Axis.BATCH || values.size() == 1;
	}

	/** What is done with each value of a tensor. */
	@FunctionalInterface
	interface Operation {

		/**
		 * Computes a new value.
		 *
		 * @param x the value
		 * @param k which of the parameter's values applies
		 * @return the new value
		 */
		double apply(double x, int k);
	}

	/**
	 * Applies an operation to every value of a tensor.
	 *
	 * @param tensor {@code [N, C, H, W]}
	 * @param operation told which of the parameter's values applies
	 * @return a tensor of the same shape
	 * @throws FoveaException if the values do not fit the axis
	 */
	Tensor map(final Tensor tensor, final Operation operation) {
		final int stride = axis.map(a -> {
			int product = 1;
			for (int i = a.ordinal() + 1; i < tensor.rank(); i++) product *= tensor.size(i);
			return product;
		}).orElse(tensor.length());
		final int size = values.size();
		axis.ifPresent(a -> {
			if (size != 1 && tensor.size(a.ordinal()) != size) {
				throw new FoveaException("The model's preprocessing has " + size + " numbers along the " + a.name().toLowerCase() +
					" axis, but the image has " + tensor.size(a.ordinal()) + "; convert the image or mend the model's description.");
			}
		});
		final float[] data = tensor.data();
		final float[] result = new float[data.length];
		for (int start = 0, k = 0; start < data.length; start += stride, k = (k + 1) % size) {
			final int end = Math.min(data.length, start + stride);
			for (int i = start; i < end; i++) result[i] = (float) operation.apply(data[i], k);
		}
		return Tensor.of(result, tensor.shape());
	}

	/** The gradient where a step passes a value on as it is, 0 where it moves it. */
	static Tensor gated(final Tensor pixels, final Tensor result, final Tensor gradient) {
		final float[] passed = gradient.data().clone();
		for (int i = 0; i < passed.length; i++) {
			if (pixels.data()[i] != result.data()[i]) passed[i] = 0;
		}
		return Tensor.of(passed, gradient.shape());
	}
}
