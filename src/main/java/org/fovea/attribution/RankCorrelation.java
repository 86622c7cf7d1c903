package org.fovea.attribution;

import java.util.Arrays;

/** Spearman's rank correlation: how alike two maps order their pixels. Ties share the mean of their ranks. */
public final class RankCorrelation {

	private RankCorrelation() {
	}

	/**
	 * Correlates.
	 *
	 * @param a values
	 * @param b as many values
	 * @return between −1 and 1; NaN where one of both is constant and orders nothing
	 */
	public static double of(final float[] a, final float[] b) {
		if (a.length != b.length) throw new IllegalArgumentException(a.length + " values against " + b.length + ".");
		final double[] x = ranks(a);
		final double[] y = ranks(b);
		// ranks sum up to the same whatever the ties
		final double mean = (a.length - 1) / 2.0;
		double xx = 0;
		double yy = 0;
		double xy = 0;
		for (int i = 0; i < x.length; i++) {
			xx += (x[i] - mean) * (x[i] - mean);
			yy += (y[i] - mean) * (y[i] - mean);
			xy += (x[i] - mean) * (y[i] - mean);
		}
		return xx == 0 || yy == 0 ? Double.NaN : xy / Math.sqrt(xx * yy);
	}

	private static double[] ranks(final float[] values) {
		final Integer[] order = new Integer[values.length];
		Arrays.setAll(order, i -> i);
		// 0 and −0 are a tie
		Arrays.sort(order, (i, j) -> values[i] == values[j] ? 0 : Float.compare(values[i], values[j]));
		final double[] ranks = new double[values.length];
		for (int first = 0; first < order.length;) {
			int next = first + 1;
			while (next < order.length && values[order[next]] == values[order[first]]) next++;
			for (int i = first; i < next; i++) ranks[order[i]] = (first + next - 1) / 2.0;
			first = next;
		}
		return ranks;
	}
}
