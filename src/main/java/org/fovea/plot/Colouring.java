package org.fovea.plot;

import java.util.List;
import java.util.stream.IntStream;

import org.fovea.NaturalOrder;

/** What colours the points. */
public sealed interface Colouring {

	/** Every point alike. */
	Colouring NONE = new Classes("", List.of(), new int[0]);

	/** @return what the colours mean, such as the name of a table's column */
	String name();

	/**
	 * By class.
	 *
	 * @param name what the classes are
	 * @param labels of the classes
	 * @param of the class of each point, −1 for none
	 */
	record Classes(String name, List<String> labels, int[] of) implements Colouring {

		/** Copies the labels. */
		public Classes {
			labels = List.copyOf(labels);
		}

		/**
		 * Classes by their names, in alphabetical order and numbers by value, so that they keep their colours from plot to plot.
		 *
		 * @param name what the classes are
		 * @param words a label for each point, blank for none
		 * @return the classes
		 */
		public static Classes of(final String name, final List<String> words) {
			final List<String> labels = words.stream().filter(word -> !word.isBlank()).distinct().sorted(NaturalOrder.INSTANCE).toList();
			final java.util.Map<String, Integer> indices = new java.util.HashMap<>();
			for (int i = 0; i < labels.size(); i++) indices.put(labels.get(i), i);
			return new Classes(name, labels, words.stream().mapToInt(word -> indices.getOrDefault(word, -1)).toArray());
		}

		/**
		 * The class of a point.
		 *
		 * @param point its index
		 * @return the class's index, −1 for none
		 */
		public int at(final int point) {
			return of.length == 0 ? -1 : of[point];
		}

		/** @return how many points have each class */
		public int[] counts() {
			final int[] counts = new int[labels.size()];
			for (final int index : of) if (index >= 0) counts[index]++;
			return counts;
		}
	}

	/**
	 * By a quantity.
	 *
	 * @param name what it is
	 * @param values of the points; NaN for none
	 */
	record Quantity(String name, double[] values) implements Colouring {

		/** @return the smallest value, NaN where there is none */
		public double min() {
			return IntStream.range(0, values.length).mapToDouble(i -> values[i]).filter(Double::isFinite).min().orElse(Double.NaN);
		}

		/** @return the largest value, NaN where there is none */
		public double max() {
			return IntStream.range(0, values.length).mapToDouble(i -> values[i]).filter(Double::isFinite).max().orElse(Double.NaN);
		}
	}
}
