package org.fovea.image;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells as spreadsheets write them (RFC 4180, and what is written in its name): cells in quotes may hold separators, line ends and, doubled,
 * quotes; the separator is the tab, the semicolon or the comma, whichever cuts the first rows into as many cells as the first one.
 */
final class DelimitedText {

	/** Cells that nothing cuts. */
	static final char NONE = '\0';

	private static final char[] SEPARATORS = { '\t', ';', ',' };
	private static final int LOOKED_AT = 20;
	private static final char QUOTE = '"';
	private static final char UNDECODABLE = '\ufffd';

	private final String text;
	private final char separator;

	/**
	 * Looks at a text.
	 *
	 * @param text with rows on lines of their own; empty lines are passed over
	 */
	DelimitedText(final String text) {
		this.text = text;
		separator = separator(text);
	}

	/** Takes rows. */
	interface Visitor {

		/**
		 * Takes a row.
		 *
		 * @param row from 0
		 * @param cells of the row, without quotes and without spaces around them
		 * @return whether to go on
		 */
		boolean take(int row, List<String> cells);
	}

	/**
	 * Decodes a file: UTF-8 or, as its first bytes say, UTF-16; what is neither is taken for the Windows code page of western Europe.
	 *
	 * @param bytes of the file
	 * @return its text
	 */
	static String decode(final byte... bytes) {
		if (begins(bytes, 0xEF, 0xBB, 0xBF)) return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
		if (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF)) return new String(bytes, StandardCharsets.UTF_16);
		final String text = new String(bytes, StandardCharsets.UTF_8);
		return text.indexOf(UNDECODABLE) < 0 ? text : new String(bytes, Charset.forName("windows-1252"));
	}

	private static boolean begins(final byte[] bytes, final int... first) {
		if (bytes.length < first.length) return false;
		for (int i = 0; i < first.length; i++) if ((bytes[i] & 255) != first[i]) return false;
		return true;
	}

	private static char separator(final String text) {
		char possible = NONE;
		for (final char candidate : SEPARATORS) {
			final List<Integer> counts = new ArrayList<>();
			visit(text, candidate, (row, cells) -> {
				counts.add(cells.size());
				return counts.size() < LOOKED_AT;
			});
			if (counts.isEmpty() || counts.get(0) < 2) continue;
			if (2 * counts.stream().filter(counts.get(0)::equals).count() > counts.size()) return candidate;
			if (possible == NONE) possible = candidate;
		}
		return possible;
	}

	/** @return what stands between cells, {@link #NONE} where each row is one cell */
	char separator() {
		return separator;
	}

	/**
	 * Writes a cell for a file with commas.
	 *
	 * @param cell any text
	 * @return the text, in quotes where it could be taken for several cells
	 */
	static String quoted(final String cell) {
		return cell.matches("[^\",;\t\r\n]*") ? cell : QUOTE + cell.replace("\"", "\"\"") + QUOTE;
	}

	/**
	 * Goes through the rows.
	 *
	 * @param visitor that takes them
	 */
	void visit(final Visitor visitor) {
		visit(text, separator, visitor);
	}

	private static void visit(final String text, final char separator, final Visitor visitor) {
		int row = 0;
		for (int at = 0; at < text.length();) {
			final List<String> cells = new ArrayList<>();
			at = row(text, at, separator, cells);
			final boolean isEmpty = cells.stream().allMatch(String::isEmpty);
			if (!isEmpty && !visitor.take(row++, cells)) return;
		}
	}

	/** Reads one row and returns where the next begins. */
	private static int row(final String text, final int from, final char separator, final List<String> cells) {
		int at = from;
		while (true) {
			while (at < text.length() && text.charAt(at) == ' ') at++;
			String quoted = "";
			if (at < text.length() && text.charAt(at) == QUOTE) {
				final StringBuilder inside = new StringBuilder();
				at = unquote(text, at + 1, inside);
				quoted = inside.toString();
			}
			final int start = at;
			while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n' && text.charAt(at) != '\r') at++;
			final String rest = text.substring(start, at);
			cells.add(quoted.isEmpty() ? rest.strip() : (quoted + rest).strip());
			if (at < text.length() && text.charAt(at) == separator) at++;
			else break;
		}
		if (at + 1 < text.length() && text.charAt(at) == '\r' && text.charAt(at + 1) == '\n') return at + 2;
		return at + 1;
	}

	/** Reads up to the closing quote and returns what comes after it. */
	private static int unquote(final String text, final int from, final StringBuilder quoted) {
		int at = from;
		while (at < text.length()) {
			if (text.charAt(at) == QUOTE) {
				if (at + 1 >= text.length() || text.charAt(at + 1) != QUOTE) return at + 1;
				at++;
			}
			quoted.append(text.charAt(at++));
		}
		return at;
	}
}
