package org.fovea.embedding;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Independent component analysis: directions along which the rows are as far from a normal distribution as possible, so that mixed sources come
 * apart (Hyvärinen 1999, "Fast and robust fixed-point algorithms for independent component analysis"). The rows are reduced to their principal
 * components and whitened; then all axes are turned at once, W ← E[g(W x) xᵀ] − diag(E[g′(W x)]) W with g = tanh, the derivative of log cosh, and
 * made orthogonal by W ← (W Wᵀ)^(−1/2) W.
 */
public final class FastIca {

	private static final int MOST_ITERATIONS = 500;
	private static final double TOLERANCE = 1e-9;
	private static final int POINTS = 512;
	private static final double WHITENED = 0.2;

	private final int components;
	private final long seed;

	/**
	 * Settles how many axes there shall be.
	 *
	 * @param components how many axes to find
	 * @param seed of the start: the same seed gives the same axes in the same order
	 */
	public FastIca(final int components, final long seed) {
		Checks.components(components);
		this.components = components;
		this.seed = seed;
	}

	/**
	 * What was found.
	 *
	 * @param sources the rows on the axes, N×K, each of variance 1
	 * @param projection onto the axes (the unmixing matrix); the weight of largest magnitude is positive
	 * @param mixing K rows of D values: what one unit of each source adds to the columns
	 * @param iterations how many it took
	 * @param converged whether the axes stopped moving
	 */
	public record Result(Matrix sources, LinearProjection projection, double[][] mixing, int iterations, boolean converged) {

		/**
		 * Goes back from sources to columns: m + Aᵀ s.
		 *
		 * @param points M×K
		 * @param progress asked whether to stop
		 * @return M×D
		 * @throws FoveaException if the points have another number of axes
		 */
		public Matrix reconstruct(final Matrix points, final Progress progress) {
			return LinearProjection.back(points, projection.center(), mixing, progress);
		}
	}

	/**
	 * Finds the axes.
	 *
	 * @param data N×D
	 * @param progress told how far it is
	 * @return axes and the rows on the axes
	 * @throws FoveaException if the data has fewer independent directions, or a value is not finite
	 */
	public Result fit(final Matrix data, final Progress progress) {
		final Pca.Result pca = new Pca(components).fit(data, new Stage(progress, "Principal components", 0, WHITENED).whole());
		final int k = pca.variances().length;
		if (k < components) {
			throw new FoveaException("These rows vary in only " + k + " independent direction" + (k == 1 ? "" : "s") + "; set the number of components to "
				+ k + " or fewer.");
		}
		final double[] deviations = Arrays.stream(pca.variances()).map(variance -> Math.sqrt(variance * (data.rows() - 1) / data.rows())).toArray();
		final double[][] white = new double[k][data.rows()];
		for (int axis = 0; axis < k; axis++) {
			for (int row = 0; row < data.rows(); row++) white[axis][row] = pca.scores().get(row, axis) / deviations[axis];
		}
		double[][] w = start(k);
		int iterations = 0;
		boolean converged = false;
		while (!converged && iterations < MOST_ITERATIONS) {
			progress.check();
			final double[][] next = orthogonal(turn(w, white, progress));
			double change = 0;
			for (int i = 0; i < k; i++) change = Math.max(change, Math.abs(Math.abs(Kernels.dot(w[i], next[i], k)) - 1));
			w = next;
			iterations++;
			converged = change < TOLERANCE;
			progress.report("Independent components", WHITENED + (1 - WHITENED) * iterations / MOST_ITERATIONS);
		}
		return result(data, pca, deviations, w, iterations, converged, progress);
	}

	private double[][] start(final int k) {
		final SplittableRandom random = new SplittableRandom(seed);
		final double[][] w = new double[k][k];
		for (final double[] row : w) for (int i = 0; i < k; i++) row[i] = random.nextGaussian();
		return orthogonal(w);
	}

	private static double[][] turn(final double[][] w, final double[][] white, final Progress progress) {
		final int k = w.length;
		final int rows = white[0].length;
		final double[][][] sums = new double[(rows + POINTS - 1) / POINTS][][];
		Parallel.ranges(rows, POINTS, progress, (from, to) -> {
			final double[][] x = new double[k][];
			for (int i = 0; i < k; i++) x[i] = Arrays.copyOfRange(white[i], from, to);
			final double[][] part = new double[k][k + 1];
			final double[] y = new double[to - from];
			for (int i = 0; i < k; i++) {
				Arrays.fill(y, 0);
				for (int j = 0; j < k; j++) Kernels.add(w[i][j], x[j], y, y.length);
				double slope = 0;
				for (int j = 0; j < y.length; j++) {
					// tanh; the library function takes five times as long.
					y[j] = 1 - 2 / (Math.exp(2 * y[j]) + 1);
					slope += 1 - y[j] * y[j];
				}
				for (int j = 0; j < k; j++) part[i][j] = Kernels.dot(y, x[j], y.length);
				part[i][k] = slope;
			}
			sums[from / POINTS] = part;
		});
		final double[][] total = new double[k][k + 1];
		for (final double[][] part : sums) for (int i = 0; i < k; i++) Kernels.add(1.0 / rows, part[i], total[i], k + 1);
		final double[][] next = new double[k][k];
		for (int i = 0; i < k; i++) for (int j = 0; j < k; j++) next[i][j] = total[i][j] - total[i][k] * w[i][j];
		return next;
	}

	/** (W Wᵀ)^(−1/2) W. */
	private static double[][] orthogonal(final double[][] w) {
		final int k = w.length;
		final double[][] products = new double[k][k];
		for (int i = 0; i < k; i++) for (int j = 0; j < k; j++) products[i][j] = Kernels.dot(w[i], w[j], k);
		final Eigen eigen = Eigen.of(products, k);
		final double[][] orthogonal = new double[k][k];
		for (int axis = 0; axis < k; axis++) {
			final double[] vector = eigen.vectors()[axis];
			final double[] turned = new double[k];
			for (int i = 0; i < k; i++) Kernels.add(vector[i], w[i], turned, k);
			final double factor = 1 / Math.sqrt(Math.max(eigen.values()[axis], Double.MIN_NORMAL));
			for (int i = 0; i < k; i++) Kernels.add(factor * vector[i], turned, orthogonal[i], k);
		}
		return orthogonal;
	}

	/** Rows of w are orthogonal, so the mixing matrix is what undoes whitening and the turn: Aᵀ = W diag(deviations) V. */
	private static Result result(final Matrix data, final Pca.Result pca, final double[] deviations, final double[][] w, final int iterations,
		final boolean converged, final Progress progress)
	{
		final int k = w.length;
		final double[][] weights = new double[k][data.columns()];
		final double[][] mixing = new double[k][data.columns()];
		for (int i = 0; i < k; i++) {
			for (int j = 0; j < k; j++) {
				Kernels.add(w[i][j] / deviations[j], pca.projection().weights()[j], weights[i], data.columns());
				Kernels.add(w[i][j] * deviations[j], pca.projection().weights()[j], mixing[i], data.columns());
			}
			if (Eigen.isNegative(weights[i])) {
				for (final double[] vector : new double[][] { weights[i], mixing[i] }) {
					for (int j = 0; j < vector.length; j++) vector[j] = -vector[j];
				}
			}
		}
		final LinearProjection projection = new LinearProjection(pca.projection().center(), weights);
		return new Result(projection.project(data, progress), projection, mixing, iterations, converged);
	}
}
