package org.fovea.torchscript;

/**
 * A word of the code.
 *
 * @param kind what it is
 * @param text as written; empty for the structure of lines
 * @param start offset of the first character
 * @param end offset behind the last character
 */
record Token(Kind kind, String text, int start, int end) {

	/** What a token is. */
	enum Kind {
		NAME, NUMBER, STRING, SYMBOL, NEWLINE, INDENT, DEDENT, END
	}

	/**
	 * Compares the text.
	 *
	 * @param expected a name or symbol
	 * @return whether this is it
	 */
	boolean is(final String expected) {
		return (kind == Kind.NAME || kind == Kind.SYMBOL) && text.equals(expected);
	}
}
