package org.fovea.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.fovea.FoveaException;

/** Cuts the code of an archive into tokens; line breaks inside brackets do not count. */
final class Lexer {

	/** Deeper nesting of brackets exhausts the engine's stack; exports of torchvision stay below 20. */
	static final int DEEPEST = 200;

	private final String code;
	private final List<Token> tokens = new ArrayList<>();
	private final Deque<Integer> indents = new ArrayDeque<>();
	private int at;
	private int brackets;

	private Lexer(final String code) {
		this.code = code;
		indents.push(0);
	}

	/**
	 * Cuts code into tokens.
	 *
	 * @param code a file of an archive
	 * @return its tokens, with line ends, indents and a final {@code END}
	 * @throws FoveaException if the code is not TorchScript
	 */
	static List<Token> tokens(final String code) {
		return new Lexer(code).run();
	}

	private List<Token> run() {
		boolean lineStart = true;
		while (at < code.length()) {
			if (lineStart && brackets == 0) {
				if (!indentation()) continue;
				lineStart = false;
			}
			final char c = code.charAt(at);
			if (c == '\n') {
				if (brackets == 0) {
					add(Token.Kind.NEWLINE, at, at);
					lineStart = true;
				}
				at++;
			}
			else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') at++;
			else if (c == '#') comment();
			else if (c == '"' || c == '\'') string(c);
			else if (Character.isDigit(c) || c == '.' && at + 1 < code.length() && Character.isDigit(code.charAt(at + 1))) number();
			else if (isWord(c)) word();
			else symbol(c);
		}
		if (brackets != 0) throw broken();
		if (!lineStart) add(Token.Kind.NEWLINE, at, at);
		while (indents.pop() > 0) add(Token.Kind.DEDENT, at, at);
		add(Token.Kind.END, at, at);
		return tokens;
	}

	private boolean indentation() {
		int column = 0;
		while (at < code.length() && code.charAt(at) == ' ') {
			at++;
			column++;
		}
		if (at == code.length()) return false;
		final char c = code.charAt(at);
		if (c == '\n' || c == '\r') {
			at++;
			return false;
		}
		if (c == '#') {
			comment();
			return false;
		}
		if (column > indents.peek()) {
			indents.push(column);
			if (indents.size() > DEEPEST) throw broken();
			add(Token.Kind.INDENT, at, at);
		}
		while (column < indents.peek()) {
			indents.pop();
			add(Token.Kind.DEDENT, at, at);
		}
		if (column != indents.peek()) throw broken();
		return true;
	}

	private void comment() {
		while (at < code.length() && code.charAt(at) != '\n') at++;
	}

	private void string(final char quote) {
		final int start = at++;
		while (at < code.length() && code.charAt(at) != quote) {
			if (code.charAt(at) == '\n') throw broken();
			at += code.charAt(at) == '\\' ? 2 : 1;
		}
		if (at >= code.length()) throw broken();
		at++;
		add(Token.Kind.STRING, start, at);
	}

	private void number() {
		final int start = at;
		while (at < code.length()) {
			final char c = code.charAt(at);
			final boolean sign = (c == '+' || c == '-') && "eE".indexOf(code.charAt(at - 1)) >= 0 && !code.startsWith("0x", start);
			if (!sign && c != '.' && !Character.isLetterOrDigit(c)) break;
			at++;
		}
		add(Token.Kind.NUMBER, start, at);
	}

	private void word() {
		final int start = at;
		while (at < code.length() && isWord(code.charAt(at))) at++;
		add(Token.Kind.NAME, start, at);
	}

	private void symbol(final char c) {
		if ("([{".indexOf(c) >= 0 && ++brackets > DEEPEST) throw broken();
		if (")]}".indexOf(c) >= 0 && --brackets < 0) throw broken();
		int length = 1;
		for (final String two : List.of("->", "==", "!=", "<=", ">=", "//", "**", "+=", "-=")) {
			if (code.startsWith(two, at)) length = 2;
		}
		if (length == 1 && "()[]{},:.=+-*/%<>@&|^~;".indexOf(c) < 0) throw broken();
		add(Token.Kind.SYMBOL, at, at + length);
		at += length;
	}

	private static boolean isWord(final char c) {
		return c == '_' || Character.isLetterOrDigit(c);
	}

	private void add(final Token.Kind kind, final int start, final int end) {
		tokens.add(new Token(kind, code.substring(start, end), start, end));
	}

	private FoveaException broken() {
		final int line = 1 + (int) code.substring(0, Math.min(at, code.length())).chars().filter(c -> c == '\n').count();
		return new FoveaException("The model's code cannot be read near line " + line + "; export it again with torch.jit.script or torch.jit.trace.");
	}

	/**
	 * Removes quotes and escapes.
	 *
	 * @param literal a string as written
	 * @return its value
	 */
	static String unquote(final String literal) {
		final StringBuilder value = new StringBuilder();
		for (int i = 1; i < literal.length() - 1; i++) {
			final char c = literal.charAt(i);
			if (c != '\\') {
				value.append(c);
				continue;
			}
			final char escaped = literal.charAt(++i);
			switch (escaped) {
				case 'n' -> value.append('\n');
				case 't' -> value.append('\t');
				case 'r' -> value.append('\r');
				case 'a' -> value.append('\u0007');
				case 'b' -> value.append('\b');
				case 'f' -> value.append('\f');
				case 'v' -> value.append('\u000B');
				case 'x' -> {
					value.append((char) Integer.parseInt(literal.substring(i + 1, i + 3), 16));
					i += 2;
				}
				default -> {
					if (escaped >= '0' && escaped <= '7' && i + 2 < literal.length() - 1) {
						value.append((char) Integer.parseInt(literal.substring(i, i + 3), 8));
						i += 2;
					}
					else value.append(escaped);
				}
			}
		}
		return value.toString();
	}
}
