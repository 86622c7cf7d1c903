package org.fovea.embedding;

import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;

/** Rows for tests, and ways to run something. */
final class Samples {

	private Samples() {
	}

	/** Rows in clusters of five dimensions. */
	static Matrix clusters(final int rows, final int columns, final int clusters, final long seed) {
		final SplittableRandom random = new SplittableRandom(seed);
		final double[][][] axes = new double[clusters][6][columns];
		for (final double[][] cluster : axes) for (final double[] axis : cluster) for (int i = 0; i < columns; i++) axis[i] = random.nextGaussian();
		final Matrix data = new Matrix(rows, columns);
		for (int row = 0; row < rows; row++) {
			final double[][] cluster = axes[row % clusters];
			final double[] sum = new double[columns];
			for (int axis = 0; axis < 6; axis++) {
				final double factor = axis == 0 ? 4 : random.nextGaussian();
				for (int i = 0; i < columns; i++) sum[i] += factor * cluster[axis][i];
			}
			for (int i = 0; i < columns; i++) data.set(row, i, (float) (sum[i] + 0.3 * random.nextGaussian()));
		}
		return data;
	}

	/** Independent normal values. */
	static Matrix normal(final int rows, final int columns, final long seed) {
		final SplittableRandom random = new SplittableRandom(seed);
		final Matrix data = new Matrix(rows, columns);
		for (int row = 0; row < rows; row++) for (int i = 0; i < columns; i++) data.set(row, i, (float) random.nextGaussian());
		return data;
	}

	/** Runs something with a given number of threads. */
	static <T> T with(final int threads, final Callable<T> task) {
		final ForkJoinPool pool = new ForkJoinPool(threads);
		try {
			return pool.submit(task).get();
		}
		catch (final ExecutionException e) {
			throw e.getCause() instanceof final RuntimeException cause ? cause : new IllegalStateException(e);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
		finally {
			pool.shutdown();
		}
	}

	/** All values, row by row. */
	static float[] values(final Matrix matrix) {
		final float[] values = new float[matrix.rows() * matrix.columns()];
		for (int row = 0; row < matrix.rows(); row++) System.arraycopy(matrix.row(row), 0, values, row * matrix.columns(), matrix.columns());
		return values;
	}
}
