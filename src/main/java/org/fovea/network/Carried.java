package org.fovea.network;

import java.util.Map;
import java.util.Set;

/**
 * S = Σ g_p·A_p over the positions of a tile: its gradient at the image is what those positions hand on of a gradient g that arrives at a
 * layer.
 *
 * @param layer the layer
 * @param gradient g of the whole image
 * @param tile that the network is run on
 */
record Carried(String layer, Tensor gradient, Tile tile) implements Target {

	@Override
	public Set<String> layers() {
		return Set.of(layer);
	}

	@Override
	public Evaluation evaluate(final Map<String, Tensor> activations) {
		final Tensor a = activations.get(layer);
		final Tensor weights = tile.weights(gradient, a.shape());
		double sum = 0;
		for (int i = 0; i < a.length(); i++) sum += (double) weights.data()[i] * a.data()[i];
		return new Evaluation(new double[] { sum }, Map.of(layer, weights));
	}
}
