package org.fovea.embedding;

import java.util.Collections;

/**
 * What {@link Scatter} is, for more columns than a matrix of them has room for: the shrunk covariance is a diagonal matrix and
 * (1 − shrinkage)/N Σ (x − m) (x − m)ᵀ, and how far it is shrunk follows from the products of the rows, because Σ x xᵀ has the trace and the
 * squares of the matrix of ⟨x_i, x_j⟩.
 *
 * @param mean of each column
 * @param diagonal of the first matrix
 * @param shrinkage between 0, none, and 1, variances only
 */
record WideScatter(double[] mean, double[] diagonal, double shrinkage) {

	static WideScatter of(final Matrix data, final int[] rows, final Stage stage) {
		final double[] mean = Scatter.mean(data, rows, stage.progress());
		final double[] scale = Scatter.scale(data, rows, mean, stage.progress());
		final double[] inverse = new double[scale.length];
		for (int i = 0; i < scale.length; i++) inverse[i] = 1 / scale[i];
		final double[][] centers = Collections.nCopies(rows.length, mean).toArray(double[][]::new);
		final double[][] products = CrossProduct.of(new ScaledRows(data, rows, centers, ScaledRows.all(rows.length, 1), inverse).columns(), stage);
		double trace = 0;
		double squares = 0;
		double fourth = 0;
		for (int i = 0; i < rows.length; i++) {
			trace += products[i][i] / rows.length;
			squares += Kernels.dot(products[i], products[i], rows.length) / rows.length / rows.length;
			fourth += products[i][i] * products[i][i];
		}
		final double shrinkage = Scatter.shrinkage(trace, squares, fourth, scale.length, rows.length);
		final double[] diagonal = new double[scale.length];
		for (int i = 0; i < diagonal.length; i++) diagonal[i] = shrinkage * trace / scale.length * scale[i] * scale[i];
		return new WideScatter(mean, diagonal, shrinkage);
	}
}
