package org.fovea.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.fovea.FoveaException;

/** Choices as people and macros write them: the constants of an enum as lower-case words. */
public final class Words {

	private Words() {
	}

	/**
	 * Reads a choice.
	 *
	 * @param <E> the enum
	 * @param type the enum
	 * @param key the macro key, for the sentence
	 * @param word what the user chose or wrote, in any case
	 * @return the constant
	 * @throws FoveaException if there is none, listing those that exist
	 */
	public static <E extends Enum<E>> E parse(final Class<E> type, final String key, final String word) {
		final String wanted = word == null ? "" : word.strip();
		return Arrays.stream(type.getEnumConstants()).filter(constant -> of(constant).equalsIgnoreCase(wanted)).findFirst().orElseThrow(
			() -> new FoveaException("'" + key + "' must be one of " + String.join(", ", all(type)) + ", not '" + wanted + "'."));
	}

	/**
	 * Every choice.
	 *
	 * @param type the enum
	 * @return its words in order
	 */
	public static List<String> all(final Class<? extends Enum<?>> type) {
		return Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
	}

	private static String of(final Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}
}
