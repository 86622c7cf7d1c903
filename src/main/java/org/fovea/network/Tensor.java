package org.fovea.network;

import java.util.Arrays;

/**
 * A dense array of 32-bit floats in C order (last axis fastest), the only thing that enters or leaves a {@link Network}. Images
 * are {@code [N, C, H, W]}. The data array is shared, not copied; whoever reads it leaves it as it is.
 */
public final class Tensor {

	private final int[] shape;
	private final float[] data;

	private Tensor(final float[] data, final int[] shape) {
		this.data = data;
		this.shape = shape;
	}

	/**
	 * Wraps an array.
	 *
	 * @param data the values, in C order; not copied
	 * @param shape the size along each axis; empty for a scalar
	 * @return the tensor
	 * @throws IllegalArgumentException if shape and length disagree
	 */
	public static Tensor of(final float[] data, final int... shape) {
		long product = 1;
		for (final int size : shape) {
			if (size < 0) throw new IllegalArgumentException("Negative size in shape " + Arrays.toString(shape) + ".");
			product *= size;
		}
		if (product != data.length) {
			throw new IllegalArgumentException(data.length + " values do not fill shape " + Arrays.toString(shape) + ".");
		}
		return new Tensor(data, shape.clone());
	}

	/**
	 * Makes a tensor of zeros.
	 *
	 * @param shape the size along each axis
	 * @return the tensor
	 */
	public static Tensor zeros(final int... shape) {
		return new Tensor(new float[Math.toIntExact(Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact))], shape.clone());
	}

	/**
	 * A new tensor of ones.
	 *
	 * @param shape sizes of the axes
	 * @return the tensor
	 */
	public static Tensor ones(final int... shape) {
		final Tensor ones = zeros(shape);
		Arrays.fill(ones.data, 1);
		return ones;
	}

	/** @return the size along each axis */
	public int[] shape() {
		return shape.clone();
	}

	/** @return the number of axes */
	public int rank() {
		return shape.length;
	}

	/**
	 * The size along one axis.
	 *
	 * @param axis from 0; negative counts from the end
	 * @return the size
	 */
	public int size(final int axis) {
		return shape[axis < 0 ? axis + shape.length : axis];
	}

	/** @return the number of values */
	public int length() {
		return data.length;
	}

	/** @return the values in C order, not a copy: read only */
	public float[] data() {
		return data;
	}

	/**
	 * One value.
	 *
	 * @param index the position along each axis
	 * @return the value there
	 */
	public float at(final int... index) {
		if (index.length != shape.length) throw new IllegalArgumentException(index.length + " indices for " + shape.length + " axes.");
		int offset = 0;
		for (int axis = 0; axis < shape.length; axis++) {
			offset = offset * shape[axis] + Math.floorMod(index[axis], shape[axis]);
		}
		return data[offset];
	}

	/**
	 * The same values under another shape.
	 *
	 * @param newShape of the same product
	 * @return a tensor that shares the data
	 */
	public Tensor reshape(final int... newShape) {
		return of(data, newShape);
	}

	/**
	 * One entry along the first axis, copied.
	 *
	 * @param n from 0
	 * @return a tensor with one axis less
	 */
	public Tensor slice(final int n) {
		final int stride = shape[0] == 0 ? 0 : data.length / shape[0];
		return new Tensor(Arrays.copyOfRange(data, n * stride, (n + 1) * stride), Arrays.copyOfRange(shape, 1, shape.length));
	}

	@Override
	public String toString() {
		return "Tensor" + Arrays.toString(shape);
	}
}
