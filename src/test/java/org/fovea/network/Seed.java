package org.fovea.network;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * S = Σ w·A over some elements of a layer, with random positive weights.
 *
 * @param layer the layer
 * @param chosen which elements, by their index in C order
 */
record Seed(String layer, IntPredicate chosen) implements Target {

	/** All units at one position of maps {@code [N, C, h, w]}, another for each entry of the batch. */
	static Seed at(final String layer, final int[] shape, final List<int[]> positions) {
		final int plane = shape[2] * shape[3];
		return new Seed(layer, i -> {
			final int[] at = positions.get(i / plane / shape[1]);
			return i % plane == at[0] * shape[3] + at[1];
		});
	}

	@Override
	public Set<String> layers() {
		return Set.of(layer);
	}

	@Override
	public Evaluation evaluate(final Map<String, Tensor> activations) {
		final Tensor a = activations.get(layer);
		final Tensor gradient = Tensor.zeros(a.shape());
		final Random random = new Random(1);
		for (int i = 0; i < a.length(); i++) {
			if (chosen.test(i)) gradient.data()[i] = 0.5f + random.nextFloat();
		}
		return new Evaluation(new double[a.size(0)], Map.of(layer, gradient));
	}
}
