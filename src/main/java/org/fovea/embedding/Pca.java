package org.fovea.embedding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Principal component analysis: the directions in which the rows vary most (Pearson 1901; Hotelling 1933), from the eigenvectors of the covariance
 * of the columns or, where there are fewer rows than columns, of the products of the rows. Columns are centred, not scaled. Up to 512 rows or
 * columns the matrix is decomposed as a whole, unless few axes are wanted; these, and those of larger matrices, are iterated to rounding; where both
 * numbers are above 4 096, the matrix is never formed. An axis counts as one while its variance is above what rounding the values to single precision
 * can make.
 */
public final class Pca {

	private static final int FORMED = 4096;
	private static final int ROWS = 256;
	private static final double TOLERANCE = 1e-12;
	private static final double RESOLVED = 1e-8;
	/** Half a unit in the last place of single-precision numbers, as a share of them. */
	private static final double ROUNDING = 0x1p-24;
	private static final double ARITHMETIC = 1e-28;

	private final int components;

	/**
	 * Settles how many axes there shall be.
	 *
	 * @param components how many axes to find; fewer are returned when the data has no more
	 */
	public Pca(final int components) {
		Checks.components(components);
		this.components = components;
	}

	/**
	 * What was found.
	 *
	 * @param scores the rows on the axes, N×K
	 * @param projection onto the axes; its weights are of length 1 and orthogonal, the one of largest magnitude positive
	 * @param variances the variance along each axis, with N − 1 in the denominator, descending
	 * @param ratios the share of each axis in the variance of all columns
	 * @param exact whether the axes are good to rounding; if not, eigenvalues lie so close together that iterations did not part them
	 */
	public record Result(Matrix scores, LinearProjection projection, double[] variances, double[] ratios, boolean exact) {

		/**
		 * Goes back from axes to columns: m + Wᵀ y.
		 *
		 * @param points M×K
		 * @param progress asked whether to stop
		 * @return M×D
		 * @throws FoveaException if the points have another number of axes
		 */
		public Matrix reconstruct(final Matrix points, final Progress progress) {
			return LinearProjection.back(points, projection.center(), projection.weights(), progress);
		}
	}

	/**
	 * Finds the axes.
	 *
	 * @param data N×D, at least two rows
	 * @param progress told how far it is
	 * @return axes, variances and the rows on the axes
	 * @throws FoveaException if there is nothing that varies, or a value is not finite
	 */
	public Result fit(final Matrix data, final Progress progress) {
		Checks.rows(data, 2, "PCA", progress);
		final double[] mean = CrossProduct.mean(data, progress);
		final double[] squares = squares(data, mean, progress);
		final double total = Arrays.stream(squares).sum() / (data.rows() - 1);
		if (!(total > 0)) throw new FoveaException("All rows are the same, so there is nothing to tell apart; choose other columns or another layer.");
		final Axes axes = axes(data, mean, squares, new Stage(progress, "Principal components", 0, 1));
		final double[] variances = axes.variances().stream().mapToDouble(Double::doubleValue).toArray();
		final double[][] weights = axes.weights().toArray(double[][]::new);
		for (final double[] axis : weights) Eigen.fixSign(axis);
		final LinearProjection projection = new LinearProjection(mean, weights);
		return new Result(projection.projectChecked(data, progress), projection, variances, Arrays.stream(variances).map(value -> value / total).toArray(),
			axes.exact());
	}

	/** Σ (x − m)² of each column. */
	private static double[] squares(final Matrix data, final double[] mean, final Progress progress) {
		final double[][] parts = new double[(data.rows() + ROWS - 1) / ROWS][mean.length];
		Parallel.ranges(data.rows(), ROWS, progress, (from, to) -> {
			final double[] sum = parts[from / ROWS];
			for (int row = from; row < to; row++) {
				final float[] block = data.block(row);
				final int at = data.at(row);
				for (int i = 0; i < sum.length; i++) sum[i] += (block[at + i] - mean[i]) * (block[at + i] - mean[i]);
			}
		});
		final double[] squares = new double[mean.length];
		for (final double[] part : parts) Kernels.add(1, part, squares, squares.length);
		return squares;
	}

	/** Axes in the order of their variances. */
	private record Axes(List<double[]> weights, List<Double> variances, boolean exact) {
	}

	/**
	 * Finds axes until there are enough or what is left is rounding. One decomposition tells variances down to a small share of the largest
	 * apart; where columns are in units so different that axes lie below that, the axes found are taken off the data and the rest is decomposed.
	 */
	private Axes axes(final Matrix data, final double[] mean, final double[] squares, final Stage stage) {
		final int count = Math.min(components, Math.min(data.rows() - 1, data.columns()));
		final Side side = data.columns() <= data.rows() ? new Columns(data, mean, stage) : new Rows(data, mean, stage);
		final double[] rounding = new double[squares.length];
		for (int i = 0; i < rounding.length; i++) rounding[i] = ROUNDING * ROUNDING * (squares[i] / data.rows() + mean[i] * mean[i]);
		final double arithmetic = ARITHMETIC * Arrays.stream(squares).sum() / data.rows();
		final List<double[]> weights = new ArrayList<>();
		final List<double[]> found = new ArrayList<>();
		final List<Double> variances = new ArrayList<>();
		boolean isExact = true;
		for (int before = -1; before < weights.size() && weights.size() < count;) {
			before = weights.size();
			final Eigen eigen = side.largest(found, count - before, stage);
			isExact &= eigen.exact();
			for (int i = 0; i < eigen.values().length && eigen.values()[i] > RESOLVED * eigen.values()[0]; i++) {
				final double[] axis = side.axis(eigen.vectors()[i]);
				// A trace of an axis with a large variance would drown one with a small variance.
				for (int pass = 0; pass < 2; pass++) CrossProduct.takeOff(weights, axis);
				normalize(axis);
				double noise = arithmetic;
				for (int j = 0; j < axis.length; j++) noise += axis[j] * axis[j] * rounding[j];
				final double variance = eigen.values()[i] / (data.rows() - 1);
				if (!(variance > noise)) return new Axes(weights, variances, isExact);
				weights.add(axis);
				found.add(eigen.vectors()[i]);
				variances.add(variance);
			}
		}
		return new Axes(weights, variances, isExact);
	}

	private static void normalize(final double[] axis) {
		final double length = Math.sqrt(Kernels.dot(axis, axis, axis.length));
		for (int i = 0; i < axis.length; i++) axis[i] /= Math.max(length, Double.MIN_NORMAL);
	}

	/** The shorter side of the data, on which eigenvectors are looked for. */
	private interface Side {

		/** The largest eigenvalues of what the data has beside vectors found before. */
		Eigen largest(List<double[]> found, int count, Stage stage);

		/** The axis that belongs to an eigenvector, of any length; a copy. */
		double[] axis(double[] vector);
	}

	/** An operator on what is at right angles to some vectors. */
	private static Lanczos.Operator beside(final List<double[]> found, final int size, final UnaryOperator<double[]> operator) {
		return new Lanczos.Operator() {

			@Override
			public int size() {
				return size;
			}

			@Override
			public void apply(final double[] x, final double[] y) {
				final double[] rest = x.clone();
				CrossProduct.takeOff(found, rest);
				System.arraycopy(operator.apply(rest), 0, y, 0, size);
				CrossProduct.takeOff(found, y);
			}
		};
	}

	/** No more columns than rows: eigenvectors of the covariance. */
	private record Columns(Matrix data, double[] mean, Products products) implements Side {

		Columns(final Matrix data, final double[] mean, final Stage stage) {
			this(data, mean, new Products(data, mean, stage));
		}

		@Override
		public Eigen largest(final List<double[]> found, final int count, final Stage stage) {
			if (data.columns() <= FORMED) {
				return Eigen.largest(CrossProduct.of(CrossProduct.without(CrossProduct.rows(data, mean), found), stage), count, stage);
			}
			return new Lanczos(TOLERANCE, 0).largest(beside(found, data.columns(), x -> products.columns(products.rows(x))), count, stage);
		}

		@Override
		public double[] axis(final double[] vector) {
			return vector.clone();
		}
	}

	/** More columns than rows: eigenvectors of the products of rows, which the data turns into axes. */
	private record Rows(Matrix data, double[] mean, Products products) implements Side {

		Rows(final Matrix data, final double[] mean, final Stage stage) {
			this(data, mean, new Products(data, mean, stage));
		}

		@Override
		public Eigen largest(final List<double[]> found, final int count, final Stage stage) {
			if (data.rows() <= FORMED) {
				return Eigen.largest(CrossProduct.of(CrossProduct.without(CrossProduct.columns(data, mean), found), stage), count, stage);
			}
			return new Lanczos(TOLERANCE, 0).largest(beside(found, data.rows(), x -> products.rows(products.columns(x))), count, stage);
		}

		@Override
		public double[] axis(final double[] vector) {
			return products.columns(vector);
		}
	}

	/** Products of the centred data with vectors. */
	private record Products(Matrix data, double[] mean, Stage stage) {

		private static final int BLOCKS = 64;

		/** (X − m) x. */
		double[] rows(final double[] x) {
			final double[] y = new double[data.rows()];
			final double offset = Kernels.dot(mean, x, x.length);
			Parallel.ranges(data.rows(), ROWS, stage.progress(), (from, to) -> {
				for (int row = from; row < to; row++) {
					final float[] block = data.block(row);
					final int at = data.at(row);
					double sum = 0;
					for (int i = 0; i < x.length; i++) sum += block[at + i] * x[i];
					y[row] = sum - offset;
				}
			});
			return y;
		}

		/** (X − m)ᵀ x. */
		double[] columns(final double[] x) {
			final int rows = (data.rows() + BLOCKS - 1) / BLOCKS;
			final double[][] sums = new double[BLOCKS][];
			Parallel.parts(BLOCKS, stage.progress(), part -> {
				sums[part] = new double[mean.length];
				for (int row = part * rows; row < Math.min(data.rows(), (part + 1) * rows); row++) {
					final float[] block = data.block(row);
					final int at = data.at(row);
					final double[] sum = sums[part];
					final double factor = x[row];
					for (int i = 0; i < sum.length; i++) sum[i] += factor * (block[at + i] - mean[i]);
				}
			});
			final double[] y = new double[mean.length];
			for (final double[] sum : sums) for (int i = 0; i < y.length; i++) y[i] += sum[i];
			return y;
		}
	}
}
