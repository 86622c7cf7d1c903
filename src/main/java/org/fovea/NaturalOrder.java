package org.fovea;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sorts words as people do who number things: numbers by their value and before words, words letter by letter, but digits in them as numbers. */
public enum NaturalOrder implements Comparator<String> {

	/** The only one. */
	INSTANCE;

	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");
	private static final Pattern PIECE = Pattern.compile("\\d+|\\D+");

	@Override
	public int compare(final String first, final String second) {
		final boolean isNumber = NUMBER.matcher(first).matches();
		if (isNumber != NUMBER.matcher(second).matches()) return isNumber ? -1 : 1;
		final int order = isNumber ? Double.compare(Double.parseDouble(first), Double.parseDouble(second)) : pieces(first, second);
		return order == 0 ? first.compareTo(second) : order;
	}

	private static int pieces(final String first, final String second) {
		final Matcher a = PIECE.matcher(first);
		final Matcher b = PIECE.matcher(second);
		while (a.find()) {
			if (!b.find()) return 1;
			final boolean areNumbers = Character.isDigit(a.group().charAt(0)) && Character.isDigit(b.group().charAt(0));
			final int order = areNumbers ? numbers(a.group(), b.group()) : a.group().compareTo(b.group());
			if (order != 0) return order;
		}
		return b.find() ? -1 : 0;
	}

	/** Digits of any number. */
	private static int numbers(final String first, final String second) {
		final String a = first.replaceFirst("^0+", "");
		final String b = second.replaceFirst("^0+", "");
		return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
	}
}
