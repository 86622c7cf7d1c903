package org.fovea.sample;

/** Smooth steps and unions. */
final class Curves {

	private Curves() {}

	/** @return 0 where t is at {@code zero}, 1 where it is at {@code one}, smooth between, constant beyond */
	static double step(final double zero, final double one, final double t) {
		final double u = Math.max(0, Math.min(1, (t - zero) / (one - zero)));
		return u * u * (3 - 2 * u);
	}

	/** @return the distance to the union of two bodies, rounded where they meet within {@code blend} */
	static double union(final double a, final double b, final double blend) {
		final double h = Math.max(0, blend - Math.abs(a - b)) / blend;
		return Math.min(a, b) - h * h * blend / 4;
	}
}
