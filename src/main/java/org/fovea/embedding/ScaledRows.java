package org.fovea.embedding;

import java.util.Arrays;

import org.fovea.Progress;

/**
 * The rows r_i (x_i − m_i) c of some data, multiplied without ever being written down: few rows of very many columns.
 *
 * @param data that holds the x
 * @param rows which of its rows
 * @param centers m of each row
 * @param rowFactors r
 * @param columnFactors c
 */
record ScaledRows(Matrix data, int[] rows, double[][] centers, double[] rowFactors, double[] columnFactors) {

	private static final int RANGE = 32;

	/** The columns, for the matrix of the products of all rows. */
	CrossProduct.Vectors columns() {
		return new CrossProduct.Vectors() {

			@Override
			public int count() {
				return columnFactors.length;
			}

			@Override
			public int length() {
				return rows.length;
			}

			@Override
			public void copy(final int first, final int count, final double[][] into) {
				for (int i = 0; i < rows.length; i++) {
					final float[] block = data.block(rows[i]);
					final int at = data.at(rows[i]) + first;
					for (int j = 0; j < count; j++) {
						into[j][i] = rowFactors[i] * (block[at + j] - centers[i][first + j]) * columnFactors[first + j];
					}
				}
			}
		};
	}

	/** The products of all rows with a vector. */
	double[] times(final double[] x, final Progress progress) {
		final double[] products = new double[rows.length];
		Parallel.ranges(rows.length, RANGE, progress, (from, to) -> {
			for (int i = from; i < to; i++) {
				final float[] block = data.block(rows[i]);
				final int at = data.at(rows[i]);
				final double[] center = centers[i];
				double sum = 0;
				for (int j = 0; j < x.length; j++) sum += (block[at + j] - center[j]) * columnFactors[j] * x[j];
				products[i] = rowFactors[i] * sum;
			}
		});
		return products;
	}

	/** The sum of the rows, each multiplied by a number. */
	double[] sum(final double[] factors, final Progress progress) {
		final double[][] parts = new double[(rows.length + RANGE - 1) / RANGE][];
		Parallel.ranges(rows.length, RANGE, progress, (from, to) -> {
			final double[] part = new double[columnFactors.length];
			for (int i = from; i < to; i++) {
				final float[] block = data.block(rows[i]);
				final int at = data.at(rows[i]);
				final double[] center = centers[i];
				final double factor = factors[i] * rowFactors[i];
				for (int j = 0; j < part.length; j++) part[j] += factor * (block[at + j] - center[j]);
			}
			parts[from / RANGE] = part;
		});
		final double[] sum = new double[columnFactors.length];
		for (final double[] part : parts) Kernels.add(1, part, sum, sum.length);
		for (int j = 0; j < sum.length; j++) sum[j] *= columnFactors[j];
		return sum;
	}

	/** An array with the same value everywhere. */
	static double[] all(final int length, final double value) {
		final double[] all = new double[length];
		Arrays.fill(all, value);
		return all;
	}
}
