package org.fovea.image;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How a column of a text file writes its numbers. */
enum Notation {

	/** 1234.5 */
	POINT {

		@Override
		String plain(final String cell) {
			return cell;
		}
	},

	/** 1234,5 or 1.234,5 */
	COMMA {

		@Override
		String plain(final String cell) {
			if (cell.indexOf('.') < 0) return cell.replace(',', '.');
			return POINTS.matcher(cell).matches() ? cell.replace(".", "").replace(',', '.') : "";
		}
	},

	/** 1,234.5 */
	GROUPS {

		@Override
		String plain(final String cell) {
			return cell.indexOf(',') >= 0 && COMMAS.matcher(cell).matches() ? cell.replace(",", "") : cell;
		}
	};

	private static final Pattern POINTS = Pattern.compile("[+-]?\\d{1,3}(\\.\\d{3})+(,\\d*)?");
	private static final Pattern COMMAS = Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?");
	private static final Set<String> MISSING = Set.of("", "na", "n/a", "#n/a", "nan", "-");
	private static final Set<String> INFINITE = Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

	/**
	 * The notations that are possible between separators.
	 *
	 * @param separator of the cells
	 * @return in the order in which they are tried
	 */
	static List<Notation> between(final char separator) {
		return separator == ',' ? List.of(POINT, GROUPS) : List.of(POINT, COMMA, GROUPS);
	}

	/** The cell as Java writes numbers. */
	abstract String plain(String cell);

	/**
	 * Whether a cell says that there is no number.
	 *
	 * @param cell without spaces around it
	 * @return whether it is empty, {@code NA}, {@code N/A}, {@code #N/A}, {@code NaN} or a dash
	 */
	static boolean isMissing(final String cell) {
		return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
	}

	/**
	 * Whether a cell fits.
	 *
	 * @param cell without spaces around it
	 * @return whether it is a number in this notation, infinite, or missing
	 */
	boolean accepts(final String cell) {
		return isMissing(cell) || isInfinite(cell) || isNumber(plain(cell));
	}

	/**
	 * The number in a cell.
	 *
	 * @param cell that fits
	 * @return its number, NaN where it is missing or infinite: neither can be compared with others
	 */
	double value(final String cell) {
		return isMissing(cell) || isInfinite(cell) ? Double.NaN : Double.parseDouble(plain(cell));
	}

	private static boolean isInfinite(final String cell) {
		return cell.length() <= 9 && INFINITE.contains(cell.toLowerCase(Locale.ROOT));
	}

	/** Java would also read "1d" and "0x1p3". */
	private static boolean isNumber(final String cell) {
		boolean hasDigit = false;
		for (int i = 0; i < cell.length(); i++) {
			final char c = cell.charAt(i);
			if (c >= '0' && c <= '9') hasDigit = true;
			else if (c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') return false;
		}
		if (!hasDigit) return false;
		try {
			Double.parseDouble(cell);
			return true;
		}
		catch (final NumberFormatException e) {
			return false;
		}
	}
}
