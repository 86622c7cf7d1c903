package org.fovea.embedding;

import org.fovea.Progress;

/**
 * Principal component analysis: the directions in which the rows vary most (Pearson 1901; Hotelling 1933). Columns are centred, not scaled.
 */
public final class Pca {

	private final int components;

	/**
	 * @param components how many axes to find; fewer are returned when the data has no more
	 */
	public Pca(final int components) {
		this.components = components;
	}

	/**
	 * What was found.
	 *
	 * @param scores the rows on the axes, N×K
	 * @param projection onto the axes; its weights are of length 1
	 * @param variances the variance along each axis, with N − 1 in the denominator, descending
	 * @param ratios the share of each axis in the variance of all columns
	 * @param exact whether the axes are exact, or found by a randomised method because the data is large in both directions
	 */
	public record Result(Matrix scores, LinearProjection projection, double[] variances, double[] ratios, boolean exact) {

		/**
		 * Goes back from axes to columns: m + Wᵀ y.
		 *
		 * @param points M×K
		 * @param progress asked whether to stop
		 * @return M×D
		 */
		public Matrix reconstruct(final Matrix points, final Progress progress) {
			throw new UnsupportedOperationException();
		}
	}

	/**
	 * Finds the axes.
	 *
	 * @param data N×D, at least two rows
	 * @param progress told how far it is
	 * @return axes, variances and the rows on the axes
	 * @throws org.fovea.FoveaException if there is nothing that varies, or a value is not finite
	 */
	public Result fit(final Matrix data, final Progress progress) {
		throw new UnsupportedOperationException(Integer.toString(components));
	}
}
