package org.fovea.command;

/** Sentences as the dialogs of ImageJ show them, which break no lines. */
public final class Sentences {

	private static final int COLUMNS = 100;

	private Sentences() {
	}

	/**
	 * Breaks a sentence between words, so that its dialog fits a screen.
	 *
	 * @param sentence of any length
	 * @return the same words in lines of at most 100 characters, longer only where a word is
	 */
	public static String lines(final String sentence) {
		final StringBuilder lines = new StringBuilder();
		int column = 0;
		for (final String word : sentence.split(" ")) {
			if (column > 0 && column + 1 + word.length() > COLUMNS) {
				lines.append('\n');
				column = 0;
			}
			else if (column > 0) lines.append(' ');
			lines.append(word);
			column += (column > 0 ? 1 : 0) + word.length();
		}
		return lines.toString();
	}
}
