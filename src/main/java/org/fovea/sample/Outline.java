package org.fovea.sample;

/** A closed curve around the origin that every ray from there meets once: an ellipse, bumpy and bent. Immutable. */
final class Outline {

	private static final int ANGLES = 512;

	private final double[] radius;
	private final double largest;

	private Outline(final double[] radius) {
		this.radius = radius;
		double max = 0;
		for (final double r : radius) max = Math.max(max, r);
		this.largest = max;
	}

	/**
	 * Draws a curve.
	 *
	 * @param dice decides its shape
	 * @param mean radius in pixels
	 * @param aspect long over short axis
	 * @param bumps relative amplitude of the third harmonic; that of harmonic n falls with n<sup>1.6</sup>
	 * @param harmonics the highest
	 * @return the curve
	 */
	static Outline of(final Dice dice, final double mean, final double aspect, final double bumps, final int harmonics) {
		final double turn = dice.angle();
		final double[] cos = new double[harmonics + 1];
		final double[] sin = new double[harmonics + 1];
		for (int n = 2; n <= harmonics; n++) {
			final double amplitude = bumps * StrictMath.pow(3.0 / n, 1.6) * dice.normal(0, 1);
			final double phase = dice.angle();
			cos[n] = amplitude * StrictMath.cos(phase);
			sin[n] = amplitude * StrictMath.sin(phase);
		}
		final double a = Math.sqrt(aspect);
		final double b = 1 / a;
		final double[] radius = new double[ANGLES];
		for (int i = 0; i < ANGLES; i++) {
			final double theta = 2 * Math.PI * i / ANGLES;
			final double c = StrictMath.cos(theta - turn);
			final double s = StrictMath.sin(theta - turn);
			double bump = 0;
			for (int n = 2; n <= harmonics; n++) bump += cos[n] * StrictMath.cos(n * theta) + sin[n] * StrictMath.sin(n * theta);
			radius[i] = mean * Math.max(0.35, 1 + bump) / Math.sqrt(c * c / (a * a) + s * s / (b * b));
		}
		return new Outline(radius);
	}

	/** @return the same curve with a thin tail */
	Outline tailed(final double direction, final double length, final double width) {
		final double[] tailed = radius.clone();
		for (int i = 0; i < ANGLES; i++) {
			double d = Math.abs(2 * Math.PI * i / ANGLES - direction) % (2 * Math.PI);
			d = Math.min(d, 2 * Math.PI - d);
			tailed[i] *= 1 + length * StrictMath.exp(-d / width);
		}
		return new Outline(tailed);
	}

	/** @return the largest radius */
	double largest() {
		return largest;
	}

	/** @return the radius in the direction of a place */
	double towards(final double x, final double y) {
		final double angle = StrictMath.atan2(y, x) * (ANGLES / (2 * Math.PI)) + ANGLES;
		final int i = (int) angle;
		final double f = angle - i;
		return radius[i % ANGLES] * (1 - f) + radius[(i + 1) % ANGLES] * f;
	}

	/** @return about the distance to the curve, negative inside */
	double distance(final double x, final double y) {
		final double angle = StrictMath.atan2(y, x) * (ANGLES / (2 * Math.PI)) + ANGLES;
		final int i = (int) angle;
		final double r0 = radius[i % ANGLES];
		final double r1 = radius[(i + 1) % ANGLES];
		final double r = r0 + (angle - i) * (r1 - r0);
		final double slope = (r1 - r0) * (ANGLES / (2 * Math.PI)) / r;
		return (Math.sqrt(x * x + y * y) - r) / Math.sqrt(1 + slope * slope);
	}
}
