package org.fovea.embedding;

import java.util.Arrays;

import org.fovea.Progress;

/**
 * A linear map from D columns to K axes, y = W (x − m), fitted once and good for any rows with the same columns.
 */
public final class LinearProjection {

	private static final int ROWS = 256;
	private static final int COLUMNS = 256;

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
		return projectChecked(data, progress);
	}

	/** Projects rows whose values are known to be finite. */
	Matrix projectChecked(final Matrix data, final Progress progress) {
		final Matrix scores = new Matrix(data.rows(), axes());
		Parallel.ranges(data.rows(), ROWS, progress, (from, to) -> {
			final double[][] sums = products(data, from, to);
			for (int axis = 0; axis < sums.length; axis++) {
				for (int row = from; row < to; row++) scores.set(row, axis, (float) sums[axis][row - from]);
			}
		});
		return scores;
	}

	/** W (x − m) for some rows x: K×rows, block after block of columns, so that the inner loop runs along rows. */
	private double[][] products(final Matrix data, final int from, final int to) {
		final int rows = to - from;
		final double[][] sums = new double[weights.length][rows];
		final double[][] part = new double[Math.min(COLUMNS, (columns() + 3) / 4 * 4)][rows];
		for (int first = 0; first < columns(); first += COLUMNS) {
			final int count = Math.min(COLUMNS, columns() - first);
			for (int row = 0; row < rows; row++) {
				final float[] block = data.block(from + row);
				final int at = data.at(from + row) + first;
				for (int i = 0; i < count; i++) part[i][row] = block[at + i] - center[first + i];
			}
			for (int i = count; i < part.length; i++) Arrays.fill(part[i], 0);
			for (int i = 0; i < count; i += 4) {
				for (int axis = 0; axis < sums.length; axis++) {
					Kernels.addFour(weight(axis, first + i), weight(axis, first + i + 1), weight(axis, first + i + 2), weight(axis, first + i + 3), part[i],
						part[i + 1], part[i + 2], part[i + 3], sums[axis], 0, rows);
				}
			}
		}
		return sums;
	}

	/** 0 behind the last column. */
	private double weight(final int axis, final int column) {
		return column < weights[axis].length ? weights[axis][column] : 0;
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
