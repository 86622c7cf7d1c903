package org.fovea.embedding;

/**
 * The k nearest rows of each of N query rows, nearest first; of rows at the same distance the one with the smaller number first.
 */
public final class Neighbors {

	private final int k;
	private final int[] indices;
	private final float[] distances;
	private final double recall;

	/**
	 * @param k neighbours of each row
	 * @param indices N·k numbers of rows
	 * @param distances N·k
	 * @param recall 1 if exact
	 */
	Neighbors(final int k, final int[] indices, final float[] distances, final double recall) {
		this.k = k;
		this.indices = indices;
		this.distances = distances;
		this.recall = recall;
	}

	/** @return N */
	public int rows() {
		return k == 0 ? 0 : indices.length / k;
	}

	/** @return k */
	public int k() {
		return k;
	}

	/**
	 * A neighbour.
	 *
	 * @param row the query, from 0
	 * @param rank from 0, the nearest
	 * @return the number of the neighbour's row
	 */
	public int index(final int row, final int rank) {
		return indices[row * k + rank];
	}

	/**
	 * The distance to a neighbour.
	 *
	 * @param row the query, from 0
	 * @param rank from 0, the nearest
	 * @return its distance
	 */
	public float distance(final int row, final int rank) {
		return distances[row * k + rank];
	}

	/** @return which share of the true neighbours was found: 1 for an exact search, else measured on a sample of rows */
	public double recall() {
		return recall;
	}
}
