package org.fovea.embedding;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.fovea.NaturalOrder;

/** Which class each row belongs to, as far as it is known. Classes are in {@link NaturalOrder}, so that they keep their colours. */
public final class Labels {

	/** The class number of rows without a label. */
	public static final int NONE = -1;

	private final List<String> classes;
	private final int[] numbers;

	private Labels(final List<String> classes, final int[] numbers) {
		this.classes = classes;
		this.numbers = numbers;
	}

	/**
	 * Finds the classes.
	 *
	 * @param labels one for each row; null or blank where it is unknown
	 * @return the labels
	 */
	public static Labels of(final List<String> labels) {
		final List<String> names = labels.stream().filter(Objects::nonNull).map(String::strip).filter(name -> !name.isEmpty()).distinct().sorted(
			NaturalOrder.INSTANCE).toList();
		final Map<String, Integer> places = new HashMap<>();
		for (int number = 0; number < names.size(); number++) places.put(names.get(number), number);
		final int[] numbers = labels.stream().mapToInt(name -> name == null ? NONE : places.getOrDefault(name.strip(), NONE)).toArray();
		return new Labels(names, numbers);
	}

	/** @return the number of rows */
	public int size() {
		return numbers.length;
	}

	/** @return the names of the classes, in alphabetical order, numbers by value */
	public List<String> classes() {
		return classes;
	}

	/**
	 * The class of a row.
	 *
	 * @param row from 0
	 * @return its place in {@link #classes}, or {@link #NONE}
	 */
	public int number(final int row) {
		return numbers[row];
	}

	/**
	 * The label of a row.
	 *
	 * @param row from 0
	 * @return its class, if known
	 */
	public Optional<String> label(final int row) {
		return numbers[row] == NONE ? Optional.empty() : Optional.of(classes.get(numbers[row]));
	}

	/** @return the number of rows of each class */
	public int[] counts() {
		final int[] counts = new int[classes.size()];
		for (final int number : numbers) if (number != NONE) counts[number]++;
		return counts;
	}

	/**
	 * The labels of some of the rows.
	 *
	 * @param rows their numbers, in any order
	 * @return their labels; classes that do not occur among them are dropped
	 */
	public Labels select(final int... rows) {
		return of(Arrays.stream(rows).mapToObj(row -> label(row).orElse("")).toList());
	}
}
