package org.fovea.embedding;

import org.fovea.Progress;

/**
 * How much rows belong together for t-SNE: p(j|i) ∝ exp(−β_i d(i, j)²) over the nearest neighbours of i, with β_i such that the entropy of
 * p(·|i) is the logarithm of the perplexity (van der Maaten and Hinton 2008, equation 1; van der Maaten 2014).
 */
final class Affinities {

	private static final double TOLERANCE = 1e-7;
	private static final int STEPS = 200;
	private static final int ROWS = 256;

	private Affinities() {
	}

	/** p(j|i), N·k values that sum up to one for each row. */
	static float[] conditional(final Neighbors neighbors, final double perplexity, final Progress progress) {
		final int k = neighbors.k();
		final float[] p = new float[neighbors.rows() * k];
		Parallel.ranges(neighbors.rows(), ROWS, progress, (from, to) -> {
			final double[] squared = new double[k];
			final double[] weights = new double[k];
			for (int row = from; row < to; row++) {
				for (int i = 0; i < k; i++) squared[i] = (double) neighbors.distance(row, i) * neighbors.distance(row, i);
				calibrate(squared, Math.log(perplexity), weights);
				for (int i = 0; i < k; i++) p[row * k + i] = (float) weights[i];
			}
		});
		return p;
	}

	/** Bisects β until the entropy is what it should be, or cannot be: rows that lie on the same spot share equally. */
	private static void calibrate(final double[] squared, final double entropy, final double[] weights) {
		double mean = 0;
		for (final double value : squared) mean += (value - squared[0]) / squared.length;
		double beta = mean > 0 ? 1 / mean : 1;
		double low = 0;
		double high = Double.POSITIVE_INFINITY;
		for (int step = 0; step < STEPS; step++) {
			final double excess = weigh(squared, beta, weights) - entropy;
			if (Math.abs(excess) < TOLERANCE) return;
			if (excess > 0) low = beta;
			else high = beta;
			beta = high == Double.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
		}
	}

	/** Sets the weights for a β and returns their entropy. */
	private static double weigh(final double[] squared, final double beta, final double[] weights) {
		double sum = 0;
		double moment = 0;
		for (int i = 0; i < squared.length; i++) {
			final double exponent = beta * (squared[i] - squared[0]);
			weights[i] = Math.exp(-exponent);
			sum += weights[i];
			if (weights[i] > 0) moment += weights[i] * exponent;
		}
		for (int i = 0; i < weights.length; i++) weights[i] /= sum;
		return Math.log(sum) + moment / sum;
	}

	/** (p(j|i) + p(i|j)) / 2N, which sums up to one over the whole graph. */
	static Graph joint(final Neighbors neighbors, final double perplexity, final Progress progress) {
		final double twice = 2.0 * neighbors.rows();
		return Graph.symmetric(neighbors, conditional(neighbors, perplexity, progress), (there, back) -> (there + back) / twice, progress);
	}
}
