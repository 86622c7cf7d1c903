package org.fovea.embedding;

import java.util.OptionalInt;
import java.util.SplittableRandom;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * UMAP (McInnes, Healy and Melville 2018, "UMAP: Uniform manifold approximation and projection for dimension reduction"): a fuzzy graph of
 * neighbourhoods, laid out so that its edges are short and other points are apart, from a spectral start.
 */
public final class Umap {

	private static final int FEW = 10_000;
	private static final int EPOCHS_OF_FEW = 500;
	private static final int EPOCHS_OF_MANY = 200;
	private static final double SIDE = 10;
	private static final double NOISE = 1e-4;
	private static final double NEIGHBORS_DONE = 0.3;
	private static final double START_DONE = 0.4;

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
	 * Settles the options.
	 *
	 * @param options see there
	 */
	public Umap(final Options options) {
		if (options.neighbors() < 2) throw new FoveaException("Set the number of neighbours to 2 or more, for instance 15.");
		if (!(options.spread() > 0 && options.spread() < 1e6)) throw new FoveaException("Set the spread above 0, for instance 1.");
		if (!(options.minimumDistance() >= 0 && options.minimumDistance() <= options.spread())) {
			throw new FoveaException("Set the minimum distance between 0 and the spread, for instance 0.1.");
		}
		if (options.dimensions() < 1) throw new FoveaException("Set the number of dimensions to 1 or more.");
		if (options.negatives() < 0) throw new FoveaException("Set the number of negatives to 0 or more, for instance 5.");
		if (options.epochs().orElse(1) < 1) throw new FoveaException("Set the number of epochs to 1 or more, for instance 500.");
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
	 * @throws FoveaException if there are too few rows for the neighbours, or a value is not finite
	 */
	public Result fit(final Matrix data, final Progress progress) {
		Checks.rows(data, Math.max(4, options.dimensions() + 2), "UMAP", progress);
		if (data.rows() < options.neighbors()) {
			throw new FoveaException("UMAP with " + options.neighbors() + " neighbours needs at least as many rows, but there are " + data.rows()
				+ "; set the neighbours to " + data.rows() + " or fewer.");
		}
		final Neighbors neighbors = new NearestNeighbors(options.distance(), options.seed()).find(data, options.neighbors() - 1, new Stage(progress,
			"Nearest neighbours", 0, NEIGHBORS_DONE));
		final Graph graph = FuzzyGraph.of(neighbors, progress);
		final float[] points = start(data, graph, new Stage(progress, "Spectral start", NEIGHBORS_DONE, START_DONE));
		final DistanceCurve curve = DistanceCurve.fit(options.minimumDistance(), options.spread());
		final int epochs = options.epochs().orElse(data.rows() <= FEW ? EPOCHS_OF_FEW : EPOCHS_OF_MANY);
		final Layout layout = new Layout(graph, points, options.dimensions(), curve, options, epochs);
		for (int epoch = 0; epoch < epochs; epoch++) {
			progress.check();
			layout.run(epoch, progress);
			progress.report("UMAP", START_DONE + (1 - START_DONE) * (epoch + 1) / epochs);
		}
		final Matrix map = new Matrix(data.rows(), options.dimensions());
		for (int row = 0; row < data.rows(); row++) {
			for (int axis = 0; axis < options.dimensions(); axis++) map.set(row, axis, points[row * options.dimensions() + axis]);
		}
		return new Result(map, curve.a(), curve.b(), neighbors.recall());
	}

	/** The spectral start with a little noise, stretched to a square (or cube) of side 10. */
	private float[] start(final Matrix data, final Graph graph, final Stage stage) {
		final int dimensions = options.dimensions();
		final double[][] start = new SpectralStart(graph, data, dimensions, options.seed()).points(stage);
		double largest = Double.MIN_NORMAL;
		for (final double[] point : start) for (final double value : point) largest = Math.max(largest, Math.abs(value));
		final SplittableRandom random = new SplittableRandom(options.seed());
		for (final double[] point : start) {
			for (int axis = 0; axis < dimensions; axis++) point[axis] = SIDE / largest * point[axis] + NOISE * random.nextGaussian();
		}
		final float[] points = new float[Math.multiplyExact(start.length, dimensions)];
		for (int axis = 0; axis < dimensions; axis++) {
			double low = Double.POSITIVE_INFINITY;
			double high = Double.NEGATIVE_INFINITY;
			for (final double[] point : start) {
				low = Math.min(low, point[axis]);
				high = Math.max(high, point[axis]);
			}
			for (int row = 0; row < start.length; row++) points[row * dimensions + axis] = (float) (SIDE * (start[row][axis] - low) / (high - low));
		}
		return points;
	}
}
