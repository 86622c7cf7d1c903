package org.fovea.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * N rows, one for each object, of D single-precision columns. Kept in blocks of whole rows, because one array for all of them may be longer
 * than arrays can be. Not safe while one thread writes and others read.
 */
public final class Matrix {

	private static final int BLOCK = 1 << 20;

	private final int rows;
	private final int columns;
	private final int rowsPerBlock;
	private final float[][] blocks;

	/**
	 * Makes a matrix of zeros.
	 *
	 * @param rows N, may be 0
	 * @param columns D
	 */
	public Matrix(final int rows, final int columns) {
		if (rows < 0 || columns < 1) throw new IllegalArgumentException("No matrix has " + rows + " rows and " + columns + " columns.");
		this.rows = rows;
		this.columns = columns;
		rowsPerBlock = Math.max(1, BLOCK / columns);
		blocks = new float[(int) (((long) rows + rowsPerBlock - 1) / rowsPerBlock)][];
		for (int block = 0; block < blocks.length; block++) {
			blocks[block] = new float[Math.min(rowsPerBlock, rows - block * rowsPerBlock) * columns];
		}
	}

	/**
	 * Copies rows into a matrix.
	 *
	 * @param rows at least one, all of the same length
	 * @return the matrix
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public static Matrix of(final float[]... rows) {
		return of(Arrays.asList(rows));
	}

	/**
	 * Copies rows into a matrix.
	 *
	 * @param rows at least one, all of the same length
	 * @return the matrix
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public static Matrix of(final List<float[]> rows) {
		final Matrix matrix = new Matrix(rows.size(), rows.get(0).length);
		for (int row = 0; row < rows.size(); row++) matrix.setRow(row, rows.get(row));
		return matrix;
	}

	/** @return N */
	public int rows() {
		return rows;
	}

	/** @return D */
	public int columns() {
		return columns;
	}

	/**
	 * One value.
	 *
	 * @param row from 0
	 * @param column from 0
	 * @return the value
	 */
	public float get(final int row, final int column) {
		return block(row)[at(row) + column];
	}

	/**
	 * Sets one value.
	 *
	 * @param row from 0
	 * @param column from 0
	 * @param value the value
	 */
	public void set(final int row, final int column, final float value) {
		block(row)[at(row) + column] = value;
	}

	/**
	 * One row.
	 *
	 * @param row from 0
	 * @return a copy
	 */
	public float[] row(final int row) {
		final int at = at(row);
		return Arrays.copyOfRange(block(row), at, at + columns);
	}

	/**
	 * Sets one row.
	 *
	 * @param row from 0
	 * @param values D of them, copied
	 * @throws IllegalArgumentException if there are more or fewer
	 */
	public void setRow(final int row, final float... values) {
		if (values.length != columns) {
			throw new IllegalArgumentException("Row " + row + " has " + values.length + " values instead of " + columns + ".");
		}
		System.arraycopy(values, 0, block(row), at(row), columns);
	}

	/**
	 * One column.
	 *
	 * @param column from 0
	 * @return a copy
	 */
	public float[] column(final int column) {
		final float[] values = new float[rows];
		for (int row = 0; row < rows; row++) values[row] = get(row, column);
		return values;
	}

	/**
	 * Some of the rows.
	 *
	 * @param selected their numbers, in any order
	 * @return a copy of them in that order
	 */
	public Matrix select(final int... selected) {
		final Matrix selection = new Matrix(selected.length, columns);
		for (int i = 0; i < selected.length; i++) System.arraycopy(block(selected[i]), at(selected[i]), selection.block(i), selection.at(i), columns);
		return selection;
	}

	/** @return the numbers of the rows without NaN and infinite values, ascending */
	public int[] finiteRows() {
		return IntStream.range(0, rows).filter(this::isFinite).toArray();
	}

	/** Whether a row has neither NaN nor infinite values. */
	boolean isFinite(final int row) {
		final float[] block = block(row);
		final int at = at(row);
		// Only NaN and the infinities survive a multiplication by zero as something that is not zero.
		float sum = 0;
		for (int i = at; i < at + columns; i++) sum += block[i] * 0f;
		return sum == 0;
	}

	/** The array that holds a row. */
	float[] block(final int row) {
		return blocks[row / rowsPerBlock];
	}

	/** Where in its array a row begins. */
	int at(final int row) {
		return row % rowsPerBlock * columns;
	}
}
