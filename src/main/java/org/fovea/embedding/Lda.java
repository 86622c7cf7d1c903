package org.fovea.embedding;

import org.fovea.Progress;

/**
 * Linear discriminant analysis: the directions in which classes lie far apart compared with their spread (Fisher 1936; Rao 1948), with the
 * covariance within classes shrunk as far as the data asks for it (Ledoit and Wolf 2004).
 */
public final class Lda {

	private final int components;

	/**
	 * @param components how many axes to find; there are at most one fewer than classes
	 */
	public Lda(final int components) {
		this.components = components;
	}

	/**
	 * What was found.
	 *
	 * @param scores the rows on the axes, N×K, also those without a label
	 * @param projection onto the axes
	 * @param ratios the share of each axis in the variance between classes
	 * @param shrinkages how far the covariance of each class was shrunk, between 0 (not) and 1 (variances only), in the order of the classes
	 */
	public record Result(Matrix scores, LinearProjection projection, double[] ratios, double[] shrinkages) {
	}

	/**
	 * Finds the axes.
	 *
	 * @param data N×D
	 * @param labels of the rows; rows without a label are projected only
	 * @param progress told how far it is
	 * @return axes and the rows on the axes
	 * @throws org.fovea.FoveaException if there are fewer than two classes, or a value is not finite
	 */
	public Result fit(final Matrix data, final Labels labels, final Progress progress) {
		throw new UnsupportedOperationException(Integer.toString(components));
	}
}
