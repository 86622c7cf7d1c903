package org.fovea.torchscript;

import java.util.Map;

import org.fovea.FoveaException;

/**
 * Whether a tensor stays inside the bytes that the archive holds for it. The engine believes the archive and would read whatever
 * lies behind.
 */
final class TensorBounds {

	private TensorBounds() {
	}

	/**
	 * Refuses a tensor that reaches outside its storage.
	 *
	 * @param tensor the tensor
	 * @param sizes bytes of the storages, by entry
	 * @throws FoveaException if it does
	 */
	static void check(final TensorReference tensor, final Map<String, Long> sizes) {
		try {
			if (tensor.shape().length != tensor.strides().length) throw outside(tensor, "its shape and its strides do not fit each other");
			if (tensor.shape().length > 64) throw outside(tensor, "it has " + tensor.shape().length + " axes");
			for (int axis = 0; axis < tensor.shape().length; axis++) {
				if (tensor.shape()[axis] < 0 || tensor.strides()[axis] < 0) throw outside(tensor, "it has negative sizes or strides");
			}
			if (tensor.offset() < 0) throw outside(tensor, "it begins before its storage");
			tensor.elements();
			final long bytes = Math.multiplyExact(tensor.storageLength(), (long) Dtype.ofName(tensor.dtype()).bytes());
			if (tensor.storageLength() > 0 && !sizes.containsKey(tensor.storage())) throw outside(tensor, "its numbers are missing");
			if (bytes > 0 && bytes > sizes.get(tensor.storage())) {
				throw outside(tensor, "the archive holds " + sizes.get(tensor.storage()) + " bytes where it needs " + bytes);
			}
			if (Math.addExact(tensor.offset(), extent(tensor)) > tensor.storageLength()) throw outside(tensor, "it reaches outside its storage");
		}
		catch (final ArithmeticException e) {
			throw outside(tensor, "its size cannot be right");
		}
	}

	/**
	 * The distance from a tensor's first to behind its last element.
	 *
	 * @param tensor with sizes and strides that are not negative
	 * @return elements; 0 if it is empty
	 * @throws ArithmeticException if that exceeds a long
	 */
	static long extent(final TensorReference tensor) {
		long last = 0;
		for (int axis = 0; axis < tensor.shape().length; axis++) {
			if (tensor.shape()[axis] == 0) return 0;
			last = Math.addExact(last, Math.multiplyExact(tensor.shape()[axis] - 1, tensor.strides()[axis]));
		}
		return last + 1;
	}

	private static FoveaException outside(final TensorReference tensor, final String what) {
		return new FoveaException("The network's tensor " + tensor + " is damaged: " + what + "; download, copy or export the file again.");
	}
}
