package org.fovea.torchscript;

import java.util.Arrays;

/**
 * A tensor of an archive whose numbers are still on disk. Element {@code (i, j, …)} is number
 * {@code offset + i · strides[0] + j · strides[1] + …} of its storage. The arrays are not copied; whoever reads them leaves them as
 * they are.
 *
 * @param storage the entry that holds the numbers, such as {@code data/0} or {@code constants/12}
 * @param dtype PyTorch's name of the number format, such as {@code float32}
 * @param storageLength declared length of the storage, in elements
 * @param offset of the first element, in elements
 * @param shape size along each axis; empty for a scalar
 * @param strides along each axis, in elements
 * @param requiresGrad whether it is trained
 */
public record TensorReference(String storage, String dtype, long storageLength, long offset, long[] shape, long[] strides,
	boolean requiresGrad)
{

	/** @return the number of elements */
	public long elements() {
		return Arrays.stream(shape).reduce(1, Math::multiplyExact);
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof final TensorReference that && storage.equals(that.storage) && dtype.equals(that.dtype) &&
			storageLength == that.storageLength && offset == that.offset && Arrays.equals(shape, that.shape) && Arrays.equals(strides,
				that.strides) && requiresGrad == that.requiresGrad;
	}

	@Override
	public int hashCode() {
		return 31 * storage.hashCode() + Long.hashCode(offset);
	}

	@Override
	public String toString() {
		return dtype + Arrays.toString(shape) + " in " + storage;
	}
}
