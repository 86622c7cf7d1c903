package org.fovea.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

/** Copies values between tensors and the engine's arrays. On the engine's thread only. */
final class Floats {

	private Floats() {
	}

	/** An array of the engine with a tensor's values. */
	static NDArray create(final PtNDManager manager, final Tensor tensor, final DataType type) {
		final Shape shape = new Shape(Arrays.stream(tensor.shape()).asLongStream().toArray());
		if (tensor.length() == 0) return manager.zeros(shape, type);
		final ByteBuffer buffer = ByteBuffer.allocateDirect(4 * tensor.length()).order(ByteOrder.nativeOrder());
		buffer.asFloatBuffer().put(tensor.data());
		final NDArray array = manager.create(buffer, shape, DataType.FLOAT32);
		return type == DataType.FLOAT32 ? array : array.toType(type, false);
	}

	/** The values of an array. */
	static Tensor read(final NDArray array) {
		final NDArray floats = array.getDataType() == DataType.FLOAT32 ? array : array.toType(DataType.FLOAT32, false);
		final float[] data = new float[Math.toIntExact(floats.size())];
		if (data.length > 0) {
			((PtNDArray) floats).toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(data);
		}
		return Tensor.of(data, Arrays.stream(floats.getShape().getShape()).mapToInt(Math::toIntExact).toArray());
	}
}
