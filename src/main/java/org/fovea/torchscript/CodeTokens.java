package org.fovea.torchscript;

/**
 * Cuts an archive's code into words, texts and signs, the way PyTorch does, for those who look for words and not for structure.
 * Where PyTorch's reading of something that no export contains could differ, it refuses instead of guessing.
 */
final class CodeTokens {

	/** What a token is. */
	enum Kind {
		/** A name or keyword. */
		WORD,
		/** A number. */
		NUMBER,
		/** A text; {@link CodeTokens#text()} is what it stands for. */
		TEXT,
		/** A single character of punctuation. */
		SIGN,
		/** The end of a line. */
		LINE,
		/** The end of the code. */
		END
	}

	private final String code;
	private int position;
	private Kind kind = Kind.LINE;
	private String text = "\n";
	private int indentation;

	/**
	 * Starts before the first token.
	 *
	 * @param code the text of one file
	 */
	CodeTokens(final String code) {
		this.code = code;
	}

	/** @return the kind of the current token */
	Kind kind() {
		return kind;
	}

	/** @return the current token */
	String text() {
		return text;
	}

	/** @return blanks at the beginning of the line that began last */
	int indentation() {
		return indentation;
	}

	/**
	 * Whether the current token is a certain sign.
	 *
	 * @param sign the sign
	 * @return whether it is
	 */
	boolean is(final char sign) {
		return kind == Kind.SIGN && text.charAt(0) == sign;
	}

	/**
	 * Goes to the next token.
	 *
	 * @throws UnusualCodeException if it is nothing that PyTorch writes
	 */
	void next() throws UnusualCodeException {
		if (kind == Kind.LINE) {
			final int start = position;
			skipBlanks();
			indentation = position - start;
		}
		else skipBlanks();
		if (position >= code.length()) {
			set(Kind.END, "");
			return;
		}
		final char c = code.charAt(position);
		final int start = position;
		if (c == '\n') {
			position++;
			set(Kind.LINE, "\n");
		}
		else if (isLetter(c)) {
			while (position < code.length() && (isLetter(code.charAt(position)) || isDigit(code.charAt(position)))) {
				position++;
			}
			set(Kind.WORD, code.substring(start, position));
		}
		else if (isDigit(c) || c == '.' && position + 1 < code.length() && isDigit(code.charAt(position + 1))) {
			number();
			set(Kind.NUMBER, code.substring(start, position));
		}
		else if (c == '"' || c == '\'') {
			position++;
			set(Kind.TEXT, literal(c));
		}
		else if (c > ' ' && c < 127 && c != '\\' && c != '$' && c != '`') {
			position++;
			set(Kind.SIGN, String.valueOf(c));
		}
		else throw new UnusualCodeException("the character " + (int) c);
	}

	private void set(final Kind newKind, final String newText) {
		kind = newKind;
		text = newText;
	}

	/** Comments are skipped except those that PyTorch reads as types; a backslash joins lines. */
	private void skipBlanks() {
		while (position < code.length()) {
			final char c = code.charAt(position);
			if (c == ' ' || c == '\t' || c == '\r' || c == 0x0b || c == '\f') position++;
			else if (c == '\\' && code.startsWith("\n", position + 1)) position += 2;
			else if (code.startsWith("# type:", position)) position++;
			else if (c == '#') {
				final int end = code.indexOf('\n', position);
				position = end < 0 ? code.length() : end;
			}
			else return;
		}
	}

	/** Reads no more than any reader of numbers would: what follows is then looked at as a word. */
	private void number() {
		digits();
		if (position < code.length() && code.charAt(position) == '.') position++;
		digits();
		int exponent = position;
		if (exponent < code.length() && (code.charAt(exponent) | 0x20) == 'e') {
			exponent++;
			if (exponent < code.length() && (code.charAt(exponent) == '-' || code.charAt(exponent) == '+')) exponent++;
			if (exponent < code.length() && isDigit(code.charAt(exponent))) {
				position = exponent;
				digits();
			}
		}
	}

	private void digits() {
		while (position < code.length() && isDigit(code.charAt(position))) {
			position++;
		}
	}

	private String literal(final char quote) throws UnusualCodeException {
		if (code.startsWith("" + quote + quote, position)) throw new UnusualCodeException("a text in triple quotes");
		final StringBuilder b = new StringBuilder();
		while (position < code.length()) {
			final char c = code.charAt(position++);
			if (c == quote) return b.toString();
			if (c == '\n') break;
			b.append(c == '\\' ? escape() : c);
		}
		throw new UnusualCodeException("a text without an end");
	}

	/** Bytes outside ASCII come one by one; that names are compared with those of operators does not suffer. */
	private char escape() throws UnusualCodeException {
		final char c = position < code.length() ? code.charAt(position++) : '\n';
		final int known = "\\'\"abfnvt".indexOf(c);
		if (known >= 0) return "\\'\"\u0007\b\f\n\u000b\t".charAt(known);
		int value = 0;
		for (int i = 0; i < 3; i++) {
			final char digit = i == 0 ? c : position < code.length() ? code.charAt(position++) : '\n';
			if (digit < '0' || digit > '7') throw new UnusualCodeException("an unknown escape in a text");
			value = value * 8 + digit - '0';
		}
		return (char) value;
	}

	private static boolean isLetter(final char c) {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
	}

	private static boolean isDigit(final char c) {
		return c >= '0' && c <= '9';
	}
}
