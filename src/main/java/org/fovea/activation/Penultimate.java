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
	 * @return the last vector before the last linear layer; empty where the network ends without one, or reads it from maps
	 */
	public static Optional<Layer> of(final List<Layer> layers) {
		int last = -1;
		for (int i = 0; i < layers.size(); i++) {
			if (layers.get(i).shape().length == 2 && isLinear(layers.get(i))) last = i;
		}
		if (last < 0) return Optional.empty();
		final String head = module(layers.get(last));
		for (int i = last - 1; i >= 0; i--) {
			final Layer candidate = layers.get(i);
			final boolean isInside = !head.isEmpty() && (candidate.name().equals(head) || candidate.name().startsWith(head + "/") || candidate.name()
				.startsWith(head + "."));
			if (!isInside) return Optional.of(candidate).filter(layer -> layer.shape().length == 2);
		}
		return Optional.empty();
	}

	private static boolean isLinear(final Layer layer) {
		return layer.operator().toLowerCase(Locale.ROOT).matches("linear|addmm|matmul|mm");
	}

	private static String module(final Layer layer) {
		final int slash = layer.name().lastIndexOf('/');
		return slash < 0 ? layer.name() : layer.name().substring(0, slash);
	}
}
