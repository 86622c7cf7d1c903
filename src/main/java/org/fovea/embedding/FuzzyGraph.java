package org.fovea.embedding;

import org.fovea.Progress;

/**
 * UMAP's graph: how much each row belongs to the neighbourhood of another, exp(−(d − ρ_i) / σ_i) with ρ_i the distance to the nearest other row
 * and σ_i such that the memberships of row i sum up to log2 k; both directions joined as a probabilistic or (McInnes et al. 2018, section 3.1 and
 * algorithms 2 and 3).
 */
final class FuzzyGraph {

	private static final int STEPS = 64;
	private static final double TOLERANCE = 1e-5;
	private static final double LEAST_SCALE = 1e-3;
	private static final int ROWS = 256;

	private FuzzyGraph() {
	}

	/**
	 * Builds the graph.
	 *
	 * @param neighbors the k − 1 nearest of each row, because UMAP counts the row itself as the first of its k neighbours
	 */
	static Graph of(final Neighbors neighbors, final Progress progress) {
		final int others = neighbors.k();
		final double meanOfAll = Parallel.sum((neighbors.rows() + ROWS - 1) / ROWS, progress, part -> {
			double sum = 0;
			for (int row = part * ROWS; row < Math.min(neighbors.rows(), (part + 1) * ROWS); row++) sum += mean(neighbors, row) / neighbors.rows();
			return sum;
		});
		final float[] memberships = new float[neighbors.rows() * others];
		Parallel.ranges(neighbors.rows(), ROWS, progress, (from, to) -> {
			for (int row = from; row < to; row++) {
				final double rho = nearest(neighbors, row);
				final double sigma = Math.max(scale(neighbors, row, rho), LEAST_SCALE * (rho > 0 ? mean(neighbors, row) : meanOfAll));
				for (int i = 0; i < others; i++) {
					final double excess = neighbors.distance(row, i) - rho;
					memberships[row * others + i] = (float) (excess <= 0 || sigma == 0 ? 1 : Math.exp(-excess / sigma));
				}
			}
		});
		return Graph.symmetric(neighbors, memberships, (there, back) -> there + back - there * back, progress);
	}

	/** The mean distance of a row to its k neighbours, itself included. */
	private static double mean(final Neighbors neighbors, final int row) {
		double sum = 0;
		for (int i = 0; i < neighbors.k(); i++) sum += neighbors.distance(row, i);
		return sum / (neighbors.k() + 1);
	}

	/** ρ: the smallest distance that is not zero. */
	private static double nearest(final Neighbors neighbors, final int row) {
		for (int i = 0; i < neighbors.k(); i++) if (neighbors.distance(row, i) > 0) return neighbors.distance(row, i);
		return 0;
	}

	/** σ, by bisection. */
	private static double scale(final Neighbors neighbors, final int row, final double rho) {
		final double wanted = Math.log(neighbors.k() + 1) / Math.log(2);
		double low = 0;
		double high = Double.POSITIVE_INFINITY;
		// From a power of two on, of whatever scale the distances have, bisection takes the same steps as from 1.
		double sigma = rho > 0 ? Math.scalb(1.0, Math.getExponent(rho)) : 1;
		for (int step = 0; step < STEPS; step++) {
			double sum = 0;
			for (int i = 0; i < neighbors.k(); i++) {
				final double excess = neighbors.distance(row, i) - rho;
				sum += excess > 0 ? Math.exp(-excess / sigma) : 1;
			}
			if (Math.abs(sum - wanted) < TOLERANCE) break;
			if (sum > wanted) high = sigma;
			else low = sigma;
			sigma = high == Double.POSITIVE_INFINITY ? 2 * sigma : (low + high) / 2;
		}
		return sigma;
	}
}
