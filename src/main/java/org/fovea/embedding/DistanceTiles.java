package org.fovea.embedding;

import java.util.Arrays;

import org.fovea.Progress;

/**
 * All squared distances between queries and rows, tile by tile, from ‖x‖² + ‖y‖² − 2⟨x, y⟩ in single precision. Euclidean rows are centred first,
 * because the sum cancels where rows are far from the origin and close to each other; for the cosine, rows are brought to length 1, so that the
 * squared distance is twice the cosine distance. All values are multiplied by one power of two, which changes no digit, so that squares are neither
 * too large nor too small for single precision; squared distances are those of the multiplied rows.
 */
final class DistanceTiles {

	/** How many queries are compared at a time. */
	static final int QUERIES = 256;

	private static final int ROWS = 512;
	private static final int COLUMNS = 256;
	private static final int STEP = 16;
	private static final int LARGEST_EXPONENT = 126;

	private final Matrix data;
	private final Distance distance;
	/** The power of two. */
	private final float unit;
	/** Already multiplied by it. */
	private final float[] center;
	private final float[] lengths;

	/** Takes the tiles of a query. */
	interface Visitor {

		/**
		 * @param query counted from the first of the block
		 * @param firstRow of the tile
		 * @param count of rows in the tile
		 * @param squared their squared distances from the query, off by what {@link #error} says and so perhaps negative; reused
		 */
		void tile(int query, int firstRow, int count, float[] squared);
	}

	/**
	 * @param data the rows
	 * @param queries what they will be compared with
	 */
	DistanceTiles(final Matrix data, final Matrix queries, final Distance distance, final Progress progress) {
		this.data = data;
		this.distance = distance;
		center = distance == Distance.COSINE ? new float[data.columns()] : center(data, progress);
		final float largest = Math.max(largest(data, progress), queries == data ? 0 : largest(queries, progress));
		unit = largest == 0 ? 1 : Math.scalb(1f, Math.min(LARGEST_EXPONENT, -Math.getExponent(largest)));
		for (int i = 0; i < center.length; i++) center[i] *= unit;
		lengths = new float[data.rows()];
		Parallel.ranges(data.rows(), ROWS, progress, (from, to) -> {
			for (int row = from; row < to; row++) lengths[row] = length(data, row);
		});
	}

	/** The largest |x − m|. */
	private float largest(final Matrix matrix, final Progress progress) {
		final float[] parts = new float[(matrix.rows() + ROWS - 1) / ROWS];
		Parallel.ranges(matrix.rows(), ROWS, progress, (from, to) -> {
			float largest = 0;
			for (int row = from; row < to; row++) {
				final float[] block = matrix.block(row);
				final int at = matrix.at(row);
				// Half of each, because their difference may be too large for a number.
				for (int i = 0; i < center.length; i++) largest = Math.max(largest, Math.abs(block[at + i] / 2 - center[i] / 2));
			}
			parts[from / ROWS] = largest;
		});
		float largest = 0;
		for (final float part : parts) largest = Math.max(largest, part);
		return largest;
	}

	private static float[] center(final Matrix data, final Progress progress) {
		final double[] mean = CrossProduct.mean(data, progress);
		final float[] center = new float[mean.length];
		for (int i = 0; i < center.length; i++) center[i] = (float) mean[i];
		return center;
	}

	/** ‖x − m‖², or for the cosine the divisor ‖x‖. */
	private float length(final Matrix matrix, final int row) {
		final float[] block = matrix.block(row);
		final int at = matrix.at(row);
		double sum = 0;
		for (int i = 0; i < center.length; i++) {
			final double value = block[at + i] * unit - center[i];
			sum += value * value;
		}
		return (float) (distance == Distance.COSINE ? Math.sqrt(sum) : sum);
	}

	/**
	 * How far a squared distance from a query can be off, by the worst case of rounding.
	 *
	 * @param queries the queries
	 * @param query one of them
	 * @param squared the true squared distance, or a larger one
	 * @return the bound
	 */
	double error(final Matrix queries, final int query, final double squared) {
		return (2.0 * data.columns() + 16) * 0x1p-24 * scale(queries, query, squared);
	}

	/** The size of the terms that cancel in a squared distance. */
	double scale(final Matrix queries, final int query, final double squared) {
		final double reach = distance == Distance.COSINE ? 1 : Math.sqrt(length(queries, query)) + Math.sqrt(Math.max(0, squared));
		return reach * reach;
	}

	/** The true distance between a query and a row: for Euclidean distances its square, multiplied as all are; for the cosine twice it. */
	double exact(final Matrix queries, final int query, final int row) {
		if (distance == Distance.EUCLIDEAN) {
			return Kernels.squaredDistance(queries.block(query), queries.at(query), data.block(row), data.at(row), data.columns()) * unit * unit;
		}
		final double xx = Kernels.dot(queries.block(query), queries.at(query), queries.block(query), queries.at(query), data.columns());
		final double yy = Kernels.dot(data.block(row), data.at(row), data.block(row), data.at(row), data.columns());
		if (xx == 0 || yy == 0) return 2;
		final double xy = Kernels.dot(queries.block(query), queries.at(query), data.block(row), data.at(row), data.columns());
		return Math.max(0, 2 - 2 * xy / Math.sqrt(xx * yy));
	}

	/** From {@link #exact} to what the user knows as distance. */
	double toDistance(final double squared) {
		return distance == Distance.COSINE ? squared / 2 : Math.sqrt(squared) / unit;
	}

	/** Shows a visitor all distances from at most {@link #QUERIES} queries, tiles in ascending order. */
	void visit(final Matrix queries, final int first, final int count, final Progress progress, final Visitor visitor) {
		final float[] own = new float[count];
		for (int query = 0; query < count; query++) own[query] = length(queries, first + query);
		final float[][] tile = new float[COLUMNS][ROWS];
		final float[][] block = new float[count][COLUMNS];
		final float[][] sums = new float[count][ROWS];
		final float[] squares = new float[ROWS];
		for (int row = 0; row < data.rows(); row += ROWS) {
			progress.check();
			final int rows = Math.min(ROWS, data.rows() - row);
			for (final float[] sum : sums) Arrays.fill(sum, 0);
			for (int column = 0; column < data.columns(); column += COLUMNS) {
				final int columns = Math.min(COLUMNS, data.columns() - column);
				final int padded = (columns + 3) / 4 * 4;
				for (int i = 0; i < rows; i++) copyTransposed(row + i, column, columns, tile, i);
				for (int query = 0; query < count; query++) copy(queries, first + query, own[query], column, columns, block[query]);
				for (int k = columns; k < padded; k++) {
					Arrays.fill(tile[k], 0);
					for (final float[] values : block) values[k] = 0;
				}
				multiply(block, tile, padded, sums);
			}
			for (int i = 0; i < rows; i++) squares[i] = distance == Distance.COSINE ? 1 : lengths[row + i];
			for (int query = 0; query < count; query++) {
				finish(sums[query], squares, distance == Distance.COSINE ? 1 : own[query], rows);
				visitor.tile(query, row, rows, sums[query]);
			}
		}
	}

	/**
	 * The squared distances among some rows.
	 *
	 * @param rows their numbers
	 * @param count how many of them are meant
	 * @param from for how many of them, from the first on, distances to all are wanted
	 * @param space reused between calls of one thread
	 */
	void among(final int[] rows, final int count, final int from, final Space space) {
		final int width = (count + 15) / 16 * 16;
		for (int i = 0; i < from; i++) Arrays.fill(space.sums[i], 0, width, 0);
		for (int column = 0; column < data.columns(); column += COLUMNS) {
			final int columns = Math.min(COLUMNS, data.columns() - column);
			final int padded = (columns + 3) / 4 * 4;
			for (int i = 0; i < count; i++) {
				copyTransposed(rows[i], column, columns, space.tile, i);
				copy(data, rows[i], lengths[rows[i]], column, columns, space.block[i]);
			}
			for (int k = columns; k < padded; k++) {
				Arrays.fill(space.tile[k], 0, width, 0);
				for (int i = 0; i < count; i++) space.block[i][k] = 0;
			}
			for (int step = 0; step < padded; step += STEP) {
				for (int i = 0; i < from; i++) {
					final float[] a = space.block[i];
					for (int k = step; k < Math.min(step + STEP, padded); k += 4) {
						Kernels.addFour(a[k], a[k + 1], a[k + 2], a[k + 3], space.tile[k], space.tile[k + 1], space.tile[k + 2], space.tile[k + 3],
							space.sums[i], width);
					}
				}
			}
		}
		for (int i = 0; i < count; i++) space.squares[i] = distance == Distance.COSINE ? 1 : lengths[rows[i]];
		for (int i = 0; i < from; i++) finish(space.sums[i], space.squares, space.squares[i], count);
	}

	/** Arrays for distances among some rows. */
	static final class Space {

		private final float[][] tile;
		private final float[][] block;
		private final float[][] sums;
		private final float[] squares;

		Space(final int rows) {
			final int width = (rows + 15) / 16 * 16;
			tile = new float[COLUMNS][width];
			block = new float[rows][COLUMNS];
			sums = new float[rows][width];
			squares = new float[width];
		}

		/** The squared distance between the i-th and the j-th row. */
		float squared(final int i, final int j) {
			return sums[i][j];
		}
	}

	/** Which side of the plane midway between two rows a row lies on: negative for the side of the second. */
	double side(final int row, final int first, final int second) {
		final double toFirst = exact(data, row, first);
		return exact(data, row, second) - toFirst;
	}

	private void copyTransposed(final int row, final int column, final int columns, final float[][] tile, final int at) {
		final float[] values = data.block(row);
		final int from = data.at(row) + column;
		final float scale = scale(lengths[row]);
		for (int k = 0; k < columns; k++) tile[k][at] = (values[from + k] * unit - center[column + k]) * scale;
	}

	private void copy(final Matrix queries, final int row, final float length, final int column, final int columns, final float[] into) {
		final float[] values = queries.block(row);
		final int from = queries.at(row) + column;
		final float scale = scale(length);
		for (int k = 0; k < columns; k++) into[k] = (values[from + k] * unit - center[column + k]) * scale;
	}

	private float scale(final float length) {
		return distance == Distance.COSINE ? length == 0 ? 0 : 1 / length : 1;
	}

	private static void multiply(final float[][] block, final float[][] tile, final int columns, final float[][] sums) {
		for (int step = 0; step < columns; step += STEP) {
			final int end = Math.min(step + STEP, columns);
			for (int query = 0; query < block.length; query++) {
				final float[] a = block[query];
				for (int k = step; k < end; k += 4) {
					Kernels.addFour(a[k], a[k + 1], a[k + 2], a[k + 3], tile[k], tile[k + 1], tile[k + 2], tile[k + 3], sums[query], ROWS);
				}
			}
		}
	}

	private static void finish(final float[] sums, final float[] squares, final float own, final int count) {
		for (int j = 0; j < count; j++) sums[j] = squares[j] + own - 2 * sums[j];
	}
}
