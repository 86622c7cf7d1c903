package org.fovea.imagej1;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fovea.FoveaException;

/**
 * The second argument of {@code run("Grad-CAM...", "model=blood-cells target=[white cell] masks")}: keys with values, in brackets or
 * single quotes where they hold spaces, and bare keys that switch something on. Unlike ImageJ's own reader it never finds a key inside
 * another key or inside a value.
 *
 * @param values by lower-case key, in the order of the line; empty for a bare key
 */
record MacroOptions(Map<String, Optional<String>> values) {

	/**
	 * Reads a line of options.
	 *
	 * @param line as the macro passes it
	 * @return the options
	 * @throws FoveaException if a bracket or quote is not closed
	 */
	static MacroOptions parse(final String line) {
		final Map<String, Optional<String>> values = new LinkedHashMap<>();
		int at = 0;
		while (at < line.length()) {
			if (Character.isWhitespace(line.charAt(at))) {
				at++;
				continue;
			}
			final int keyEnd = endOfKey(line, at);
			final String key = line.substring(at, keyEnd).toLowerCase(Locale.ROOT);
			if (keyEnd == line.length() || line.charAt(keyEnd) != '=') {
				values.putIfAbsent(key, Optional.empty());
				at = keyEnd;
				continue;
			}
			final int start = keyEnd + 1;
			final char opening = start < line.length() ? line.charAt(start) : ' ';
			final boolean enclosed = opening == '[' || opening == '\'';
			final int end = opening == '[' ? closingBracket(line, start, key) : opening == '\'' ? closingQuote(line, start, key) : endOfWord(line, start);
			values.putIfAbsent(key, Optional.of(line.substring(enclosed ? start + 1 : start, end)));
			at = enclosed ? end + 1 : end;
		}
		return new MacroOptions(values);
	}

	/**
	 * The line that {@link #parse} reads back: what the Recorder writes.
	 *
	 * @param values by key, in order
	 * @return the options in one line
	 */
	static String format(final Map<String, String> values) {
		return values.entrySet().stream().map(entry -> entry.getKey() + "=" + enclose(entry.getValue())).collect(Collectors.joining(" "));
	}

	/** @return whether the line names the key */
	boolean has(final String key) {
		return values.containsKey(key);
	}

	/** @return the key's value; empty where the key is bare or missing */
	Optional<String> value(final String key) {
		return values.getOrDefault(key, Optional.empty());
	}

	private static String enclose(final String value) {
		if (!value.isEmpty() && value.chars().noneMatch(Character::isWhitespace) && !value.startsWith("[") && !value.startsWith("'")) return value;
		return isBalanced(value) ? "[" + value + "]" : "'" + value + "'";
	}

	private static boolean isBalanced(final String value) {
		int depth = 0;
		for (final char c : value.toCharArray()) {
			if (c == '[') depth++;
			if (c == ']' && --depth < 0) return false;
		}
		return depth == 0;
	}

	private static int endOfKey(final String line, final int start) {
		int end = start;
		while (end < line.length() && line.charAt(end) != '=' && !Character.isWhitespace(line.charAt(end))) end++;
		return end;
	}

	private static int endOfWord(final String line, final int start) {
		int end = start;
		while (end < line.length() && !Character.isWhitespace(line.charAt(end))) end++;
		return end;
	}

	private static int closingQuote(final String line, final int start, final String key) {
		final int end = line.indexOf('\'', start + 1);
		if (end < 0) throw new FoveaException("The macro option '" + key + "' opens a quote that is not closed; write " + key + "='…'.");
		return end;
	}

	private static int closingBracket(final String line, final int start, final String key) {
		int depth = 0;
		for (int i = start; i < line.length(); i++) {
			if (line.charAt(i) == '[') depth++;
			if (line.charAt(i) == ']' && --depth == 0) return i;
		}
		throw new FoveaException("The macro option '" + key + "' opens a bracket that is not closed; write " + key + "=[…].");
	}
}
