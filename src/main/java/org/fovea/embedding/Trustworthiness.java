package org.fovea.embedding;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * How far neighbours in a map are neighbours in the data (Venna and Kaski 2001): 1 − 2/(N k (2N − 3k − 1)) Σᵢ Σⱼ max(0, r(i, j) − k), where j runs
 * over the k nearest of i in the map and r is the rank of j among the neighbours of i in the data. Rows that are equally far from i, up to
 * rounding, have the best of their ranks.
 *
 * @param value between 0 and 1, higher is better
 * @param rows over how many rows i the sum was taken: all, or a random sample where all would be too much work
 * @param standardError of the value through the sampling, 0 if all rows were taken
 */
public record Trustworthiness(double value, int rows, double standardError) {

	private static final int LEAST_SAMPLE = 1000;
	private static final long SEED = 3;
	private static final float ROUNDING = 1e-6f;

	/**
	 * Compares a map with its data.
	 *
	 * @param data N×D
	 * @param map N×2 or more
	 * @param k neighbours, less than N/2
	 * @param distance between rows of the data; in the map it is Euclidean
	 * @param progress told how far it is
	 * @return the trustworthiness
	 * @throws FoveaException if there are too few rows
	 */
	public static Trustworthiness of(final Matrix data, final Matrix map, final int k, final Distance distance, final Progress progress) {
		if (map.rows() != data.rows()) throw new IllegalArgumentException(map.rows() + " points for " + data.rows() + " rows.");
		Checks.rows(data, 3, "Trustworthiness", progress);
		Checks.finite(map, progress);
		if (k < 1 || 2L * k >= data.rows()) {
			throw new FoveaException("Trustworthiness of " + data.rows() + " rows takes from 1 to " + (data.rows() - 1) / 2
				+ " neighbours; set their number in this range.");
		}
		final int[] rows = sample(data);
		final int[][] near = nearest(map, rows, k, new Stage(progress, "Trustworthiness", 0, 0.3));
		final double[] excess = excess(data, distance, rows, near, k, new Stage(progress, "Trustworthiness", 0.3, 1));
		final double factor = 2.0 / (k * (2.0 * data.rows() - 3.0 * k - 1));
		double sum = 0;
		double squares = 0;
		for (final double value : excess) {
			sum += factor * value;
			squares += factor * value * factor * value;
		}
		final double mean = sum / rows.length;
		final double variance = Math.max(0, squares / rows.length - mean * mean);
		final double error = rows.length == data.rows() ? 0 : Math.sqrt(variance / rows.length * (1 - (double) rows.length / data.rows()));
		return new Trustworthiness(1 - mean, rows.length, error);
	}

	private static int[] sample(final Matrix data) {
		final double perRow = (double) data.rows() * data.columns();
		final int[] rows = IntStream.range(0, data.rows()).toArray();
		final int size = (int) Math.max(LEAST_SAMPLE, Math.min(data.rows(), NearestNeighbors.EXACT_WORK / perRow));
		if (size >= data.rows()) return rows;
		final SplittableRandom random = new SplittableRandom(SEED);
		for (int i = 0; i < size; i++) {
			final int other = random.nextInt(i, rows.length);
			final int row = rows[i];
			rows[i] = rows[other];
			rows[other] = row;
		}
		return IntStream.of(rows).limit(size).sorted().toArray();
	}

	private static int[][] nearest(final Matrix map, final int[] rows, final int k, final Stage stage) {
		final Neighbors neighbors = new ExactSearch(map, Distance.EUCLIDEAN, map.select(rows), query -> rows[query], k, stage).find(stage);
		return IntStream.range(0, rows.length).mapToObj(i -> IntStream.range(0, k).map(rank -> neighbors.index(i, rank)).toArray()).toArray(
			int[][]::new);
	}

	/** For each row Σⱼ max(0, r(i, j) − k). */
	private static double[] excess(final Matrix data, final Distance distance, final int[] rows, final int[][] near, final int k,
		final Stage stage)
	{
		final DistanceTiles tiles = new DistanceTiles(data, data, distance, stage.progress());
		final Matrix queries = data.select(rows);
		final double[] excess = new double[rows.length];
		Parallel.parts((rows.length + DistanceTiles.QUERIES - 1) / DistanceTiles.QUERIES, stage, part -> {
			final int first = part * DistanceTiles.QUERIES;
			final int count = Math.min(DistanceTiles.QUERIES, rows.length - first);
			final float[][] limits = new float[count][k];
			for (int query = 0; query < count; query++) {
				for (int i = 0; i < k; i++) {
					final double squared = tiles.exact(queries, first + query, near[first + query][i]);
					limits[query][i] = (float) (squared - ROUNDING * tiles.scale(queries, first + query, squared));
				}
				Arrays.sort(limits[query]);
			}
			final int[][] closer = new int[count][k + 1];
			tiles.visit(queries, first, count, stage.progress(), (query, row, length, squared) -> count(squared, length, rows[first + query]
				- row, limits[query], closer[query]));
			for (int query = 0; query < count; query++) excess[first + query] = excess(closer[query], k);
		});
		return excess;
	}

	/** Counts for each limit the rows that are the first to lie below it. */
	private static void count(final float[] squared, final int length, final int self, final float[] limits, final int[] closer) {
		final float last = limits[limits.length - 1];
		for (int j = 0; j < length; j++) {
			if (squared[j] < last && j != self) {
				int place = 0;
				while (squared[j] >= limits[place]) place++;
				closer[place]++;
			}
		}
	}

	private static double excess(final int[] closer, final int k) {
		double excess = 0;
		int rank = 1;
		for (int i = 0; i < k; i++) {
			rank += closer[i];
			excess += Math.max(0, rank - k);
		}
		return excess;
	}
}
