package org.fovea.synthesis;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * S = Σ_p w_p ln P(class | x) at the positions p of the output: minus the cross entropy of a class. Its gradient does not fade where the class
 * is still improbable.
 *
 * @param logit the class as a linear target at the network's output, which says its positions and their weights w
 * @param scores how outputs become probabilities
 */
public record Certainty(Target logit, Scores scores) implements Target {

	/** How outputs become probabilities. */
	public enum Scores {
		/** One class excludes the others: P = e^z / Σ e^z. */
		SOFTMAX,
		/** Every class for itself: P = 1 / (1 + e^−z). */
		SIGMOID,
		/** Outputs are probabilities, or stand for them: S = Σ w z, P = z. */
		NONE
	}

	/** Holds that the target is a class. */
	public Certainty {
		if (!logit.layers().equals(Set.of(Network.OUTPUT))) throw new IllegalArgumentException("Only classes have a probability.");
	}

	@Override
	public Set<String> layers() {
		return logit.layers();
	}

	@Override
	public Evaluation evaluate(final Map<String, Tensor> activations) {
		final Tensor z = activations.get(Network.OUTPUT);
		final Evaluation linear = logit.evaluate(activations);
		if (scores == Scores.NONE) return linear;
		final Tensor weights = linear.gradients().get(Network.OUTPUT);
		final double[] values = new double[linear.values().length];
		final float[] gradient = new float[z.length()];
		final Axes axes = new Axes(z);
		for (int i = 0; i < gradient.length; i++) {
			final double w = weights.data()[i];
			if (w == 0) continue;
			values[axes.entry(i)] += w * axes.logProbability(i, scores);
			axes.add(gradient, i, w, scores);
		}
		return new Evaluation(values, Map.of(Network.OUTPUT, Tensor.of(gradient, z.shape())));
	}

	/**
	 * The probability of the class.
	 *
	 * @param output of the network
	 * @return for each entry Σ w P / Σ w over the positions
	 */
	public double[] probabilities(final Tensor output) {
		final Evaluation linear = logit.evaluate(Map.of(Network.OUTPUT, output));
		final Tensor weights = linear.gradients().get(Network.OUTPUT);
		final double[] sums = new double[linear.values().length];
		final double[] totals = new double[sums.length];
		final Axes axes = new Axes(output);
		for (int i = 0; i < output.length(); i++) {
			final double w = weights.data()[i];
			if (w == 0) continue;
			sums[axes.entry(i)] += w * (scores == Scores.NONE ? output.data()[i] : Math.exp(axes.logProbability(i, scores)));
			totals[axes.entry(i)] += w;
		}
		for (int n = 0; n < sums.length; n++) sums[n] /= totals[n];
		return sums;
	}

	/**
	 * The best class where this one is asked for. As what makes probabilities of logits is the same for all classes at a position, it is as well the
	 * one with the largest mean of ln P.
	 *
	 * @param output of the network for one image
	 * @return the class with the largest Σ w z over the positions
	 */
	public int best(final Tensor output) {
		final Tensor weights = logit.evaluate(Map.of(Network.OUTPUT, output)).gradients().get(Network.OUTPUT);
		final Axes axes = new Axes(output);
		final double[] sums = new double[axes.classes];
		for (int i = 0; i < output.length(); i++) {
			final double w = weights.data()[i];
			for (int k = 0; w != 0 && k < sums.length; k++) sums[k] += w * output.data()[axes.first(i) + k * axes.stride];
		}
		return IntStream.range(0, sums.length).boxed().max(Comparator.comparingDouble(k -> sums[k])).orElse(0);
	}

	/** How entries, classes and positions lie in an output. */
	private static final class Axes {

		private final float[] z;
		private final int entry;
		private final int classes;
		private final int stride;

		private Axes(final Tensor output) {
			z = output.data();
			final int entries = output.rank() == 0 ? 1 : output.size(0);
			final boolean areTokens = output.rank() == 3;
			classes = output.rank() < 2 ? 1 : areTokens ? output.size(2) : output.size(1);
			entry = output.length() / Math.max(1, entries);
			stride = areTokens ? 1 : entry / Math.max(1, classes);
		}

		private int entry(final int i) {
			return i / entry;
		}

		/** The index of the first class at the position of a value. */
		private int first(final int i) {
			return i - i / stride % classes * stride;
		}

		private double logProbability(final int i, final Scores scores) {
			if (scores == Scores.SIGMOID) return -softplus(-z[i]);
			double max = Double.NEGATIVE_INFINITY;
			for (int k = 0; k < classes; k++) max = Math.max(max, z[first(i) + k * stride]);
			double sum = 0;
			for (int k = 0; k < classes; k++) sum += Math.exp(z[first(i) + k * stride] - max);
			return z[i] - max - Math.log(sum);
		}

		private void add(final float[] gradient, final int i, final double w, final Scores scores) {
			if (scores == Scores.SIGMOID) {
				gradient[i] += (float) (w * Math.exp(-softplus(z[i])));
				return;
			}
			for (int k = 0; k < classes; k++) {
				final int j = first(i) + k * stride;
				gradient[j] += (float) (w * ((i == j ? 1 : 0) - Math.exp(logProbability(j, scores))));
			}
		}

		/** ln(1 + e^x) without overflow. */
		private static double softplus(final double x) {
			return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
		}
	}
}
