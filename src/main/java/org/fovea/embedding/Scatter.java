package org.fovea.embedding;

import org.fovea.Progress;

/**
 * The covariance of some rows (with N in the denominator), shrunk towards the variances of the columns by Ledoit and Wolf's estimate for columns
 * of variance 1.
 *
 * @param mean of each column
 * @param covariance shrunk
 * @param shrinkage between 0, none, and 1, variances only
 */
record Scatter(double[] mean, double[][] covariance, double shrinkage) {

	private static final int ROWS = 256;
	private static final double ROUNDING = 1e-14;

	static Scatter of(final Matrix data, final int[] rows, final Stage stage) {
		final Progress progress = stage.progress();
		final int columns = data.columns();
		final double[] mean = mean(data, rows, progress);
		final double[] scale = scale(data, rows, mean, progress);
		final CrossProduct.Vectors vectors = CrossProduct.rows(data, rows, mean, scale);
		final double[][] covariance = CrossProduct.of(vectors, stage);
		final double fourth = fourthMoment(vectors, progress);
		final double shrinkage = shrink(covariance, fourth, rows.length);
		for (int i = 0; i < columns; i++) for (int j = 0; j < columns; j++) covariance[i][j] *= scale[i] * scale[j];
		return new Scatter(mean, covariance, shrinkage);
	}

	/** The mean of each column. */
	static double[] mean(final Matrix data, final int[] rows, final Progress progress) {
		final double[] mean = sum(data, rows, progress, new double[data.columns()], (value, center) -> value);
		for (int i = 0; i < mean.length; i++) mean[i] /= rows.length;
		return mean;
	}

	/** The deviation of each column, 1 where nothing varies. */
	static double[] scale(final Matrix data, final int[] rows, final double[] mean, final Progress progress) {
		final double[] scale = sum(data, rows, progress, mean, (value, center) -> (value - center) * (value - center));
		for (int i = 0; i < scale.length; i++) {
			final double deviation = Math.sqrt(scale[i] / rows.length);
			scale[i] = deviation > ROUNDING * Math.abs(mean[i]) ? deviation : 1;
		}
		return scale;
	}

	/**
	 * How far a covariance is shrunk (Ledoit and Wolf 2004, lemmas 3.2 to 3.4).
	 *
	 * @param trace of the covariance
	 * @param squares of all its entries, summed up
	 * @param fourth Σ ‖x‖⁴
	 * @param columns of the covariance
	 * @param count of the rows
	 */
	static double shrinkage(final double trace, final double squares, final double fourth, final int columns, final int count) {
		final double mean = trace / columns;
		final double distance = squares / columns - mean * mean;
		final double error = Math.min(distance, (fourth / count - squares) / columns / count);
		return error > 0 ? error / distance : 0;
	}

	private interface Term {

		double of(double value, double center);
	}

	private static double[] sum(final Matrix data, final int[] rows, final Progress progress, final double[] center, final Term term) {
		final int parts = (rows.length + ROWS - 1) / ROWS;
		final double[][] sums = new double[parts][center.length];
		Parallel.ranges(rows.length, ROWS, progress, (from, to) -> {
			final double[] sum = sums[from / ROWS];
			for (int i = from; i < to; i++) {
				final float[] block = data.block(rows[i]);
				final int at = data.at(rows[i]);
				for (int j = 0; j < sum.length; j++) sum[j] += term.of(block[at + j], center[j]);
			}
		});
		final double[] total = new double[center.length];
		for (final double[] sum : sums) Kernels.add(1, sum, total, total.length);
		return total;
	}

	/** Σ ‖x‖⁴. */
	private static double fourthMoment(final CrossProduct.Vectors vectors, final Progress progress) {
		return Parallel.sum((vectors.count() + ROWS - 1) / ROWS, progress, part -> {
			final double[][] vector = new double[1][vectors.length()];
			double sum = 0;
			for (int i = part * ROWS; i < Math.min(vectors.count(), (part + 1) * ROWS); i++) {
				vectors.copy(i, 1, vector);
				final double squared = Kernels.dot(vector[0], vector[0], vector[0].length);
				sum += squared * squared;
			}
			return sum;
		});
	}

	/** Turns Σ x xᵀ into the shrunk covariance and returns the shrinkage. */
	private static double shrink(final double[][] products, final double fourth, final int count) {
		final int n = products.length;
		double trace = 0;
		double squares = 0;
		for (int i = 0; i < n; i++) {
			for (int j = 0; j < n; j++) products[i][j] /= count;
			trace += products[i][i];
			squares += Kernels.dot(products[i], products[i], n);
		}
		final double mean = trace / n;
		final double shrinkage = shrinkage(trace, squares, fourth, n, count);
		for (int i = 0; i < n; i++) {
			for (int j = 0; j < n; j++) products[i][j] *= 1 - shrinkage;
			products[i][i] += shrinkage * mean;
		}
		return shrinkage;
	}
}
