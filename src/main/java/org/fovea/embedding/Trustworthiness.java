package org.fovea.embedding;

import org.fovea.Progress;

/**
 * How far neighbours in a map are neighbours in the data (Venna and Kaski 2001): 1 − 2/(N k (2N − 3k − 1)) Σᵢ Σⱼ max(0, r(i, j) − k), where j runs
 * over the k nearest of i in the map and r is the rank of j among the neighbours of i in the data.
 *
 * @param value between 0 and 1, higher is better
 * @param rows over how many rows i the sum was taken: all, or a random sample where all would be too much work
 * @param standardError of the value through the sampling, 0 if all rows were taken
 */
public record Trustworthiness(double value, int rows, double standardError) {

	/**
	 * Compares a map with its data.
	 *
	 * @param data N×D
	 * @param map N×2 or more
	 * @param k neighbours, less than N/2
	 * @param distance between rows of the data; in the map it is Euclidean
	 * @param progress told how far it is
	 * @return the trustworthiness
	 * @throws org.fovea.FoveaException if there are too few rows
	 */
	public static Trustworthiness of(final Matrix data, final Matrix map, final int k, final Distance distance, final Progress progress) {
		throw new UnsupportedOperationException();
	}
}
