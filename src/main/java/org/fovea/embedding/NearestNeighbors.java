package org.fovea.embedding;

import java.util.function.IntUnaryOperator;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Finds nearest neighbours: exactly, by comparing everything with everything, up to the work of 20 000 rows of 2 048 columns; beyond that
 * approximately, with the share of true neighbours found measured on a sample ({@link Neighbors#recall}).
 */
public final class NearestNeighbors {

	/** Rows² × columns up to which everything is compared with everything. */
	static final double EXACT_WORK = 20_000.0 * 20_000 * 2_048;

	private static final String WHAT = "Nearest neighbours";

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
	 * @throws FoveaException if there are fewer than two rows, or a value is not finite
	 */
	public Neighbors find(final Matrix data, final int k, final Progress progress) {
		return find(data, k, new Stage(progress, WHAT, 0, 1));
	}

	/** Finds for each row its nearest among the others, as a part of something longer. */
	Neighbors find(final Matrix data, final int k, final Stage stage) {
		Checks.rows(data, 2, "A search for neighbours", stage.progress());
		checkCount(k);
		final int count = Math.min(k, data.rows() - 1);
		if ((double) data.rows() * data.rows() * data.columns() <= EXACT_WORK) {
			return new ExactSearch(data, distance, data, IntUnaryOperator.identity(), count, stage).find(stage);
		}
		return new NeighborDescent(data, distance, count, seed).find(stage);
	}

	/**
	 * Finds for each query its nearest rows.
	 *
	 * @param queries M×D
	 * @param data N×D
	 * @param k how many; fewer when there are fewer rows
	 * @param progress told how far it is
	 * @return M times k neighbours, always exact
	 * @throws FoveaException if there are no rows, the columns differ, or a value is not finite
	 */
	public Neighbors find(final Matrix queries, final Matrix data, final int k, final Progress progress) {
		Checks.rows(data, 1, "A search for neighbours", progress);
		Checks.columns(queries, data.columns());
		Checks.finite(queries, progress);
		checkCount(k);
		final Stage stage = new Stage(progress, WHAT, 0, 1);
		return new ExactSearch(data, distance, queries, ExactSearch.NO_ROW, Math.min(k, data.rows()), stage).find(stage);
	}

	private static void checkCount(final int k) {
		if (k < 1) throw new FoveaException("Set the number of neighbours to 1 or more.");
	}
}
