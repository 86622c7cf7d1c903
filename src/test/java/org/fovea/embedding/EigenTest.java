package org.fovea.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.fovea.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few of the eigenvalues of matrices whose eigenvalues are planted. */
class EigenTest {

	private static final int SIZE = 96;

	/** Reflected at a plane, so that no axis of the matrix is one of its eigenvectors; some of the largest eigenvalues are equal. */
	private static double[][] planted(final double... largest) {
		final double[] plane = new double[SIZE];
		for (int i = 0; i < SIZE; i++) plane[i] = 1.0 / (i + 1);
		final double length = Kernels.dot(plane, plane, SIZE);
		final double[][] matrix = new double[SIZE][SIZE];
		for (int i = 0; i < SIZE; i++) {
			for (int j = 0; j < SIZE; j++) {
				for (int k = 0; k < SIZE; k++) matrix[i][j] += value(k, largest) * reflected(plane, length, i, k) * reflected(plane, length, j, k);
			}
		}
		return matrix;
	}

	private static double value(final int k, final double... largest) {
		return k < largest.length ? largest[k] : 1.0 / (k + 1);
	}

	private static double reflected(final double[] plane, final double length, final int i, final int k) {
		return (i == k ? 1 : 0) - 2 * plane[i] * plane[k] / length;
	}

	@ParameterizedTest
	@CsvSource({ "9,7,5,3", "9,9,5,3", "9,9,9,3", "9,9,9,9", "9,5,5,5", "9,5,5,3" })
	void equalEigenvaluesAreAllThere(final double a, final double b, final double c, final double d) {
		final double[][] matrix = planted(a, b, c, d);
		for (int count = 1; count <= 4; count++) {
			final Eigen found = Eigen.largest(matrix, count, new Stage(Progress.NONE, "", 0, 1));
			final double[] expected = { a, b, c, d };
			for (int i = 0; i < count; i++) {
				assertEquals(expected[i], found.values()[i], 1e-10, "eigenvalue " + i + " of " + count);
				final double[] x = found.vectors()[i];
				for (int row = 0; row < SIZE; row++) assertEquals(expected[i] * x[row], Kernels.dot(matrix[row], x, SIZE), 1e-9);
				for (int j = 0; j < i; j++) assertEquals(0, Kernels.dot(x, found.vectors()[j], SIZE), 1e-10);
			}
		}
	}

	@Test
	void anEigenvalueThatWasMissedIsNoticed() {
		final Stage stage = new Stage(Progress.NONE, "", 0, 1);
		final double[][] matrix = planted(9, 9, 5, 3);
		final Eigen all = Eigen.of(matrix, 4);
		assertTrue(some(all, 0).hasMissed(matrix, stage), "one 9 of two");
		assertTrue(some(all, 0, 2).hasMissed(matrix, stage), "one 9 of two, and 5");
		assertFalse(some(all, 0, 1).hasMissed(matrix, stage));
		assertFalse(some(all, 0, 1, 2, 3).hasMissed(matrix, stage));
	}

	private static Eigen some(final Eigen all, final int... chosen) {
		return new Eigen(Arrays.stream(chosen).mapToDouble(i -> all.values()[i]).toArray(), Arrays.stream(chosen).mapToObj(i -> all.vectors()[i])
			.toArray(double[][]::new), true);
	}
}
