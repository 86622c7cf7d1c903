package org.fovea.embedding;

import java.util.OptionalInt;

import org.fovea.Progress;

/** UMAP (McInnes, Healy and Melville 2018, "UMAP: Uniform manifold approximation and projection for dimension reduction"). */
public final class Umap {

	private final Options options;

	/**
	 * What can be chosen.
	 *
	 * @param neighbors k, how many neighbours make a neighbourhood, the row itself included
	 * @param minimumDistance how close points may lie in the map
	 * @param spread the scale of the map
	 * @param dimensions of the map
	 * @param epochs passes over the graph; empty for 500 up to 10 000 rows and 200 beyond
	 * @param negatives points pushed away for each pull
	 * @param distance between rows
	 * @param seed of everything random
	 */
	public record Options(int neighbors, double minimumDistance, double spread, int dimensions, OptionalInt epochs, int negatives,
		Distance distance, long seed)
	{

		/** 15 neighbours, minimum distance 0.1, spread 1, two dimensions, 5 negatives, Euclidean. */
		public static final Options DEFAULT = new Options(15, 0.1, 1, 2, OptionalInt.empty(), 5, Distance.EUCLIDEAN, 1);
	}

	/**
	 * @param options see there
	 */
	public Umap(final Options options) {
		this.options = options;
	}

	/**
	 * The map.
	 *
	 * @param points N×dimensions
	 * @param a of the curve 1 / (1 + a d^(2b)) that the minimum distance was turned into
	 * @param b of that curve
	 * @param recall of the neighbours it was made from
	 */
	public record Result(Matrix points, double a, double b, double recall) {
	}

	/**
	 * Makes the map.
	 *
	 * @param data N×D
	 * @param progress told after each epoch
	 * @return the map
	 * @throws org.fovea.FoveaException if there are too few rows for the neighbours, or a value is not finite
	 */
	public Result fit(final Matrix data, final Progress progress) {
		throw new UnsupportedOperationException(options.toString());
	}
}
