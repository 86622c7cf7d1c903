package org.fovea.model.preprocessing;

import java.util.Set;

import org.fovea.network.Tensor;

/**
 * Which values of a {@code [N, C, H, W]} tensor belong together when some of its axes are reduced.
 *
 * @param sizes of the four axes
 * @param strides of the group number along each axis; 0 along reduced ones
 * @param count of the groups
 */
record Groups(int[] sizes, int[] strides, int count) {

	/**
	 * Groups the values of a tensor.
	 *
	 * @param tensor {@code [N, C, H, W]}
	 * @param reduced axes whose values belong together; empty means all
	 * @return the groups
	 */
	static Groups of(final Tensor tensor, final Set<Axis> reduced) {
		final int[] sizes = tensor.shape();
		final int[] strides = new int[4];
		int count = 1;
		for (int axis = 3; axis >= 0; axis--) {
			if (reduced.isEmpty() || reduced.contains(Axis.values()[axis])) continue;
			strides[axis] = count;
			count *= sizes[axis];
		}
		return new Groups(sizes, strides, count);
	}

	/** Rounds a gradient to the shape and type of a tensor. */
	static Tensor rounded(final double[] values, final Tensor like) {
		final float[] result = new float[values.length];
		for (int i = 0; i < result.length; i++) result[i] = (float) values[i];
		return Tensor.of(result, like.shape());
	}

	/** @return for each value, in C order, the number of its group */
	int[] numbers() {
		final int[] numbers = new int[sizes[0] * sizes[1] * sizes[2] * sizes[3]];
		int i = 0;
		for (int n = 0; n < sizes[0]; n++) {
			for (int c = 0; c < sizes[1]; c++) {
				for (int y = 0; y < sizes[2]; y++) {
					final int row = n * strides[0] + c * strides[1] + y * strides[2];
					for (int x = 0; x < sizes[3]; x++) numbers[i++] = row + x * strides[3];
				}
			}
		}
		return numbers;
	}
}
