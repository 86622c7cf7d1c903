package org.fovea.embedding;

import java.util.OptionalDouble;

import org.fovea.Progress;

/**
 * t-SNE in two dimensions (van der Maaten and Hinton 2008), with forces interpolated on a grid by fast Fourier transforms in O(N) per step
 * (Linderman et al. 2019).
 */
public final class TSne {

	private final Options options;

	/**
	 * What can be chosen.
	 *
	 * @param perplexity effective number of neighbours
	 * @param exaggeratedIterations steps with attraction multiplied by {@code exaggeration}
	 * @param iterations steps after that
	 * @param exaggeration usually 12
	 * @param learningRate empty for N/12, at least 200 (Belkina et al. 2019)
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
	 * @param options see there
	 */
	public TSne(final Options options) {
		this.options = options;
	}

	/**
	 * The map.
	 *
	 * @param points N×2
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
	 * @throws org.fovea.FoveaException if there are too few rows for the perplexity, or a value is not finite
	 */
	public Result fit(final Matrix data, final Progress progress) {
		throw new UnsupportedOperationException(options.toString());
	}
}
