package org.fovea.embedding;

import java.util.OptionalDouble;
import java.util.SplittableRandom;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * t-SNE in two dimensions (van der Maaten and Hinton 2008): points that attract each other as far as their rows are neighbours and all repel each
 * other, so that the Kullback–Leibler divergence of q_ij ∝ 1 / (1 + ‖y_i − y_j‖²) from the affinities of the rows becomes small. The start is the
 * first two principal components (Kobak and Berens 2019), repulsion is interpolated on a grid in O(N) per step (Linderman et al. 2019).
 */
public final class TSne {

	private static final double EARLY_MOMENTUM = 0.5;
	private static final double MOMENTUM = 0.8;
	private static final double LEAST_LEARNING_RATE = 200;
	private static final double START_DEVIATION = 1e-4;
	private static final double JITTER = 0.01;
	private static final int NEIGHBORS_PER_PERPLEXITY = 3;
	private static final double NEIGHBORS_DONE = 0.2;
	private static final double START_DONE = 0.25;

	private final Options options;

	/**
	 * What can be chosen.
	 *
	 * @param perplexity effective number of neighbours
	 * @param exaggeratedIterations steps with attraction multiplied by {@code exaggeration}
	 * @param iterations steps after that
	 * @param exaggeration usually 12
	 * @param learningRate of the gradient without its factor 4; empty for N/12 or 200, whichever is more (Belkina et al. 2019)
	 * @param distance between rows
	 * @param seed of everything random
	 */
	public record Options(double perplexity, int exaggeratedIterations, int iterations, double exaggeration, OptionalDouble learningRate,
		Distance distance, long seed)
	{

		/** Perplexity 30, 250 exaggerated steps (12×) and 500 more, learning rate N/12, Euclidean. */
		public static final Options DEFAULT = new Options(30, 250, 500, 12, OptionalDouble.empty(), Distance.EUCLIDEAN, 1);
	}

	/**
	 * Settles the options.
	 *
	 * @param options see there
	 */
	public TSne(final Options options) {
		if (!(options.perplexity() >= 1 && options.perplexity() < 1e6)) throw new FoveaException("Set the perplexity to 1 or more, for instance 30.");
		if (options.exaggeratedIterations() < 0 || options.iterations() < 0) throw new FoveaException("Set the number of iterations to 0 or more.");
		if (!(options.exaggeration() > 0 && options.exaggeration() < 1e6)) throw new FoveaException("Set the exaggeration above 0, for instance 12.");
		this.options = options;
	}

	/**
	 * The map.
	 *
	 * @param points N×2, around the origin
	 * @param divergence Kullback–Leibler divergence of the map from the data, in nats
	 * @param recall of the neighbours it was made from
	 */
	public record Result(Matrix points, double divergence, double recall) {
	}

	/**
	 * Makes the map.
	 *
	 * @param data N×D
	 * @param progress told after each step
	 * @return the map
	 * @throws FoveaException if there are too few rows for the perplexity, or a value is not finite
	 */
	public Result fit(final Matrix data, final Progress progress) {
		Checks.rows(data, 4, "t-SNE", progress);
		final int k = (int) Math.ceil(NEIGHBORS_PER_PERPLEXITY * options.perplexity());
		if (data.rows() <= k) {
			throw new FoveaException("A perplexity of " + Sentences.number(options.perplexity()) + " needs more than " + k + " rows, but there are " + data
				.rows() + "; set the perplexity to " + Math.max(1, (data.rows() - 1) / NEIGHBORS_PER_PERPLEXITY) + " or less.");
		}
		final Neighbors neighbors = new NearestNeighbors(options.distance(), options.seed()).find(data, k, new Stage(progress, "Nearest neighbours", 0,
			NEIGHBORS_DONE));
		final Graph affinities = Affinities.joint(neighbors, options.perplexity(), progress);
		final Descent descent = start(data, affinities, progress);
		final int steps = options.exaggeratedIterations() + options.iterations();
		for (int step = 0; step < steps; step++) {
			final boolean early = step < options.exaggeratedIterations();
			descent.step(early ? options.exaggeration() : 1, early ? EARLY_MOMENTUM : MOMENTUM);
			progress.report("t-SNE", START_DONE + (1 - START_DONE) * (step + 1) / steps);
		}
		return new Result(descent.points(), descent.divergence(), neighbors.recall());
	}

	private Descent start(final Matrix data, final Graph affinities, final Progress progress) {
		final SplittableRandom random = new SplittableRandom(options.seed());
		final Matrix components = Start.principal(data, 2, START_DEVIATION, new Stage(progress, "Principal components", NEIGHBORS_DONE, START_DONE));
		final float[] x = components.column(0);
		final float[] y = components.column(1);
		// Rows that are alike in the components, or altogether, could not part without it.
		for (int i = 0; i < x.length; i++) {
			x[i] += JITTER * START_DEVIATION * random.nextGaussian();
			y[i] += JITTER * START_DEVIATION * random.nextGaussian();
		}
		final double rate = options.learningRate().orElse(Math.max(LEAST_LEARNING_RATE, data.rows() / 12.0));
		return new Descent(affinities, x, y, Repulsion.of(x, y, progress), rate, progress);
	}
}
