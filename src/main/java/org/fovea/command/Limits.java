package org.fovea.command;

import org.fovea.FoveaException;

/** Numbers that people and macros may have written anyhow. */
public final class Limits {

	/** From here on a limit is none that people care for. */
	private static final double LARGE = 1e9;

	private Limits() {
	}

	/**
	 * Holds that a number lies in an interval.
	 *
	 * @param key the macro key, for the sentence
	 * @param value the number
	 * @param min the smallest allowed
	 * @param max the largest allowed
	 * @throws FoveaException if it does not
	 */
	public static void check(final String key, final double value, final double min, final double max) {
		if (value >= min && value <= max) return;
		throw new FoveaException("'" + key + "' must " + (max < LARGE ? "lie between " + text(min) + " and " + text(max) : "be " + text(min) +
			" or more") + ", not " + text(value) + ".");
	}

	/**
	 * Holds that a number is positive.
	 *
	 * @param key the macro key, for the sentence
	 * @param value the number
	 * @throws FoveaException if it is not
	 */
	public static void positive(final String key, final double value) {
		if (!(value > 0 && value < Double.POSITIVE_INFINITY)) throw new FoveaException("'" + key + "' must be above 0, not " + text(value) + ".");
	}

	private static String text(final double value) {
		return value == Math.rint(value) && Math.abs(value) < LARGE ? Long.toString((long) value) : Double.toString(value);
	}
}
