package org.fovea.embedding;

import java.util.List;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.fovea.FoveaException;

/**
 * Eigenvalues of a symmetric matrix, largest first, with eigenvectors of length 1.
 *
 * @param values descending
 * @param vectors one row each
 * @param exact whether they are good to rounding
 */
record Eigen(double[] values, double[][] vectors, boolean exact) {

	/** Up to this size a matrix is decomposed as a whole. */
	private static final int WHOLE = 512;

	/** Up to this share of all eigenvalues it is quicker to iterate to some of them. */
	private static final int FEW = 16;

	private static final double TOLERANCE = 1e-13;

	/** How near to the found ones an eigenvalue beside them is that may belong among them. */
	private static final double NEARLY = 1e-6;

	/** The largest eigenvalues. */
	static Eigen largest(final double[][] matrix, final int count, final Stage stage) {
		if (matrix.length > WHOLE) return new Lanczos(TOLERANCE, 0).largest(new Dense(matrix, stage), count, stage);
		if (FEW * count > matrix.length) return of(matrix, count);
		final Eigen few = new Lanczos(TOLERANCE, 0).largest(new Dense(matrix, stage), count, stage);
		return few.exact() && !few.hasMissed(matrix, stage) ? few : of(matrix, count);
	}

	/** Whether a matrix has, beside these, an eigenvalue that may belong among them: of equal ones, iterations meet but one for certain. */
	boolean hasMissed(final double[][] matrix, final Stage stage) {
		final List<double[]> found = List.of(vectors);
		final Dense whole = new Dense(matrix, stage);
		final Lanczos.Operator rest = new Lanczos.Operator() {

			@Override
			public int size() {
				return whole.size();
			}

			@Override
			public void apply(final double[] x, final double[] y) {
				final double[] beside = x.clone();
				CrossProduct.takeOff(found, beside);
				whole.apply(beside, y);
				CrossProduct.takeOff(found, y);
			}
		};
		final Eigen next = new Lanczos(NEARLY, 0).largest(rest, 1, stage);
		return !next.exact() || next.values()[0] > (1 - NEARLY) * values[values.length - 1];
	}

	/** All eigenvalues, of which the largest are kept. */
	static Eigen of(final double[][] matrix, final int count) {
		final EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(matrix.length, true, true);
		if (!decomposition.decompose(new DMatrixRMaj(matrix))) {
			throw new FoveaException("The eigenvalues of these columns could not be computed; scale the columns to similar ranges.");
		}
		final int[] order = IntStream.range(0, matrix.length).boxed().sorted((i, j) -> Double.compare(decomposition.getEigenvalue(j).getReal(),
			decomposition.getEigenvalue(i).getReal())).limit(count).mapToInt(Integer::intValue).toArray();
		final double[] values = new double[order.length];
		final double[][] vectors = new double[order.length][];
		for (int i = 0; i < order.length; i++) {
			values[i] = decomposition.getEigenvalue(order[i]).getReal();
			vectors[i] = decomposition.getEigenVector(order[i]).getData().clone();
		}
		return new Eigen(values, vectors, true);
	}

	/** Fixes signs: the entry of largest magnitude, the first of several, is made positive. */
	static void fixSign(final double[] vector) {
		if (isNegative(vector)) for (int i = 0; i < vector.length; i++) vector[i] = -vector[i];
	}

	/** Whether the entry of largest magnitude, the first of several, is negative. */
	static boolean isNegative(final double[] vector) {
		int largest = 0;
		for (int i = 1; i < vector.length; i++) if (Math.abs(vector[i]) > Math.abs(vector[largest])) largest = i;
		return vector[largest] < 0;
	}

	/** A symmetric matrix that can be multiplied with a vector. */
	private record Dense(double[][] matrix, Stage stage) implements Lanczos.Operator {

		private static final int ROWS = 64;

		@Override
		public int size() {
			return matrix.length;
		}

		@Override
		public void apply(final double[] x, final double[] y) {
			Parallel.ranges(matrix.length, ROWS, stage.progress(), (from, to) -> {
				for (int row = from; row < to; row++) y[row] = Kernels.dot(matrix[row], x, x.length);
			});
		}
	}
}
