package org.fovea.embedding;

import org.fovea.Progress;

/**
 * Finds nearest neighbours: exactly, by comparing everything with everything, up to the work of 20 000 rows of 2 048 columns; beyond that
 * approximately, with the share of true neighbours found measured on a sample ({@link Neighbors#recall}).
 */
public final class NearestNeighbors {

	private final Distance distance;
	private final long seed;

	/**
	 * @param distance between rows
	 * @param seed of the approximate search
	 */
	public NearestNeighbors(final Distance distance, final long seed) {
		this.distance = distance;
		this.seed = seed;
	}

	/**
	 * Finds for each row its nearest among the others.
	 *
	 * @param data N×D
	 * @param k how many; fewer when there are no more than k rows
	 * @param progress told how far it is
	 * @return N times k neighbours; no row is its own neighbour
	 * @throws org.fovea.FoveaException if there are fewer than two rows, or a value is not finite
	 */
	public Neighbors find(final Matrix data, final int k, final Progress progress) {
		throw new UnsupportedOperationException(distance + " " + seed);
	}

	/**
	 * Finds for each query its nearest rows.
	 *
	 * @param queries M×D
	 * @param data N×D
	 * @param k how many; fewer when there are fewer rows
	 * @param progress told how far it is
	 * @return M times k neighbours, always exact
	 * @throws org.fovea.FoveaException if there are no rows, the columns differ, or a value is not finite
	 */
	public Neighbors find(final Matrix queries, final Matrix data, final int k, final Progress progress) {
		throw new UnsupportedOperationException(distance + " " + seed);
	}
}
