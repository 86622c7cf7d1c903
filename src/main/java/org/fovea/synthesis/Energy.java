package org.fovea.synthesis;

import java.util.Map;
import java.util.Set;

import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * S = ½‖A‖²: everything that a layer answers to, the more the stronger it answers already (Mordvintsev, Olah &amp; Tyka 2015, "Inceptionism").
 *
 * @param layer whose activation A is
 */
public record Energy(String layer) implements Target {

	@Override
	public Set<String> layers() {
		return Set.of(layer);
	}

	@Override
	public Evaluation evaluate(final Map<String, Tensor> activations) {
		final Tensor a = activations.get(layer);
		final int entries = a.rank() == 0 ? 1 : a.size(0);
		final double[] values = new double[entries];
		for (int i = 0; i < a.length(); i++) values[i / (a.length() / entries)] += 0.5 * a.data()[i] * a.data()[i];
		return new Evaluation(values, Map.of(layer, a));
	}
}
