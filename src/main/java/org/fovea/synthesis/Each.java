package org.fovea.synthesis;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * A target of its own for each entry of a batch.
 *
 * @param targets as many as there are entries
 */
public record Each(List<Target> targets) implements Target {

	/** Copies the list. */
	public Each {
		targets = List.copyOf(targets);
	}

	@Override
	public Set<String> layers() {
		final Set<String> layers = new LinkedHashSet<>();
		for (final Target target : targets) layers.addAll(target.layers());
		return layers;
	}

	@Override
	public Evaluation evaluate(final Map<String, Tensor> activations) {
		final double[] values = new double[targets.size()];
		final Map<String, Tensor> gradients = new LinkedHashMap<>();
		for (final String layer : layers()) gradients.put(layer, Tensor.zeros(activations.get(layer).shape()));
		for (int n = 0; n < values.length; n++) {
			final Map<String, Tensor> own = new HashMap<>();
			for (final String layer : targets.get(n).layers()) own.put(layer, Entries.of(activations.get(layer), n, n + 1));
			final Evaluation evaluation = targets.get(n).evaluate(own);
			values[n] = evaluation.values()[0];
			for (final String layer : targets.get(n).layers()) Entries.put(evaluation.gradients().get(layer), gradients.get(layer), n);
		}
		return new Evaluation(values, gradients);
	}
}
