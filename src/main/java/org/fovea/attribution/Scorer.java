package org.fovea.attribution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/** Says how much each entry of a batch is worth; what methods that mask the input ask again and again. */
@FunctionalInterface
public interface Scorer {

	/**
	 * Scores a batch.
	 *
	 * @param network the network
	 * @param batch {@code [N, C, H, W]}
	 * @return one score for each entry
	 */
	double[] score(Network network, Tensor batch);

	/**
	 * S itself.
	 *
	 * @param target S, settled for the unmasked input
	 * @return its scorer
	 */
	static LayerScorer of(final Target target) {
		return of(target, UnaryOperator.identity());
	}

	/**
	 * S of a changed output.
	 *
	 * @param target S, settled for the unmasked input
	 * @param change what is done to the network's output, such as to logits that become probabilities
	 * @return its scorer
	 */
	static LayerScorer of(final Target target, final UnaryOperator<Tensor> change) {
		return new LayerScorer() {

			@Override
			public Set<String> layers() {
				return target.layers();
			}

			@Override
			public double[] score(final Map<String, Tensor> activations) {
				final Map<String, Tensor> changed = new LinkedHashMap<>(activations);
				changed.computeIfPresent(Network.OUTPUT, (name, output) -> change.apply(output));
				return target.evaluate(changed).values();
			}
		};
	}
}
