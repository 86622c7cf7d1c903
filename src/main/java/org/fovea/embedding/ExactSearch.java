package org.fovea.embedding;

import java.util.function.IntUnaryOperator;

/**
 * Compares all with all. Candidates are found in single precision; those kept are measured anew in double precision, and where rounding could
 * have hidden a nearer row, that query is compared with every row in double precision.
 */
final class ExactSearch {

	/** A query that is no row itself. */
	static final IntUnaryOperator NO_ROW = query -> -1;

	private static final int SPARE = 16;

	private final DistanceTiles tiles;
	private final Matrix data;
	private final Matrix queries;
	private final IntUnaryOperator self;
	private final int k;

	/**
	 * @param data the rows
	 * @param queries what to find neighbours for
	 * @param self the row that is the query itself and no neighbour, or −1
	 * @param k how many, at most as many as there are
	 */
	ExactSearch(final Matrix data, final Distance distance, final Matrix queries, final IntUnaryOperator self, final int k, final Stage stage) {
		tiles = new DistanceTiles(data, queries, distance, stage.progress());
		this.data = data;
		this.queries = queries;
		this.self = self;
		this.k = k;
	}

	Neighbors find(final Stage stage) {
		final int[] indices = new int[Math.multiplyExact(queries.rows(), k)];
		final float[] distances = new float[indices.length];
		final int blocks = (queries.rows() + DistanceTiles.QUERIES - 1) / DistanceTiles.QUERIES;
		Parallel.parts(blocks, stage, block -> {
			final int first = block * DistanceTiles.QUERIES;
			final int count = Math.min(DistanceTiles.QUERIES, queries.rows() - first);
			final Nearest[] nearest = new Nearest[count];
			for (int query = 0; query < count; query++) nearest[query] = new Nearest((int) Math.min(data.rows(), (long) k + SPARE));
			tiles.visit(queries, first, count, stage.progress(), (query, row, length, squared) -> offer(nearest[query], squared, row, length, self
				.applyAsInt(first + query)));
			for (int query = 0; query < count; query++) {
				stage.check();
				settle(first + query, nearest[query], indices, distances);
			}
		});
		return new Neighbors(k, indices, distances, 1);
	}

	private static void offer(final Nearest nearest, final float[] squared, final int firstRow, final int count, final int self) {
		float limit = nearest.limit();
		for (int j = 0; j < count; j++) {
			if (squared[j] <= limit && firstRow + j != self) {
				nearest.offer(squared[j], firstRow + j);
				limit = nearest.limit();
			}
		}
	}

	private void settle(final int query, final Nearest candidates, final int[] indices, final float[] distances) {
		final Ranking ranking = new Ranking();
		for (int i = 0; i < candidates.size(); i++) ranking.add(tiles.exact(queries, query, candidates.row(i)), candidates.row(i));
		ranking.sort();
		final double farthest = ranking.key(k - 1);
		if (farthest + tiles.error(queries, query, farthest) > candidates.limit()) compareWithAll(query, indices, distances);
		else write(ranking, query, indices, distances);
	}

	private void compareWithAll(final int query, final int[] indices, final float[] distances) {
		final Ranking ranking = new Ranking();
		double limit = Double.POSITIVE_INFINITY;
		for (int row = 0; row < data.rows(); row++) {
			if (row == self.applyAsInt(query)) continue;
			final double key = tiles.exact(queries, query, row);
			// Of equally far rows those that came before are kept.
			if (key >= limit) continue;
			ranking.add(key, row);
			if (ranking.size() >= 2 * k + SPARE) {
				ranking.sort();
				ranking.cut(k);
				limit = ranking.key(k - 1);
			}
		}
		ranking.sort();
		write(ranking, query, indices, distances);
	}

	private void write(final Ranking ranking, final int query, final int[] indices, final float[] distances) {
		for (int i = 0; i < k; i++) {
			indices[query * k + i] = ranking.row(i);
			distances[query * k + i] = (float) tiles.toDistance(ranking.key(i));
		}
	}
}
