package org.fovea.cam;

import java.util.List;

import org.fovea.network.Tensor;

/** Maps made of a layer's units: Σ_k w_k A_k for each of several sets of weights. */
public final class Mix {

	private final double[][] weights;

	private Mix(final double[][] weights) {
		this.weights = weights;
	}

	/**
	 * One map.
	 *
	 * @param weights w_k for each unit
	 * @return the mix
	 */
	public static Mix of(final double... weights) {
		return new Mix(new double[][] { weights.clone() });
	}

	/**
	 * The units themselves.
	 *
	 * @param units which, from 0
	 * @param count how many the layer has
	 * @return a mix of one map for each of them
	 */
	public static Mix units(final List<Integer> units, final int count) {
		final double[][] weights = new double[units.size()][count];
		for (int i = 0; i < weights.length; i++) weights[i][units.get(i)] = 1;
		return new Mix(weights);
	}

	/** @return how many maps */
	int maps() {
		return weights.length;
	}

	/**
	 * Mixes one entry of a batch.
	 *
	 * @param activation {@code [N, C, h, w]}
	 * @param n the entry
	 * @param map which of the maps
	 * @return h·w values
	 */
	double[] mix(final Tensor activation, final int n, final int map) {
		final int positions = activation.size(2) * activation.size(3);
		final double[] sum = new double[positions];
		for (int k = 0; k < activation.size(1); k++) {
			final double w = weights[map][k];
			if (w == 0) continue;
			final int from = (n * activation.size(1) + k) * positions;
			for (int p = 0; p < positions; p++) sum[p] += w * activation.data()[from + p];
		}
		return sum;
	}

	/**
	 * Mixes the first entry of a batch.
	 *
	 * @param activation {@code [N, C, h, w]}
	 * @return {@code [1, K, h, w]}
	 */
	public Tensor mix(final Tensor activation) {
		final int positions = activation.size(2) * activation.size(3);
		final float[] values = new float[weights.length * positions];
		for (int i = 0; i < weights.length; i++) {
			final double[] map = mix(activation, 0, i);
			for (int p = 0; p < positions; p++) values[i * positions + p] = (float) map[p];
		}
		return Tensor.of(values, 1, weights.length, activation.size(2), activation.size(3));
	}
}
