package org.fovea.embedding;

import org.fovea.Progress;

/**
 * A linear map from D columns to K axes, y = W (x − m), fitted once and good for any rows with the same columns.
 */
public final class LinearProjection {

	private static final int ROWS = 64;

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
	 * @throws org.fovea.FoveaException if the rows have another number of columns, or a value is not finite
	 */
	public Matrix project(final Matrix data, final Progress progress) {
		Checks.columns(data, columns());
		Checks.finite(data, progress);
		final Matrix scores = new Matrix(data.rows(), axes());
		Parallel.ranges(data.rows(), ROWS, progress, (from, to) -> {
			final double[] centered = new double[center.length];
			for (int row = from; row < to; row++) {
				final float[] block = data.block(row);
				final int at = data.at(row);
				for (int i = 0; i < centered.length; i++) centered[i] = block[at + i] - center[i];
				for (int axis = 0; axis < weights.length; axis++) {
					scores.set(row, axis, (float) Kernels.dot(weights[axis], centered, centered.length));
				}
			}
		});
		return scores;
	}

	/** m + Vᵀ y for rows y of K values and V of K rows. */
	static Matrix back(final Matrix points, final double[] center, final double[][] vectors, final Progress progress) {
		Checks.columns(points, vectors.length);
		final Matrix data = new Matrix(points.rows(), center.length);
		Parallel.ranges(points.rows(), ROWS, progress, (from, to) -> {
			final double[] sum = new double[center.length];
			for (int row = from; row < to; row++) {
				System.arraycopy(center, 0, sum, 0, sum.length);
				for (int axis = 0; axis < vectors.length; axis++) Kernels.add(points.get(row, axis), vectors[axis], sum, sum.length);
				final float[] block = data.block(row);
				final int at = data.at(row);
				for (int i = 0; i < sum.length; i++) block[at + i] = (float) sum[i];
			}
		});
		return data;
	}

	/** W itself. */
	double[][] weights() {
		return weights;
	}
}
