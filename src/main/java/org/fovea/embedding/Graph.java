package org.fovea.embedding;

import java.util.Arrays;

import org.fovea.Progress;

/**
 * A sparse N×N matrix of weights, row by row, columns ascending within a row.
 *
 * @param starts N + 1 places: row i has the entries from {@code starts[i]} to {@code starts[i + 1]}, exclusive
 * @param columns of the entries
 * @param weights of the entries
 */
record Graph(int[] starts, int[] columns, float[] weights) {

	private static final int ROWS = 512;

	/** Makes one weight of the weights of the two directions between two rows, 0 where there is none; must be symmetric. */
	interface Union {

		double of(double there, double back);
	}

	int rows() {
		return starts.length - 1;
	}

	/**
	 * Joins the directed edges to neighbours into an undirected graph.
	 *
	 * @param neighbors k of each row
	 * @param weights N·k
	 * @param union of both directions
	 * @return the symmetric graph
	 */
	static Graph symmetric(final Neighbors neighbors, final float[] weights, final Union union, final Progress progress) {
		final int rows = neighbors.rows();
		final int k = neighbors.k();
		final int[] incoming = new int[rows + 1];
		for (int row = 0; row < rows; row++) for (int i = 0; i < k; i++) incoming[neighbors.index(row, i) + 1]++;
		for (int row = 0; row < rows; row++) incoming[row + 1] += incoming[row];
		final int[] sources = new int[rows * k];
		final float[] sourceWeights = new float[rows * k];
		final int[] next = incoming.clone();
		for (int row = 0; row < rows; row++) {
			for (int i = 0; i < k; i++) {
				final int place = next[neighbors.index(row, i)]++;
				sources[place] = row;
				sourceWeights[place] = weights[row * k + i];
			}
		}
		final int[] starts = new int[rows + 1];
		Parallel.ranges(rows, ROWS, progress, (from, to) -> {
			for (int row = from; row < to; row++) {
				starts[row + 1] = merge(neighbors, weights, union, row, sources, sourceWeights, incoming, null, null, 0);
			}
		});
		for (int row = 0; row < rows; row++) starts[row + 1] = Math.addExact(starts[row + 1], starts[row]);
		final int[] columns = new int[starts[rows]];
		final float[] joined = new float[starts[rows]];
		Parallel.ranges(rows, ROWS, progress, (from, to) -> {
			for (int row = from; row < to; row++) {
				merge(neighbors, weights, union, row, sources, sourceWeights, incoming, columns, joined, starts[row]);
			}
		});
		return new Graph(starts, columns, joined);
	}

	private static int merge(final Neighbors neighbors, final float[] weights, final Union union, final int row, final int[] sources,
		final float[] sourceWeights, final int[] incoming, final int[] columns, final float[] joined, final int at)
	{
		final int k = neighbors.k();
		final long[] outgoing = new long[k];
		for (int i = 0; i < k; i++) outgoing[i] = (long) neighbors.index(row, i) << 32 | i;
		Arrays.sort(outgoing);
		int count = 0;
		int out = 0;
		int in = incoming[row];
		while (out < k || in < incoming[row + 1]) {
			final int there = out < k ? (int) (outgoing[out] >>> 32) : Integer.MAX_VALUE;
			final int back = in < incoming[row + 1] ? sources[in] : Integer.MAX_VALUE;
			final int column = Math.min(there, back);
			final double thereWeight = there == column ? weights[row * k + (int) outgoing[out++]] : 0;
			final double backWeight = back == column ? sourceWeights[in++] : 0;
			if (columns != null) {
				columns[at + count] = column;
				joined[at + count] = (float) union.of(thereWeight, backWeight);
			}
			count++;
		}
		return count;
	}
}
