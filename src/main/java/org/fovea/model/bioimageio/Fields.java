package org.fovea.model.bioimageio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fovea.FoveaException;

/**
 * A mapping of a description, read with sentences instead of casts.
 *
 * @param where the mapping stands, for messages; empty at the top
 * @param map what it holds
 */
record Fields(String where, Map<?, ?> map) {

	/**
	 * A field's text.
	 *
	 * @param key its name
	 * @return the text; empty where it is missing, null or blank
	 */
	Optional<String> text(final String key) {
		return Optional.ofNullable(map.get(key)).filter(value -> !(value instanceof Map) && !(value instanceof List)).map(
			Object::toString).map(String::strip).filter(value -> !value.isEmpty());
	}

	/**
	 * A field's text, which must be there.
	 *
	 * @param key its name
	 * @return the text
	 */
	String required(final String key) {
		return text(key).orElseThrow(() -> wrong(key, "is missing"));
	}

	/**
	 * A mapping inside.
	 *
	 * @param key its name
	 * @return the mapping, empty where it is missing or something else
	 */
	Fields fields(final String key) {
		return new Fields(path(key), map.get(key) instanceof final Map<?, ?> inner ? inner : Map.of());
	}

	/**
	 * The mappings of a list.
	 *
	 * @param key its name
	 * @return them, in order; none where it is missing
	 */
	List<Fields> list(final String key) {
		final Object value = map.get(key);
		if (value == null) return List.of();
		if (!(value instanceof final List<?> list)) throw wrong(key, "is no list");
		final List<Fields> result = new ArrayList<>();
		for (final Object entry : list) {
			if (!(entry instanceof final Map<?, ?> inner)) throw wrong(key, "holds something that is no mapping");
			result.add(new Fields(path(key) + "[" + result.size() + "]", inner));
		}
		return result;
	}

	/**
	 * The texts of a list, or of a single one.
	 *
	 * @param key its name
	 * @return them, in order; none where it is missing
	 */
	List<String> texts(final String key) {
		final Object value = map.get(key);
		if (value instanceof final List<?> list) return list.stream().map(String::valueOf).toList();
		return value == null ? List.of() : List.of(value.toString());
	}

	/**
	 * The numbers of a list, or a single one.
	 *
	 * @param key its name
	 * @return them, in order; none where it is missing
	 */
	List<Double> numbers(final String key) {
		return texts(key).stream().map(text -> number(key, text)).toList();
	}

	/**
	 * A number.
	 *
	 * @param key its name
	 * @return the number, if there is one
	 */
	Optional<Double> number(final String key) {
		return text(key).map(text -> number(key, text));
	}

	/**
	 * A count.
	 *
	 * @param key its name
	 * @return the whole number, if there is one
	 */
	Optional<Integer> count(final String key) {
		return number(key).map(value -> {
			if (value != Math.rint(value) || value < 0 || value > Integer.MAX_VALUE) throw wrong(key, "is " + value + ", not a count");
			return value.intValue();
		});
	}

	/**
	 * Says what is wrong with a field.
	 *
	 * @param key its name
	 * @param what the end of the sentence
	 * @return the exception
	 */
	FoveaException wrong(final String key, final String what) {
		return new FoveaException("The model's description is not valid: '" + path(key) + "' " + what + ".");
	}

	private double number(final String key, final String text) {
		try {
			return switch (text) {
				case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
				case "-.inf" -> Double.NEGATIVE_INFINITY;
				default -> Double.parseDouble(text);
			};
		}
		catch (final NumberFormatException e) {
			throw wrong(key, "is '" + text + "', not a number");
		}
	}

	private String path(final String key) {
		return where.isEmpty() ? key : where + "." + key;
	}
}
