package org.fovea.embedding;

import java.util.Optional;

/** The lower triangle L of a matrix L Lᵀ. */
final class Triangle {

	private static final int ROWS = 16;
	private static final int COLUMN = 256;
	private static final double ROUNDING = 1e-14;

	private final double[][] lower;
	private final double[][] upper;
	private final Stage stage;

	private Triangle(final double[][] lower, final Stage stage) {
		this.lower = lower;
		upper = new double[lower.length][lower.length];
		for (int i = 0; i < lower.length; i++) for (int j = 0; j <= i; j++) upper[j][i] = lower[i][j];
		this.stage = stage;
	}

	/** The triangle of a matrix (Cholesky), or nothing if the matrix is not positive definite. */
	static Optional<Triangle> of(final double[][] matrix, final Stage stage) {
		final int n = matrix.length;
		final double[][] lower = new double[n][n];
		for (int j = 0; j < n; j++) {
			stage.check();
			final double[] row = lower[j];
			final double rest = matrix[j][j] - Kernels.dot(row, row, j);
			if (!(rest > ROUNDING * matrix[j][j])) return Optional.empty();
			final int column = j;
			row[j] = Math.sqrt(rest);
			Parallel.ranges(n - j - 1, COLUMN, stage.progress(), (from, to) -> {
				for (int i = column + 1 + from; i < column + 1 + to; i++) {
					lower[i][column] = (matrix[i][column] - Kernels.dot(lower[i], row, column)) / row[column];
				}
			});
		}
		return Optional.of(new Triangle(lower, stage));
	}

	/** L + 1. */
	Triangle plusIdentity() {
		final double[][] sum = new double[lower.length][];
		for (int i = 0; i < sum.length; i++) {
			sum[i] = lower[i].clone();
			sum[i][i] += 1;
		}
		return new Triangle(sum, stage);
	}

	/** L⁻¹ x. */
	double[] solve(final double[] x) {
		final double[] y = x.clone();
		for (int i = 0; i < y.length; i++) y[i] = (y[i] - Kernels.dot(lower[i], y, i)) / lower[i][i];
		return y;
	}

	/** L⁻ᵀ x. */
	double[] solveTransposed(final double[] x) {
		final double[] y = x.clone();
		for (int i = y.length - 1; i >= 0; i--) {
			double sum = y[i];
			final double[] row = upper[i];
			for (int j = i + 1; j < y.length; j++) sum -= row[j] * y[j];
			y[i] = sum / row[i];
		}
		return y;
	}

	/** L⁻¹ A L⁻ᵀ of a symmetric A. */
	double[][] reduce(final double[][] matrix) {
		final double[][] half = solveRows(matrix);
		final double[][] transposed = new double[half.length][half.length];
		for (int i = 0; i < half.length; i++) for (int j = 0; j < half.length; j++) transposed[i][j] = half[j][i];
		final double[][] reduced = solveRows(transposed);
		for (int i = 0; i < half.length; i++) {
			for (int j = 0; j < i; j++) reduced[i][j] = reduced[j][i] = (reduced[i][j] + reduced[j][i]) / 2;
		}
		return reduced;
	}

	private double[][] solveRows(final double[][] rows) {
		final double[][] solved = new double[rows.length][];
		Parallel.ranges(rows.length, ROWS, stage.progress(), (from, to) -> {
			for (int i = from; i < to; i++) solved[i] = solve(rows[i]);
		});
		return solved;
	}

	/** The same for large matrices, as an operator. */
	Lanczos.Operator reducing(final double[][] matrix) {
		return new Lanczos.Operator() {

			@Override
			public int size() {
				return matrix.length;
			}

			@Override
			public void apply(final double[] x, final double[] y) {
				final double[] back = solveTransposed(x);
				final double[] product = new double[x.length];
				Parallel.ranges(x.length, ROWS, stage.progress(), (from, to) -> {
					for (int i = from; i < to; i++) product[i] = Kernels.dot(matrix[i], back, back.length);
				});
				final double[] solved = solve(product);
				for (int i = 0; i < y.length; i++) y[i] = solved[i] - x[i];
			}
		};
	}
}
