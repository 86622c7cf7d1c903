package org.fovea.model.preprocessing;

import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * {@code ensure_dtype}: the values that a cast to a number type would leave, still held as 32-bit floats. Integers are cut towards
 * zero; what lies outside their range, where a cast is undefined, is moved to its end.
 *
 * @param type the number type
 */
public record EnsureType(Type type) implements PreprocessingStep {

	/** Number types of bioimage.io. */
	public enum Type {
		/** 32-bit floating point. */
		FLOAT32(0, 0),
		/** 64-bit floating point, rounded to 32 here. */
		FLOAT64(0, 0),
		/** 0 to 255. */
		UINT8(0, 255),
		/** −128 to 127. */
		INT8(-128, 127),
		/** 0 to 65535. */
		UINT16(0, 65535),
		/** −32768 to 32767. */
		INT16(-32768, 32767),
		/** 0 to 2³² − 1. */
		UINT32(0, 4294967295.),
		/** −2³¹ to 2³¹ − 1. */
		INT32(Integer.MIN_VALUE, Integer.MAX_VALUE),
		/** 0 to 2⁶⁴ − 1. */
		UINT64(0, 0x1p64),
		/** −2⁶³ to 2⁶³ − 1. */
		INT64(Long.MIN_VALUE, Long.MAX_VALUE),
		/** 0 or 1. */
		BOOL(0, 1);

		private final double minimum;
		private final double maximum;

		Type(final double minimum, final double maximum) {
			this.minimum = minimum;
			this.maximum = maximum;
		}

		/** @return whether fractions survive */
		public boolean isFloating() {
			return this == FLOAT32 || this == FLOAT64;
		}

		private double cast(final double x) {
			if (isFloating()) return x;
			if (this == BOOL) return x != 0 ? 1 : 0;
			if (Double.isNaN(x)) return 0;
			return Math.min(Math.max(x < 0 ? Math.ceil(x) : Math.floor(x), minimum), maximum);
		}
	}

	@Override
	public Tensor apply(final Tensor pixels) {
		return type.isFloating() ? pixels : Parameter.of(0).map(pixels, (x, k) -> type.cast(x));
	}

	/** As if nothing were cut off: the derivative of steps is 0 almost everywhere and would hide every pixel. */
	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		return gradient;
	}

	@Override
	public boolean isPointwise() {
		return true;
	}
}
