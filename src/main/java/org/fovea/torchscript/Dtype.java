package org.fovea.torchscript;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

import org.fovea.FoveaException;

/** The number formats that tensors are stored in. */
enum Dtype {
	FLOAT32("FloatStorage", "float32", 4) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.getFloat(at);
		}
	},
	FLOAT64("DoubleStorage", "float64", 8) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return (float) b.getDouble(at);
		}
	},
	FLOAT16("HalfStorage", "float16", 2) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return half(b.getShort(at) & 0xFFFF);
		}
	},
	BFLOAT16("BFloat16Storage", "bfloat16", 2) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return Float.intBitsToFloat(b.getShort(at) << 16);
		}
	},
	UINT8("ByteStorage", "uint8", 1) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.get(at) & 0xFF;
		}
	},
	INT8("CharStorage", "int8", 1) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.get(at);
		}
	},
	INT16("ShortStorage", "int16", 2) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.getShort(at);
		}
	},
	INT32("IntStorage", "int32", 4) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.getInt(at);
		}
	},
	INT64("LongStorage", "int64", 8) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.getLong(at);
		}
	},
	BOOL("BoolStorage", "bool", 1) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.get(at) == 0 ? 0 : 1;
		}
	},
	UINT16("UInt16Storage", "uint16", 2) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.getShort(at) & 0xFFFF;
		}
	},
	UINT32("UInt32Storage", "uint32", 4) {

		@Override
		float read(final ByteBuffer b, final int at) {
			return b.getInt(at) & 0xFFFFFFFFL;
		}
	},
	COMPLEX64("ComplexFloatStorage", "complex64", 8),
	COMPLEX128("ComplexDoubleStorage", "complex128", 16),
	QINT8("QInt8Storage", "qint8", 1),
	QUINT8("QUInt8Storage", "quint8", 1),
	QINT32("QInt32Storage", "qint32", 4);

	private final String storageClass;
	private final String pytorchName;
	private final int bytes;

	Dtype(final String storageClass, final String pytorchName, final int bytes) {
		this.storageClass = storageClass;
		this.pytorchName = pytorchName;
		this.bytes = bytes;
	}

	/** @return PyTorch's name */
	String pytorchName() {
		return pytorchName;
	}

	/** @return bytes of one number */
	int bytes() {
		return bytes;
	}

	/**
	 * Reads one number, rounded to the nearest float.
	 *
	 * @param b bytes in their own order
	 * @param at position of the first byte
	 * @return the number
	 * @throws FoveaException if such numbers are no real numbers
	 */
	float read(final ByteBuffer b, final int at) {
		throw new FoveaException("Numbers of the format " + pytorchName + " cannot be shown; convert the network to float32 before exporting it.");
	}

	/**
	 * Finds the format of a storage.
	 *
	 * @param name PyTorch's class of such storages, such as {@code FloatStorage}
	 * @return the format, empty if Fovea does not know it
	 */
	static Optional<Dtype> ofStorage(final String name) {
		return Arrays.stream(values()).filter(d -> d.storageClass.equals(name)).findFirst();
	}

	/**
	 * Finds a format.
	 *
	 * @param name PyTorch's name
	 * @return the format
	 */
	static Dtype ofName(final String name) {
		return Arrays.stream(values()).filter(d -> d.pytorchName.equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
			name));
	}

	/** IEEE 754 binary16; {@code Float.float16ToFloat} came with Java 20. */
	private static float half(final int bits) {
		final int exponent = bits >> 10 & 0x1F;
		final int mantissa = bits & 0x3FF;
		final float magnitude;
		if (exponent == 0) magnitude = mantissa * 0x1p-24f;
		else if (exponent == 31) magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
		else magnitude = Float.intBitsToFloat(exponent + 112 << 23 | mantissa << 13);
		return (bits & 0x8000) == 0 ? magnitude : -magnitude;
	}
}
