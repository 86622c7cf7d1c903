package org.fovea.embedding;

/**
 * The curve 1 / (1 + a d^(2b)) by which UMAP turns distances in the map into memberships, fitted by least squares to 1 up to a minimum distance
 * and exp(−(d − minimum) / spread) beyond (McInnes et al. 2018, definition 11).
 *
 * @param a of the curve
 * @param b of the curve
 */
record DistanceCurve(double a, double b) {

	private static final int SAMPLES = 300;
	private static final double REACH = 3;
	private static final int STEPS = 200;

	/** Fits the curve by the method of Levenberg and Marquardt, from a = b = 1. */
	static DistanceCurve fit(final double minimum, final double spread) {
		// Logarithms keep both positive.
		double logA = 0;
		double logB = 0;
		double damping = 1e-3;
		double error = error(logA, logB, minimum, spread);
		for (int step = 0; step < STEPS && damping < 1e12; step++) {
			final double[] normal = normalEquations(logA, logB, minimum, spread);
			final double aa = normal[0] * (1 + damping);
			final double bb = normal[2] * (1 + damping);
			final double determinant = aa * bb - normal[1] * normal[1];
			final double nextA = logA + (bb * normal[3] - normal[1] * normal[4]) / determinant;
			final double nextB = logB + (aa * normal[4] - normal[1] * normal[3]) / determinant;
			final double nextError = error(nextA, nextB, minimum, spread);
			if (nextError <= error) {
				logA = nextA;
				logB = nextB;
				error = nextError;
				damping /= 10;
			}
			else damping *= 10;
		}
		return new DistanceCurve(Math.exp(logA), Math.exp(logB));
	}

	private static double distance(final int sample, final double spread) {
		return REACH * spread * sample / (SAMPLES - 1);
	}

	private static double residual(final double d, final double value, final double minimum, final double spread) {
		return (d < minimum ? 1 : Math.exp(-(d - minimum) / spread)) - value;
	}

	private static double error(final double logA, final double logB, final double minimum, final double spread) {
		double sum = 0;
		for (int i = 0; i < SAMPLES; i++) {
			final double d = distance(i, spread);
			final double residual = residual(d, 1 / (1 + Math.exp(logA) * Math.pow(d, 2 * Math.exp(logB))), minimum, spread);
			sum += residual * residual;
		}
		return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
	}

	/** JᵀJ (three entries) and Jᵀr (two). */
	private static double[] normalEquations(final double logA, final double logB, final double minimum, final double spread) {
		final double[] sums = new double[5];
		for (int i = 1; i < SAMPLES; i++) {
			final double d = distance(i, spread);
			final double power = Math.exp(logA) * Math.pow(d, 2 * Math.exp(logB));
			final double value = 1 / (1 + power);
			final double residual = residual(d, value, minimum, spread);
			final double byA = -value * value * power;
			final double byB = byA * 2 * Math.exp(logB) * Math.log(d);
			sums[0] += byA * byA;
			sums[1] += byA * byB;
			sums[2] += byB * byB;
			sums[3] += byA * residual;
			sums[4] += byB * residual;
		}
		return sums;
	}
}
