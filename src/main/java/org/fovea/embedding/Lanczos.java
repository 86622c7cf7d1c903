package org.fovea.embedding;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The largest eigenvalues of a large symmetric operator by the Lanczos method with thick restarts (Wu and Simon 2000), every vector kept
 * orthogonal to all others.
 */
final class Lanczos {

	private static final long SEED = 7;
	private static final int RANGE = 8192;
	private static final int SPARE = 30;
	private static final int MOST_STEPS = 3000;
	private static final double VANISHING = 1e-14;

	private final double tolerance;
	private final int leastBasis;

	/**
	 * @param tolerance of the residuals, relative to the largest eigenvalue
	 * @param leastBasis how many vectors are kept at least before a restart, if there are so many
	 */
	Lanczos(final double tolerance, final int leastBasis) {
		this.tolerance = tolerance;
		this.leastBasis = leastBasis;
	}

	/** Multiplies vectors with a symmetric matrix. */
	interface Operator {

		int size();

		/** y = A x. */
		void apply(double[] x, double[] y);
	}

	/** The largest eigenvalues; exact unless the limit of steps was reached first. */
	Eigen largest(final Operator operator, final int count, final Stage stage) {
		final int n = operator.size();
		final int kept = Math.min(count, n);
		final int size = Math.min(n, Math.max(leastBasis, 2 * kept + SPARE));
		final double[][] basis = new double[size + 1][];
		final double[][] projected = new double[size][size];
		final SplittableRandom random = new SplittableRandom(SEED);
		basis[0] = randomUnit(n, random);
		int length = 0;
		for (int steps = 0;; ) {
			double beta = 0;
			for (; length < size; length++, steps++) {
				stage.check();
				final double[] next = new double[n];
				operator.apply(basis[length], next);
				final double[] products = new double[length + 1];
				final double before = Math.sqrt(Kernels.dot(next, next, n));
				orthogonalize(next, basis, length + 1, products, stage);
				orthogonalize(next, basis, length + 1, products, stage);
				for (int i = 0; i <= length; i++) projected[i][length] = projected[length][i] = products[i];
				beta = Math.sqrt(Kernels.dot(next, next, n));
				if (beta <= VANISHING * before || length + 1 == n) {
					beta = 0;
					basis[length + 1] = length + 1 < n ? fresh(n, basis, length + 1, random, stage) : next;
				}
				else {
					scale(next, 1 / beta);
					basis[length + 1] = next;
				}
			}
			final Eigen small = Eigen.of(projected, size);
			final int converged = converged(small, beta, kept);
			stage.report(Math.max((double) converged / kept, (double) steps / MOST_STEPS));
			if (converged == kept || steps >= MOST_STEPS) return combine(small, basis, kept, converged == kept, stage);
			length = restart(small, basis, projected, kept + (size - kept) / 2, stage);
		}
	}

	private int converged(final Eigen small, final double beta, final int kept) {
		final int size = small.values().length;
		int converged = 0;
		final double scale = Math.max(Math.abs(small.values()[0]), Math.abs(small.values()[size - 1]));
		while (converged < kept && beta * Math.abs(small.vectors()[converged][size - 1]) <= tolerance * scale) converged++;
		return converged;
	}

	private static Eigen combine(final Eigen small, final double[][] basis, final int kept, final boolean exact, final Stage stage) {
		return new Eigen(Arrays.copyOf(small.values(), kept), combinations(small, basis, kept, stage), exact);
	}

	private static double[][] combinations(final Eigen small, final double[][] basis, final int count, final Stage stage) {
		final int n = basis[0].length;
		final double[][] vectors = new double[count][n];
		Parallel.parts(count, stage.progress(), i -> {
			for (int j = 0; j < small.values().length; j++) Kernels.add(small.vectors()[i][j], basis[j], vectors[i], n);
			scale(vectors[i], 1 / Math.sqrt(Kernels.dot(vectors[i], vectors[i], n)));
		});
		return vectors;
	}

	/** Goes on with the best combinations and the last vector. */
	private static int restart(final Eigen small, final double[][] basis, final double[][] projected, final int count, final Stage stage) {
		final int size = small.values().length;
		final double[][] vectors = combinations(small, basis, count, stage);
		final double[] last = basis[size];
		System.arraycopy(vectors, 0, basis, 0, count);
		basis[count] = last;
		for (final double[] row : projected) Arrays.fill(row, 0);
		for (int i = 0; i < count; i++) projected[i][i] = small.values()[i];
		return count;
	}

	private static void orthogonalize(final double[] vector, final double[][] basis, final int count, final double[] products,
		final Stage stage)
	{
		final int n = vector.length;
		final double[] found = new double[count];
		Parallel.ranges(count, 4, stage.progress(), (from, to) -> {
			for (int i = from; i < to; i++) found[i] = Kernels.dot(basis[i], vector, n);
		});
		Parallel.ranges(n, RANGE, stage.progress(), (from, to) -> {
			for (int i = 0; i < count; i++) {
				final double[] other = basis[i];
				final double factor = found[i];
				for (int j = from; j < to; j++) vector[j] -= factor * other[j];
			}
		});
		for (int i = 0; i < count; i++) products[i] += found[i];
	}

	private static double[] fresh(final int n, final double[][] basis, final int count, final SplittableRandom random, final Stage stage) {
		final double[] vector = randomUnit(n, random);
		for (int i = 0; i < 3; i++) orthogonalize(vector, basis, count, new double[count], stage);
		scale(vector, 1 / Math.sqrt(Kernels.dot(vector, vector, n)));
		return vector;
	}

	private static double[] randomUnit(final int n, final SplittableRandom random) {
		final double[] vector = new double[n];
		for (int i = 0; i < n; i++) vector[i] = random.nextGaussian();
		scale(vector, 1 / Math.sqrt(Kernels.dot(vector, vector, n)));
		return vector;
	}

	private static void scale(final double[] vector, final double factor) {
		for (int i = 0; i < vector.length; i++) vector[i] *= factor;
	}
}
