package org.fovea.embedding;

import java.util.Arrays;
import java.util.List;

import org.fovea.Progress;

/** Means and the matrix of all products of columns (or of rows), in double precision. */
final class CrossProduct {

	private static final int CHUNK = 64;
	private static final int BAND = 32;
	private static final int ROWS = 4096;

	private CrossProduct() {
	}

	/** Hands out vectors that are to be multiplied with each other; all of them are summed up. */
	interface Vectors {

		int count();

		int length();

		/** Writes the vectors from {@code first} on, {@code count} of them. */
		void copy(int first, int count, double[][] into);
	}

	/** The mean of each column. */
	static double[] mean(final Matrix data, final Progress progress) {
		final int parts = (data.rows() + ROWS - 1) / ROWS;
		final double[][] sums = new double[parts][data.columns()];
		Parallel.ranges(data.rows(), ROWS, progress, (from, to) -> {
			final double[] sum = sums[from / ROWS];
			for (int row = from; row < to; row++) {
				final float[] block = data.block(row);
				final int at = data.at(row);
				for (int i = 0; i < sum.length; i++) sum[i] += block[at + i];
			}
		});
		final double[] mean = new double[data.columns()];
		for (final double[] sum : sums) for (int i = 0; i < mean.length; i++) mean[i] += sum[i];
		for (int i = 0; i < mean.length; i++) mean[i] /= data.rows();
		return mean;
	}

	/** The rows less a center, each column divided by a scale. */
	static Vectors rows(final Matrix data, final int[] rows, final double[] center, final double[] scale) {
		return new Vectors() {

			@Override
			public int count() {
				return rows.length;
			}

			@Override
			public int length() {
				return center.length;
			}

			@Override
			public void copy(final int first, final int count, final double[][] into) {
				for (int i = 0; i < count; i++) {
					final float[] block = data.block(rows[first + i]);
					final int at = data.at(rows[first + i]);
					final double[] values = into[i];
					for (int j = 0; j < values.length; j++) values[j] = (block[at + j] - center[j]) / scale[j];
				}
			}
		};
	}

	/** The rows less a center. */
	static Vectors rows(final Matrix data, final double[] center) {
		return new Vectors() {

			@Override
			public int count() {
				return data.rows();
			}

			@Override
			public int length() {
				return center.length;
			}

			@Override
			public void copy(final int first, final int count, final double[][] into) {
				for (int i = 0; i < count; i++) {
					final float[] block = data.block(first + i);
					final int at = data.at(first + i);
					final double[] values = into[i];
					for (int j = 0; j < values.length; j++) values[j] = block[at + j] - center[j];
				}
			}
		};
	}

	/** The columns less their centers. */
	static Vectors columns(final Matrix data, final double[] center) {
		return new Vectors() {

			@Override
			public int count() {
				return data.columns();
			}

			@Override
			public int length() {
				return data.rows();
			}

			@Override
			public void copy(final int first, final int count, final double[][] into) {
				for (int row = 0; row < data.rows(); row++) {
					final float[] block = data.block(row);
					final int at = data.at(row) + first;
					for (int i = 0; i < count; i++) into[i][row] = block[at + i] - center[first + i];
				}
			}
		};
	}

	/** The vectors without what they have along axes of length 1 at right angles to each other. */
	static Vectors without(final Vectors vectors, final List<double[]> axes) {
		return axes.isEmpty() ? vectors : new Vectors() {

			@Override
			public int count() {
				return vectors.count();
			}

			@Override
			public int length() {
				return vectors.length();
			}

			@Override
			public void copy(final int first, final int count, final double[][] into) {
				vectors.copy(first, count, into);
				for (int i = 0; i < count; i++) takeOff(axes, into[i]);
			}
		};
	}

	/** Takes off a vector what it has along axes of length 1 at right angles to each other. */
	static void takeOff(final List<double[]> axes, final double[] vector) {
		for (final double[] axis : axes) Kernels.add(-Kernels.dot(axis, vector, vector.length), axis, vector, vector.length);
	}

	/** Σ v vᵀ over all vectors, symmetric. */
	static double[][] of(final Vectors vectors, final Stage stage) {
		final int n = vectors.length();
		final double[][] product = new double[n][n];
		final int bands = (n + BAND - 1) / BAND;
		// The upper triangle in pairs of bands, a long one with a short one, so that all parts are equally much work.
		Parallel.parts((bands + 1) / 2, stage, pair -> accumulate(vectors, product, pair, bands - 1 - pair, stage.progress()));
		for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) product[i][j] = product[j][i];
		return product;
	}

	private static void accumulate(final Vectors vectors, final double[][] product, final int band, final int otherBand, final Progress progress) {
		final int n = vectors.length();
		final double[][] chunk = new double[CHUNK][n];
		for (int first = 0; first < vectors.count(); first += CHUNK) {
			progress.check();
			final int count = Math.min(CHUNK, vectors.count() - first);
			vectors.copy(first, count, chunk);
			for (int i = count; i < CHUNK; i++) Arrays.fill(chunk[i], 0);
			accumulate(chunk, product, band);
			if (otherBand != band) accumulate(chunk, product, otherBand);
		}
	}

	private static void accumulate(final double[][] chunk, final double[][] product, final int band) {
		final int n = product.length;
		for (int k = 0; k < CHUNK; k += 4) {
			for (int i = band * BAND; i < Math.min(n, (band + 1) * BAND); i++) {
				Kernels.addFour(chunk[k][i], chunk[k + 1][i], chunk[k + 2][i], chunk[k + 3][i], chunk[k], chunk[k + 1], chunk[k + 2], chunk[k + 3],
					product[i], i, n);
			}
		}
	}
}
