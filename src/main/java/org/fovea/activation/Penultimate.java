package org.fovea.activation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.fovea.network.Layer;

/** The layer that embeddings are read from unless another is named: what the last linear layer of a classifier reads. */
public final class Penultimate {

	private Penultimate() {
	}

	/**
	 * Finds the layer.
	 *
	 * @param layers in order of execution
	 * @return the layer before the last linear one, vectors or maps; empty where the network ends without a linear layer
	 */
	public static Optional<Layer> of(final List<Layer> layers) {
		int last = -1;
		for (int i = 0; i < layers.size(); i++) {
			if (layers.get(i).shape().length == 2 && isLinear(layers.get(i))) last = i;
		}
		if (last < 0) return layers.stream().skip(Math.max(0, layers.size() - 1)).filter(Penultimate::isVector).findFirst();
		final String head = module(layers.get(last));
		for (int i = last - 1; i >= 0; i--) {
			final Layer candidate = layers.get(i);
			final boolean isInside = !head.isEmpty() && (candidate.name().equals(head) || candidate.name().startsWith(head + "/") || candidate.name()
				.startsWith(head + "."));
			if (!isInside) return Optional.of(candidate);
		}
		return Optional.empty();
	}

	/** In frozen exports the last linear operator is the network's result itself, and what it reads comes last among the layers. */
	private static boolean isVector(final Layer layer) {
		return layer.shape().length == 2 || layer.isSpatial() && layer.shape()[2] * layer.shape()[3] == 1;
	}

	private static boolean isLinear(final Layer layer) {
		return layer.operator().toLowerCase(Locale.ROOT).matches("linear|addmm|matmul|mm");
	}

	private static String module(final Layer layer) {
		final int slash = layer.name().lastIndexOf('/');
		return slash < 0 ? layer.name() : layer.name().substring(0, slash);
	}
}
