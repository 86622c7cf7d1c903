package org.fovea.model;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.network.Tensor;

/**
 * What a classifier says of one image.
 *
 * @param labels of the classes in order; indices where the model knows no labels
 * @param values the score of each class, as the model's score function makes them of its logits
 */
public record Scores(List<String> labels, double[] values) {

	/**
	 * Turns a network's output into scores.
	 *
	 * @param info the model
	 * @param output logits {@code [1, K]}, or {@code [1, K, 1, 1]}
	 * @return one score per class
	 * @throws FoveaException if the output is no list of classes
	 */
	public static Scores of(final ModelInfo info, final Tensor output) {
		if (output.rank() < 2 || output.length() != output.size(1)) {
			throw new FoveaException("Model '" + info.id() + "' does not give one score per class for an image (its output is " + output.toString()
				.replace("Tensor", "") + "); choose a classifier.");
		}
		final List<String> labels = IntStream.range(0, output.length()).mapToObj(k -> k < info.labels().size() ? info.labels().get(k) : Integer
			.toString(k)).toList();
		final double[] logits = IntStream.range(0, output.length()).mapToDouble(k -> output.data()[k]).toArray();
		return new Scores(labels, switch (info.activation()) {
			case SOFTMAX -> softmax(logits);
			case SIGMOID -> IntStream.range(0, logits.length).mapToDouble(k -> 1 / (1 + Math.exp(-logits[k]))).toArray();
			case NONE -> logits;
		});
	}

	/** @return the classes from the highest score to the lowest; equal scores in the model's order */
	public List<Integer> ranking() {
		return IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble((Integer k) -> -values[k])).toList();
	}

	private static double[] softmax(final double[] logits) {
		final double max = IntStream.range(0, logits.length).mapToDouble(k -> logits[k]).max().orElse(0);
		final double[] powers = IntStream.range(0, logits.length).mapToDouble(k -> Math.exp(logits[k] - max)).toArray();
		final double sum = IntStream.range(0, powers.length).mapToDouble(k -> powers[k]).sum();
		return IntStream.range(0, powers.length).mapToDouble(k -> powers[k] / sum).toArray();
	}
}
