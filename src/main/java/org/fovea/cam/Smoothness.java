package org.fovea.cam;

/**
 * The linear map L with FᵀLF = Σ_pq w_pq (F_p − F_q)² over pairs of neighbouring pixels, w_pq = max(0.1, exp(−d²/(2σ²))) with d the difference of their
 * colours: a field may change where the image does.
 */
final class Smoothness {

	/** Keeps pixels on the slope of an edge, whose colour is neither side's, from being cut off from both. */
	private static final double SMALLEST = 0.1;

	private final int width;
	private final double[] right;
	private final double[] below;

	/**
	 * Compares all neighbours.
	 *
	 * @param guide the image
	 * @param range σ, in standard deviations of the image
	 */
	Smoothness(final Guide guide, final double range) {
		width = guide.width();
		right = new double[width * guide.height()];
		below = new double[right.length];
		for (int p = 0; p < right.length; p++) {
			if (p % width < width - 1) right[p] = weight(guide.distance(p, p + 1), range);
			if (p + width < right.length) below[p] = weight(guide.distance(p, p + width), range);
		}
	}

	private static double weight(final double distance, final double range) {
		return Math.max(SMALLEST, Math.exp(-distance / (2 * range * range)));
	}

	/**
	 * Adds λ·L·field.
	 *
	 * @param lambda λ
	 * @param field H×W
	 * @param sum H×W, to which it is added
	 */
	void add(final double lambda, final double[] field, final double[] sum) {
		for (int p = 0; p < field.length; p++) {
			if (p % width < width - 1) exchange(lambda * right[p], p, p + 1, field, sum);
			if (p + width < field.length) exchange(lambda * below[p], p, p + width, field, sum);
		}
	}

	private static void exchange(final double weight, final int p, final int q, final double[] field, final double[] sum) {
		final double flow = weight * (field[p] - field[q]);
		sum[p] += flow;
		sum[q] -= flow;
	}
}
