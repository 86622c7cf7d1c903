package org.fovea.embedding;

/**
 * x^b for one exponent between 0 and 4 and many x, from tables over the exponent and the leading bits of the mantissa of x, with linear
 * interpolation between; off by less than 10⁻⁷ of the value.
 */
final class Power {

	private static final int BITS = 12;
	private static final int MANTISSA = 23;
	private static final int STEPS = 1 << BITS;

	private final float[] ofExponent = new float[256];
	private final float[] ofMantissa = new float[STEPS + 1];

	Power(final double b) {
		for (int exponent = 0; exponent < 255; exponent++) ofExponent[exponent] = (float) Math.pow(2, b * (exponent - 127));
		ofExponent[255] = Float.POSITIVE_INFINITY;
		// Subnormal numbers are as good as zero.
		ofExponent[0] = 0;
		for (int step = 0; step <= STEPS; step++) ofMantissa[step] = (float) Math.pow(1 + (double) step / STEPS, b);
	}

	/** x^b for x ≥ 0. */
	float of(final float x) {
		final int bits = Float.floatToRawIntBits(x);
		final int step = bits >>> MANTISSA - BITS & STEPS - 1;
		final float rest = (bits & (1 << MANTISSA - BITS) - 1) * (1f / (1 << MANTISSA - BITS));
		final float low = ofMantissa[step];
		return ofExponent[bits >>> MANTISSA] * (low + rest * (ofMantissa[step + 1] - low));
	}
}
