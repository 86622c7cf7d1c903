package org.fovea.command.explorer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.fovea.command.Recording;

/**
 * A menu entry with its options, as a macro would run it.
 *
 * @param label of the menu entry
 * @param values by macro key, in order
 */
record PlainCommand(String label, Map<String, String> values) {

	/** Keeps the order. */
	PlainCommand {
		values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	/**
	 * A command without options.
	 *
	 * @param label of the menu entry
	 */
	PlainCommand(final String label) {
		this(label, Map.of());
	}

	/**
	 * Sets an option.
	 *
	 * @param key of a macro
	 * @param value of one line
	 * @return the longer command
	 */
	PlainCommand with(final String key, final Object value) {
		final Map<String, String> all = new LinkedHashMap<>(values);
		all.put(key, String.valueOf(value));
		return new PlainCommand(label, all);
	}

	/** Writes the command into the Recorder, as something that was done. */
	void record() {
		Recording.run(label, options());
	}

	/** @return the options as the second argument of {@code run} */
	String options() {
		return values.entrySet().stream().map(entry -> entry.getKey() + "=" + enclosed(entry.getValue())).collect(Collectors.joining(" "));
	}

	private static String enclosed(final String value) {
		return value.isEmpty() || value.chars().anyMatch(Character::isWhitespace) ? "[" + value + "]" : value;
	}
}
