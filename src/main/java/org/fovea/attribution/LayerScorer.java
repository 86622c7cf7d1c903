package org.fovea.attribution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/** A scorer that says from which activations it makes its scores, so that these may be computed in any way. */
public interface LayerScorer extends Scorer {

	/** @return the layers, {@link Network#OUTPUT} for the first result */
	Set<String> layers();

	/**
	 * Scores what the network made of a batch.
	 *
	 * @param activations of {@link #layers()}, batch first
	 * @return one score for each entry
	 */
	double[] score(Map<String, Tensor> activations);

	/**
	 * How large the numbers are that a score is made of, see {@link Scorer#size(Network, Tensor)}.
	 *
	 * @param activations of {@link #layers()} for the unmasked input
	 * @return a size
	 */
	double size(Map<String, Tensor> activations);

	@Override
	default double[] score(final Network network, final Tensor batch) {
		return score(activations(network, batch));
	}

	@Override
	default double size(final Network network, final Tensor input) {
		return size(activations(network, input));
	}

	private Map<String, Tensor> activations(final Network network, final Tensor batch) {
		Plan plan = Plan.FORWARD;
		for (final String layer : layers()) {
			if (!layer.equals(Network.OUTPUT)) plan = plan.tap(layer);
		}
		final Trace trace = network.run(plan, batch);
		final Map<String, Tensor> activations = new LinkedHashMap<>();
		for (final String layer : layers()) activations.put(layer, layer.equals(Network.OUTPUT) ? trace.output() : trace.activation(layer));
		return activations;
	}
}
