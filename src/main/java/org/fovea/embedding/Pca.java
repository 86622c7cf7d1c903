package org.fovea.embedding;

import java.util.Arrays;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Principal component analysis: the directions in which the rows vary most (Pearson 1901; Hotelling 1933), from the eigenvectors of the covariance
 * of the columns or, where there are fewer rows than columns, of the products of the rows. Columns are centred, not scaled. Never randomised: up
 * to 512 rows or columns the matrix is decomposed as a whole, beyond that the wanted eigenvectors are iterated to rounding; where both numbers are
 * above 4 096, the matrix is never formed.
 */
public final class Pca {

	private static final int FORMED = 4096;
	private static final int ROWS = 256;
	private static final double TOLERANCE = 1e-12;
	private static final double NOTHING = 1e-13;

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
		final double total = Parallel.sum((data.rows() + ROWS - 1) / ROWS, progress, part -> squares(data, mean, part)) / (data.rows() - 1);
		if (!(total > 0)) throw new FoveaException("All rows are the same, so there is nothing to tell apart; choose other columns or another layer.");
		final Stage stage = new Stage(progress, "Principal components", 0, 1);
		final int count = Math.min(components, Math.min(data.rows() - 1, data.columns()));
		final Eigen eigen = data.columns() <= data.rows() ? ofColumns(data, mean, count, stage) : ofRows(data, mean, count, stage);
		final double[] variances = Arrays.stream(eigen.values()).map(value -> value / (data.rows() - 1)).filter(value -> value > NOTHING * total)
			.toArray();
		final double[][] weights = Arrays.copyOf(eigen.vectors(), variances.length);
		for (final double[] axis : weights) Eigen.fixSign(axis);
		final LinearProjection projection = new LinearProjection(mean, weights);
		return new Result(projection.project(data, progress), projection, variances, Arrays.stream(variances).map(value -> value / total).toArray(),
			eigen.exact());
	}

	private static double squares(final Matrix data, final double[] mean, final int part) {
		double sum = 0;
		for (int row = part * ROWS; row < Math.min(data.rows(), (part + 1) * ROWS); row++) {
			final float[] block = data.block(row);
			final int at = data.at(row);
			for (int i = 0; i < mean.length; i++) sum += (block[at + i] - mean[i]) * (block[at + i] - mean[i]);
		}
		return sum;
	}

	private static Eigen ofColumns(final Matrix data, final double[] mean, final int count, final Stage stage) {
		if (data.columns() <= FORMED) return Eigen.largest(CrossProduct.of(CrossProduct.rows(data, mean), stage), count, stage);
		final Products products = new Products(data, mean, stage);
		return new Lanczos(TOLERANCE, 0).largest(new Lanczos.Operator() {

			@Override
			public int size() {
				return data.columns();
			}

			@Override
			public void apply(final double[] x, final double[] y) {
				products.columns(products.rows(x), y);
			}
		}, count, stage);
	}

	/** The eigenvectors of the products of rows, turned into axes. */
	private static Eigen ofRows(final Matrix data, final double[] mean, final int count, final Stage stage) {
		final Products products = new Products(data, mean, stage);
		final Eigen eigen;
		if (data.rows() <= FORMED) {
			eigen = Eigen.largest(CrossProduct.of(CrossProduct.columns(data, mean), stage), count, stage);
		}
		else {
			eigen = new Lanczos(TOLERANCE, 0).largest(new Lanczos.Operator() {

				@Override
				public int size() {
					return data.rows();
				}

				@Override
				public void apply(final double[] x, final double[] y) {
					final double[] columns = new double[data.columns()];
					products.columns(x, columns);
					System.arraycopy(products.rows(columns), 0, y, 0, y.length);
				}
			}, count, stage);
		}
		final double[][] axes = new double[eigen.values().length][data.columns()];
		for (int axis = 0; axis < axes.length; axis++) {
			products.columns(eigen.vectors()[axis], axes[axis]);
			final double length = Math.sqrt(Kernels.dot(axes[axis], axes[axis], data.columns()));
			for (int i = 0; i < data.columns(); i++) axes[axis][i] /= Math.max(length, Double.MIN_NORMAL);
		}
		return new Eigen(eigen.values(), axes, eigen.exact());
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
		void columns(final double[] x, final double[] y) {
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
			Arrays.fill(y, 0);
			for (final double[] sum : sums) for (int i = 0; i < y.length; i++) y[i] += sum[i];
		}
	}
}
