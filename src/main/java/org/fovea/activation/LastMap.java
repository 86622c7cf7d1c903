package org.fovea.activation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fovea.network.Layer;

/**
 * The layer that class activation maps are read from unless another is named: the last output before the network gives up the
 * resolution of its last convolution, so batch normalisation, ReLU and residual sum behind that convolution are included. A convolution
 * that is itself the network's result, as in segmenters, does not count.
 */
public final class LastMap {

	private LastMap() {
	}

	/**
	 * Finds the layer.
	 *
	 * @param layers in order of execution
	 * @return the layer; empty where the network has no convolution with more than one position
	 */
	public static Optional<Layer> of(final List<Layer> layers) {
		if (layers.isEmpty()) return Optional.empty();
		final int[] result = layers.get(layers.size() - 1).shape();
		int last = -1;
		for (int i = 0; i < layers.size(); i++) {
			if (isConvolution(layers.get(i)) && !Arrays.equals(layers.get(i).shape(), result)) last = i;
		}
		if (last < 0) return Optional.empty();
		final int[] map = layers.get(last).shape();
		for (int i = last + 1; i < layers.size(); i++) {
			final int[] shape = layers.get(i).shape();
			if (shape.length == 4 && shape[2] == map[2] && shape[3] == map[3] && !Arrays.equals(shape, result)) last = i;
			else break;
		}
		return Optional.of(layers.get(last));
	}

	private static boolean isConvolution(final Layer layer) {
		return layer.isSpatial() && layer.shape()[2] * layer.shape()[3] > 1 && layer.operator().toLowerCase(java.util.Locale.ROOT).contains(
			"conv");
	}
}
