package org.fovea.synthesis;

import java.util.Map;
import java.util.Set;

import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * S = −‖Φ(x) − Φ₀‖² / ‖Φ₀‖²: how far a layer's activation is from a wanted one, relative to that (Mahendran &amp; Vedaldi 2015, "Understanding
 * deep image representations by inverting them", equation 2).
 *
 * @param layer whose activation Φ is
 * @param wanted Φ₀, for every entry of the batch or one for all
 */
public record Distance(String layer, Tensor wanted) implements Target {

	@Override
	public Set<String> layers() {
		return Set.of(layer);
	}

	@Override
	public Evaluation evaluate(final Map<String, Tensor> activations) {
		final Tensor a = activations.get(layer);
		final int entries = a.rank() == 0 ? 1 : a.size(0);
		final int entry = a.length() / entries;
		final double[] values = new double[entries];
		final float[] gradient = new float[a.length()];
		double square = 0;
		for (final float value : wanted.data()) square += (double) value * value;
		final double scale = 1 / Math.max(Float.MIN_NORMAL, square / (wanted.length() / (double) entry));
		for (int i = 0; i < gradient.length; i++) {
			final double difference = (double) a.data()[i] - wanted.data()[i % wanted.length()];
			values[i / entry] -= scale * difference * difference;
			gradient[i] = (float) (-2 * scale * difference);
		}
		return new Evaluation(values, Map.of(layer, Tensor.of(gradient, a.shape())));
	}
}
