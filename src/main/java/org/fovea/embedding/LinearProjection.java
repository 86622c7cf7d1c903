package org.fovea.embedding;

import org.fovea.Progress;

/**
 * A linear map from D columns to K axes, y = W (x − m), fitted once and good for any rows with the same columns.
 */
public final class LinearProjection {

	private final double[] center;
	private final double[][] weights;

	/**
	 * @param center m, D values
	 * @param weights W, K rows of D values
	 */
	LinearProjection(final double[] center, final double[][] weights) {
		this.center = center;
		this.weights = weights;
	}

	/** @return K */
	public int axes() {
		return weights.length;
	}

	/** @return D */
	public int columns() {
		return center.length;
	}

	/** @return m, a copy */
	public double[] center() {
		return center.clone();
	}

	/**
	 * How much each column counts for an axis; its picture, where the columns are pixels.
	 *
	 * @param axis from 0
	 * @return a row of W, a copy
	 */
	public double[] weights(final int axis) {
		return weights[axis].clone();
	}

	/**
	 * Projects rows.
	 *
	 * @param data N×D
	 * @param progress asked whether to stop
	 * @return N×K
	 * @throws org.fovea.FoveaException if the rows have another number of columns
	 */
	public Matrix project(final Matrix data, final Progress progress) {
		throw new UnsupportedOperationException();
	}
}
