package org.fovea.network;

import java.util.Map;
import java.util.Set;

import org.fovea.FoveaException;

/**
 * S = Σ_p w_p A[n, unit, p]: one unit of a layer, its positions weighted.
 *
 * @param layer the layer
 * @param unit index along axis 1; along the last axis of tokens {@code [N, T, D]}
 * @param weights of the positions
 */
record Linear(String layer, int unit, Weights weights) implements Target {

	/** The weights of a unit's positions for a map of some size. */
	interface Weights {

		/**
		 * The weight of one position.
		 *
		 * @param at the map and the position in it
		 * @return the weight
		 */
		double of(At at);
	}

	/** A position in a unit's map. */
	record At(int x, int y, int width, int height) {}

	@Override
	public Set<String> layers() {
		return Set.of(layer);
	}

	@Override
	public Evaluation evaluate(final Map<String, Tensor> activations) {
		final Tensor a = activations.get(layer);
		final int n = a.rank() == 0 ? 1 : a.size(0);
		final boolean tokens = a.rank() == 3;
		final int units = a.rank() < 2 ? 1 : tokens ? a.size(2) : a.size(1);
		if (unit < 0 || unit >= units) {
			throw new FoveaException("Layer '" + layer + "' has units 0 to " + (units - 1) + ", not " + unit + ".");
		}
		final int positions = a.length() / Math.max(1, n * units);
		final int width = a.rank() == 4 ? a.size(3) : positions;
		final int height = positions / Math.max(1, width);
		if (weights instanceof final Region region) region.check(width, height);
		final double[] values = new double[n];
		final float[] gradient = new float[a.length()];
		for (int i = 0; i < n; i++) {
			for (int p = 0; p < positions; p++) {
				final double w = weights.of(new At(p % width, p / width, width, height));
				final int offset = tokens ? (i * positions + p) * units + unit : (i * units + unit) * positions + p;
				values[i] += w * a.data()[offset];
				gradient[offset] = (float) w;
			}
		}
		return new Evaluation(values, Map.of(layer, Tensor.of(gradient, a.shape())));
	}
}
