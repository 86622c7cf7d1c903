package org.fovea.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/** From a network's output to scores and rankings. Classes lie along axis 1, in tokens {@code [N, T, D]} along the last. */
public final class Scores {

	private Scores() {
	}

	/**
	 * One class of an image.
	 *
	 * @param index of the class, from 0
	 * @param label of the class; its index where labels are unknown
	 * @param logit what the network returns, the mean over all positions of a dense output
	 * @param score that as the score function shows it, the mean over all positions of a dense output
	 */
	public record Score(int index, String label, double logit, double score) {}

	/**
	 * Applies a score function.
	 *
	 * @param output of the network, batch first
	 * @param function softmax runs along the classes, at each position
	 * @return scores of the same shape
	 */
	public static Tensor of(final Tensor output, final ScoreFunction function) {
		return switch (function) {
			case NONE -> output;
			case SIGMOID -> sigmoid(output);
			case SOFTMAX -> softmax(output);
		};
	}

	/**
	 * The best classes of one image.
	 *
	 * @param output of the network, batch first
	 * @param n which image of the batch, from 0
	 * @param model whose labels and score function apply
	 * @param count how many classes at most
	 * @return them, the largest logit first
	 */
	public static List<Score> best(final Tensor output, final int n, final ModelInfo model, final int count) {
		final Axes axes = Axes.of(output);
		final float[] scores = of(output, model.activation()).data();
		return IntStream.range(0, axes.classes()).mapToObj(k -> new Score(k, Targets.label(model, k), axes.mean(output.data(), n, k), axes.mean(
			scores, n, k))).sorted(Comparator.comparingDouble(Score::logit).reversed()).limit(count).toList();
	}

	/**
	 * By how much a class is ahead of the best other one where a target looks: S less the largest of what the same positions with the same
	 * weights give for another class.
	 *
	 * @param target of the output of one image that looks at one class
	 * @param output of the network
	 * @return in logits, negative where another class is ahead; empty where there is no other class, or the target looks at several
	 */
	public static OptionalDouble margin(final Target target, final Tensor output) {
		final Axes axes = Axes.of(output);
		final Target.Evaluation evaluation = target.evaluate(Map.of(Network.OUTPUT, output));
		final float[] weights = evaluation.gradients().get(Network.OUTPUT).data();
		double best = Double.NEGATIVE_INFINITY;
		int looked = -1;
		for (int k = 0; k < axes.classes(); k++) {
			if (!axes.isLookedAt(weights, k)) continue;
			if (looked >= 0) return OptionalDouble.empty();
			looked = k;
		}
		if (looked < 0 || axes.classes() < 2) return OptionalDouble.empty();
		for (int k = 0; k < axes.classes(); k++) {
			double sum = 0;
			for (int p = 0; p < axes.positions(); p++) sum += (double) weights[axes.index(0, looked, p)] * output.data()[axes.index(0, k, p)];
			if (k != looked) best = Math.max(best, sum);
		}
		return OptionalDouble.of(evaluation.values()[0] - best);
	}

	private static Tensor sigmoid(final Tensor output) {
		final float[] result = new float[output.length()];
		for (int i = 0; i < result.length; i++) result[i] = (float) (1 / (1 + Math.exp(-output.data()[i])));
		return Tensor.of(result, output.shape());
	}

	private static Tensor softmax(final Tensor output) {
		final Axes axes = Axes.of(output);
		final float[] result = new float[output.length()];
		final double[] exponentials = new double[axes.classes()];
		for (int n = 0; n < axes.images(); n++) {
			for (int p = 0; p < axes.positions(); p++) {
				double max = Double.NEGATIVE_INFINITY;
				for (int k = 0; k < exponentials.length; k++) max = Math.max(max, output.data()[axes.index(n, k, p)]);
				for (int k = 0; k < exponentials.length; k++) exponentials[k] = Math.exp(output.data()[axes.index(n, k, p)] - max);
				final double sum = Arrays.stream(exponentials).sum();
				for (int k = 0; k < exponentials.length; k++) result[axes.index(n, k, p)] = (float) (exponentials[k] / sum);
			}
		}
		return Tensor.of(result, output.shape());
	}

	/** How images, classes and positions lie in an output. */
	private record Axes(int images, int classes, int positions, boolean areTokens) {

		private static Axes of(final Tensor output) {
			final int images = output.rank() == 0 ? 1 : output.size(0);
			final boolean areTokens = output.rank() == 3;
			final int classes = output.rank() < 2 ? 1 : areTokens ? output.size(2) : output.size(1);
			return new Axes(images, classes, output.length() / Math.max(1, images * classes), areTokens);
		}

		private int index(final int n, final int k, final int p) {
			return areTokens ? (n * positions + p) * classes + k : (n * classes + k) * positions + p;
		}

		private boolean isLookedAt(final float[] weights, final int k) {
			return IntStream.range(0, positions).anyMatch(p -> weights[index(0, k, p)] != 0);
		}

		private double mean(final float[] values, final int n, final int k) {
			double sum = 0;
			for (int p = 0; p < positions; p++) sum += values[index(n, k, p)];
			return sum / positions;
		}
	}
}
