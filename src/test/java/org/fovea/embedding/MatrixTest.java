package org.fovea.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** Rows and labels. */
class MatrixTest {

	@Test
	void rowsAreKeptInBlocks() {
		final int columns = 300_000;
		final Matrix matrix = new Matrix(10, columns);
		for (int row = 0; row < 10; row++) {
			final float[] values = new float[columns];
			Arrays.fill(values, row);
			matrix.setRow(row, values);
			matrix.set(row, 7, 100 + row);
		}
		assertArrayEquals(new float[] { 107, 7 }, new float[] { matrix.get(7, 7), matrix.get(7, columns - 1) });
		assertEquals(104, matrix.column(7)[4]);
		assertArrayEquals(matrix.row(9), matrix.select(3, 9).row(1));
		assertEquals(1, new Matrix(1, 5_000_000).rows());
		assertEquals(0, new Matrix(0, 3).finiteRows().length);
	}

	@Test
	void rowsThatAreNotFiniteAreFound() {
		final Matrix matrix = Matrix.of(new float[] { 1, Float.MAX_VALUE, -Float.MAX_VALUE }, new float[] { Float.NaN, 0, 0 }, new float[] { 0,
			Float.NEGATIVE_INFINITY, 1 }, new float[] { 0, 0, -0f });
		assertArrayEquals(new int[] { 0, 3 }, matrix.finiteRows());
	}

	@Test
	void shapesMustAgree() {
		assertThrows(IllegalArgumentException.class, () -> Matrix.of(new float[] { 1, 2 }, new float[] { 1 }));
		assertThrows(IllegalArgumentException.class, () -> new Matrix(3, 0));
		assertThrows(IllegalArgumentException.class, () -> new Matrix(2, 2).setRow(0, 1, 2, 3));
	}

	@Test
	void labelsAreInAlphabeticalOrder() {
		final Labels labels = Labels.of(Arrays.asList("WBC", " RBC ", null, "", "WBC", "platelet"));
		assertEquals(List.of("RBC", "WBC", "platelet"), labels.classes());
		assertArrayEquals(new int[] { 1, 2, 1 }, labels.counts());
		assertEquals(Optional.of("RBC"), labels.label(1));
		assertEquals(Labels.NONE, labels.number(2));
		assertEquals(Optional.empty(), labels.label(3));
		assertEquals(List.of("-2", "0.5", "9", "10", "T2", "T10", "t1"), Labels.of(List.of("10", "9", "t1", "T10", "-2", "0.5", "T2")).classes());
		assertEquals(List.of("WBC"), labels.select(0, 2, 4).classes());
		assertEquals(3, labels.select(0, 2, 4).size());
	}
}
