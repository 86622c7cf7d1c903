package org.fovea.attribution;

import java.util.Arrays;
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
		return new ChangedOutput(target, change, false);
	}

	/**
	 * The mean of a changed output over the positions that a target adds up, so that probabilities stay probabilities.
	 *
	 * @param target S, settled for the unmasked input
	 * @param change what is done to the network's output
	 * @return its scorer
	 */
	static LayerScorer mean(final Target target, final UnaryOperator<Tensor> change) {
		return new ChangedOutput(target, change, true);
	}

	/** A target of what became of the network's output. */
	record ChangedOutput(Target target, UnaryOperator<Tensor> change, boolean isMean) implements LayerScorer {

		@Override
		public Set<String> layers() {
			return target.layers();
		}

		@Override
		public double[] score(final Map<String, Tensor> activations) {
			final Map<String, Tensor> changed = changed(activations);
			final double[] scores = target.evaluate(changed).values();
			final double[] positions = positions(changed);
			Arrays.setAll(scores, i -> scores[i] / positions[i]);
			return scores;
		}

		@Override
		public double size(final Map<String, Tensor> activations) {
			final Map<String, Tensor> changed = changed(activations);
			return Scorer.size(target, changed) / positions(changed)[0];
		}

		private Map<String, Tensor> changed(final Map<String, Tensor> activations) {
			final Map<String, Tensor> changed = new LinkedHashMap<>(activations);
			changed.computeIfPresent(Network.OUTPUT, (name, output) -> change.apply(output));
			return changed;
		}

		/** What the target makes of ones; 1 where it has no weight. */
		private double[] positions(final Map<String, Tensor> activations) {
			final Map<String, Tensor> ones = new LinkedHashMap<>();
			activations.forEach((layer, activation) -> ones.put(layer, Tensor.ones(activation.shape())));
			final double[] positions = target.evaluate(ones).values();
			Arrays.setAll(positions, i -> isMean && positions[i] > 0 ? positions[i] : 1);
			return positions;
		}
	}
}
