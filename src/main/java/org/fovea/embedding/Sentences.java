package org.fovea.embedding;

import java.util.Locale;

/** Numbers as they read well in a sentence. */
final class Sentences {

	private Sentences() {
	}

	/** Without decimals where there are none. */
	static String number(final double value) {
		return value == Math.rint(value) && Math.abs(value) < 1e9 ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3g", value);
	}
}
