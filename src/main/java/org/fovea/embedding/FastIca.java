package org.fovea.embedding;

import org.fovea.Progress;

/**
 * Independent component analysis: directions along which the rows are as far from a normal distribution as possible, so that mixed sources
 * come apart (Hyvärinen 1999, "Fast and robust fixed-point algorithms for independent component analysis"). All axes at once, contrast log cosh.
 */
public final class FastIca {

	private final int components;
	private final long seed;

	/**
	 * @param components how many axes to find
	 * @param seed of the start: the same seed gives the same axes in the same order
	 */
	public FastIca(final int components, final long seed) {
		this.components = components;
		this.seed = seed;
	}

	/**
	 * What was found.
	 *
	 * @param sources the rows on the axes, N×K, each of variance 1
	 * @param projection onto the axes (the unmixing matrix)
	 * @param mixing K rows of D values: what one unit of each source adds to the columns
	 * @param iterations how many it took
	 * @param converged whether the axes stopped moving
	 */
	public record Result(Matrix sources, LinearProjection projection, double[][] mixing, int iterations, boolean converged) {
	}

	/**
	 * Finds the axes.
	 *
	 * @param data N×D
	 * @param progress told how far it is
	 * @return axes and the rows on the axes
	 * @throws org.fovea.FoveaException if the data has fewer independent directions, or a value is not finite
	 */
	public Result fit(final Matrix data, final Progress progress) {
		throw new UnsupportedOperationException(components + " " + seed);
	}
}
