package org.fovea.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.fovea.FoveaException;

/** Lists as people and macros write them. */
public final class Lists {

	private Lists() {
	}

	/**
	 * Reads numbers.
	 *
	 * @param key the macro key, for the sentence
	 * @param text comma-separated; empty = none
	 * @return the numbers
	 * @throws FoveaException if one is no finite number
	 */
	public static List<Double> numbers(final String key, final String text) {
		try {
			final List<Double> numbers = words(text).map(Double::valueOf).toList();
			if (!numbers.stream().allMatch(Double::isFinite)) throw new NumberFormatException(text);
			return numbers;
		}
		catch (final NumberFormatException exc) {
			throw new FoveaException("'" + key + "' must be numbers separated by commas, such as 0.5 or 0.485,0.456,0.406, not '" + text + "'.",
				exc);
		}
	}

	/**
	 * Reads a share of a whole.
	 *
	 * @param key the macro key, for the sentence
	 * @param text a number such as 0.01, or a fraction such as 2/255
	 * @return above 0, at most 1
	 * @throws FoveaException if it is something else
	 */
	public static double share(final String key, final String text) {
		try {
			final String[] parts = text.strip().split("\\s*/\\s*", -1);
			final double share = parts.length > 2 ? Double.NaN : Double.parseDouble(parts[0]) / (parts.length == 2 ? Double.parseDouble(parts[1]) : 1);
			if (!(share > 0 && share <= 1)) throw new NumberFormatException(text);
			return share;
		}
		catch (final NumberFormatException exc) {
			throw new FoveaException("'" + key + "' must be a share above 0 and at most 1, such as 2/255 or 0.01, not '" + text + "'.", exc);
		}
	}

	/**
	 * Reads rows of a table.
	 *
	 * @param key the macro key, for the sentence
	 * @param text {@code all}, or numbers from 1 such as {@code 1-10,15}
	 * @param count how many rows there are
	 * @return their indices, from 0, in the order written
	 * @throws FoveaException if it is neither, or if there are not so many rows
	 */
	public static int[] rows(final String key, final String text, final int count) {
		final String list = text.replace(" ", "");
		if (list.equalsIgnoreCase("all")) return IntStream.range(0, count).toArray();
		if (!list.matches("\\d{1,9}(-\\d{1,9})?(,\\d{1,9}(-\\d{1,9})?)*")) {
			throw new FoveaException("'" + key + "' must be all or a list of rows such as 1-10,15, not '" + text + "'.");
		}
		return Arrays.stream(list.split(",")).flatMapToInt(part -> {
			final String[] ends = part.split("-");
			final int first = Integer.parseInt(ends[0]);
			final int last = Integer.parseInt(ends[ends.length - 1]);
			if (first < 1 || last > count || last < first) {
				throw new FoveaException("The table has rows 1 to " + count + ", so '" + key + "' cannot be '" + part + "'.");
			}
			return IntStream.rangeClosed(first - 1, last - 1);
		}).toArray();
	}

	/**
	 * Reads a size.
	 *
	 * @param text {@code 0} for any, {@code 224}, or {@code 224x160}
	 * @return width and height, 0 = any
	 * @throws FoveaException if it is something else
	 */
	public static int[] size(final String text) {
		final String[] sides = text.strip().toLowerCase(Locale.ROOT).split("\\s*[x×]\\s*");
		if (sides.length > 2 || !Arrays.stream(sides).allMatch(side -> side.matches("\\d{1,5}"))) {
			throw new FoveaException("'size' must be 0 for any size, 224, or 224x160, not '" + text + "'.");
		}
		return new int[] { Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]) };
	}

	/**
	 * Reads labels.
	 *
	 * @param text comma-separated, or the path of a text file with one label per line; empty = none
	 * @return the labels in order
	 * @throws FoveaException if the file is missing or cannot be read
	 */
	public static List<String> labels(final String text) {
		final Optional<Path> file = file(text.strip());
		if (file.isEmpty() && text.strip().matches("(?i)[^,]+\\.(?:txt|csv|tsv)")) {
			throw new FoveaException("There is no file of labels '" + text.strip() + "'; check the path.");
		}
		if (file.isEmpty()) return words(text).toList();
		try (Stream<String> lines = Files.lines(file.get())) {
			return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
		}
		catch (final IOException | UncheckedIOException exc) {
			throw new FoveaException("The labels in '" + file.get() + "' cannot be read; save them as plain text with one label per line.", exc);
		}
	}

	private static Optional<Path> file(final String text) {
		try {
			return Optional.of(Path.of(text)).filter(path -> !text.isEmpty() && Files.isRegularFile(path));
		}
		catch (final InvalidPathException exc) {
			return Optional.empty();
		}
	}

	private static Stream<String> words(final String text) {
		return Arrays.stream(text.split(",")).map(String::strip).filter(word -> !word.isEmpty());
	}
}
