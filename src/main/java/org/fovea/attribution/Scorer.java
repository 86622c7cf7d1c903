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
	 * How large the numbers are that a score is made of: it is rounded as they are, however small it is itself.
	 *
	 * @param network the network
	 * @param input the unmasked input
	 * @return a size; 0 where only the scores themselves tell
	 */
	default double size(final Network network, final Tensor input) {
		return 0;
	}

	/**
	 * The size of what a target adds up: for each layer the largest |A| times Σ |∂S/∂A|.
	 *
	 * @param target S
	 * @param activations of its layers for one input
	 * @return their sum
	 */
	static double size(final Target target, final Map<String, Tensor> activations) {
		double size = 0;
		for (final Map.Entry<String, Tensor> entry : target.evaluate(activations).gradients().entrySet()) {
			double weight = 0;
			for (final float g : entry.getValue().data()) weight += Math.abs(g);
			double largest = 0;
			for (final float a : activations.get(entry.getKey()).data()) largest = Math.max(largest, Math.abs(a));
			size += weight * largest;
		}
		return size;
	}

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
				return target.evaluate(changed(activations)).values();
			}

			@Override
			public double size(final Map<String, Tensor> activations) {
				return Scorer.size(target, changed(activations));
			}

			private Map<String, Tensor> changed(final Map<String, Tensor> activations) {
				final Map<String, Tensor> changed = new LinkedHashMap<>(activations);
				changed.computeIfPresent(Network.OUTPUT, (name, output) -> change.apply(output));
				return changed;
			}
		};
	}
}
