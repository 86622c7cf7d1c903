package org.fovea.command;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import org.fovea.FoveaException;

/** Units of a layer as people and macros write them: {@code all}, or indices from 0 such as {@code 0-15,20}. */
public final class Units {

	private static final String AUTO = "auto";

	private final String text;

	/**
	 * Checks the form.
	 *
	 * @param text as written
	 * @throws FoveaException if it is neither {@code all} nor a list of indices
	 */
	public Units(final String text) {
		this.text = text.replace(" ", "");
		if (!this.text.matches("(?i)all|\\d{1,6}(-\\d{1,6})?(,\\d{1,6}(-\\d{1,6})?)*")) {
			throw new FoveaException("'units' must be all or a list such as 0-15,20, not '" + text + "'.");
		}
	}

	/**
	 * The indices in a layer.
	 *
	 * @param count how many units the layer has
	 * @param layer its name, for the sentence
	 * @return indices from 0, in the order written, each once
	 * @throws FoveaException if the layer has not so many
	 */
	public List<Integer> in(final int count, final String layer) {
		return repeated(count, layer).stream().distinct().toList();
	}

	/**
	 * The indices in a layer, as often as they are written.
	 *
	 * @param count how many units the layer has
	 * @param layer its name, for the sentence
	 * @return indices from 0, in the order written
	 * @throws FoveaException if the layer has not so many
	 */
	public List<Integer> repeated(final int count, final String layer) {
		if (text.equalsIgnoreCase("all")) return IntStream.range(0, count).boxed().toList();
		final List<Integer> indices = Arrays.stream(text.split(",")).flatMapToInt(Units::range).boxed().toList();
		indices.stream().filter(index -> index >= count).findFirst().ifPresent(index -> {
			throw new FoveaException("Layer '" + layer + "' has units 0 to " + (count - 1) + ", not " + index + ".");
		});
		if (indices.isEmpty()) throw new FoveaException("'units' names no unit; write the smaller index first, as in 0-15.");
		return indices;
	}

	/**
	 * Reads the index of a single unit.
	 *
	 * @param text as written: an index from 0, or {@code auto}
	 * @param count how many units the layer has
	 * @param layer its name, for the sentence
	 * @return the index; empty for {@code auto}
	 * @throws FoveaException if it is no index or the layer has not so many
	 */
	public static OptionalInt one(final String text, final int count, final String layer) {
		check(text);
		if (text.strip().equalsIgnoreCase(AUTO)) return OptionalInt.empty();
		return OptionalInt.of(new Units(text).in(count, layer).get(0));
	}

	/**
	 * Checks the form of a single unit.
	 *
	 * @param text as written
	 * @throws FoveaException if it is neither {@code auto} nor an index
	 */
	public static void check(final String text) {
		if (!text.strip().matches("(?i)auto|\\d{1,6}")) {
			throw new FoveaException("'unit' must be auto or an index from 0, not '" + text + "'.");
		}
	}

	private static IntStream range(final String part) {
		final String[] ends = part.split("-");
		return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
	}
}
