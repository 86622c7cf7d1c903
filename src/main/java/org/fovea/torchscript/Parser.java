package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.torchscript.Syntax.Argument;
import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Group;
import org.fovea.torchscript.Syntax.Parameter;
import org.fovea.torchscript.Syntax.Statement;

/** Reads the code of an archive, by recursive descent. */
final class Parser {

	private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "//", "%", "**", "@", "==", "!=", "<", ">", "<=", ">=", "&", "|",
		"^", "and", "or", "in", "is", "not", "if", "else");

	private final String code;
	private final List<Token> tokens;
	private int at;

	private Parser(final String code) {
		this.code = code;
		this.tokens = Lexer.tokens(code);
	}

	/**
	 * Reads a file.
	 *
	 * @param code its text
	 * @return its classes and functions
	 * @throws FoveaException if it is not TorchScript
	 */
	static Syntax.File parse(final String code) {
		final Parser parser = new Parser(code);
		final List<Statement> statements = new ArrayList<>();
		while (parser.peek().kind() != Token.Kind.END) statements.add(parser.statement());
		return new Syntax.File(code, statements);
	}

	private Statement statement() {
		final Token first = peek();
		if (first.kind() == Token.Kind.NAME) {
			switch (first.text()) {
				case "class":
					return classDefinition();
				case "def":
					return function();
				case "if":
					return conditional();
				case "while":
					next();
					final Expression condition = expression();
					final List<Statement> loop = block();
					return new Syntax.While(condition, loop, first.start(), last());
				case "for":
					return loop();
				case "with":
					return with();
				case "return":
					next();
					final Optional<Expression> value = peek().kind() == Token.Kind.NEWLINE ? Optional.empty() : Optional.of(expressions());
					return new Syntax.Return(value, first.start(), line());
				case "pass", "break", "continue":
					next();
					return new Syntax.Word(first.text(), first.start(), line());
				case "import", "from":
					while (peek().kind() != Token.Kind.NEWLINE) next();
					return new Syntax.Word(first.text(), first.start(), line());
				default:
					break;
			}
		}
		return simple();
	}

	private Statement simple() {
		final int start = peek().start();
		final Expression first = expression();
		if (peek().is(":")) {
			next();
			final Expression type = expression();
			Optional<Expression> value = Optional.empty();
			if (peek().is("=")) {
				next();
				value = Optional.of(expressions());
			}
			return new Syntax.Assignment(List.of(first), Optional.of(type), value, start, line());
		}
		final List<Expression> targets = new ArrayList<>(List.of(first));
		while (peek().is(",")) {
			next();
			if (peek().is("=")) break;
			targets.add(expression());
		}
		if (peek().is("=")) {
			next();
			final Expression value = expressions();
			return new Syntax.Assignment(targets, Optional.empty(), Optional.of(value), start, line());
		}
		if (targets.size() > 1) throw unexpected();
		return new Syntax.Evaluation(first, start, line());
	}

	private Statement classDefinition() {
		final int start = next().start();
		final String name = name();
		final List<Expression> bases = new ArrayList<>();
		if (peek().is("(")) {
			next();
			while (!peek().is(")")) {
				bases.add(expression());
				if (peek().is(",")) next();
			}
			next();
		}
		final List<Statement> body = block();
		return new Syntax.ClassDefinition(name, bases, body, start, last());
	}

	private Statement function() {
		final int start = next().start();
		final String name = name();
		final int open = expect("(").end();
		final List<Parameter> parameters = new ArrayList<>();
		while (!peek().is(")")) {
			final int parameterStart = peek().start();
			if (peek().is("*")) next();
			final String parameter = peek().is(",") ? "*" : name();
			Optional<Expression> type = Optional.empty();
			if (peek().is(":")) {
				next();
				type = Optional.of(expression());
			}
			Optional<Expression> initial = Optional.empty();
			if (peek().is("=")) {
				next();
				initial = Optional.of(expression());
			}
			parameters.add(new Parameter(parameter, type, initial, parameterStart));
			if (peek().is(",")) next();
		}
		next();
		Optional<Expression> result = Optional.empty();
		if (peek().is("->")) {
			next();
			result = Optional.of(expression());
		}
		final List<Statement> body = block();
		return new Syntax.Function(name, parameters, result, body, open, start, last());
	}

	private Statement conditional() {
		final int start = next().start();
		final Expression condition = expression();
		final List<Statement> then = block();
		List<Statement> otherwise = List.of();
		if (peek().is("elif")) otherwise = List.of(conditional());
		else if (peek().is("else")) {
			next();
			otherwise = block();
		}
		return new Syntax.If(condition, then, otherwise, start, last());
	}

	private Statement loop() {
		final int start = next().start();
		final Expression target = operand();
		expect("in");
		final Expression iterable = expression();
		final List<Statement> body = block();
		return new Syntax.For(target, iterable, body, start, last());
	}

	private Statement with() {
		final int start = next().start();
		final Expression context = expression();
		Optional<Expression> name = Optional.empty();
		if (peek().is("as")) {
			next();
			name = Optional.of(operand());
		}
		final List<Statement> body = block();
		return new Syntax.With(context, name, body, start, last());
	}

	private List<Statement> block() {
		expect(":");
		if (peek().kind() != Token.Kind.NEWLINE) return List.of(simpleOrWord());
		next();
		if (next().kind() != Token.Kind.INDENT) {
			at--;
			throw unexpected();
		}
		final List<Statement> statements = new ArrayList<>();
		while (peek().kind() != Token.Kind.DEDENT && peek().kind() != Token.Kind.END) statements.add(statement());
		if (peek().kind() == Token.Kind.DEDENT) next();
		return statements;
	}

	private Statement simpleOrWord() {
		return statement();
	}

	private Expression expressions() {
		final int start = peek().start();
		final Expression first = expression();
		if (!peek().is(",")) return first;
		final List<Expression> all = new ArrayList<>(List.of(first));
		while (peek().is(",")) {
			next();
			if (peek().kind() == Token.Kind.NEWLINE) break;
			all.add(expression());
		}
		return new Group(Group.Kind.TUPLE, all, start, last());
	}

	private Expression expression() {
		final int start = peek().start();
		final List<Expression> operands = new ArrayList<>();
		boolean operation = false;
		while (peek().is("-") || peek().is("not") || peek().is("+") || peek().is("~")) {
			next();
			operation = true;
		}
		operands.add(operand());
		while (OPERATORS.contains(peek().text()) && peek().kind() != Token.Kind.STRING && !startsTargetOfFor()) {
			next();
			while (peek().is("-") || peek().is("not") || peek().is("+") || peek().is("~")) next();
			operation = true;
			operands.add(operand());
		}
		return operation ? new Group(Group.Kind.OPERATION, operands, start, last()) : operands.get(0);
	}

	private boolean startsTargetOfFor() {
		return peek().kind() != Token.Kind.NAME && peek().kind() != Token.Kind.SYMBOL;
	}

	private Expression operand() {
		final Token token = next();
		Expression expression = switch (token.kind()) {
			case NUMBER -> new Syntax.Literal(token.text(), token.start(), token.end());
			case STRING -> string(token);
			case NAME -> switch (token.text()) {
				case "True", "False", "None" -> new Syntax.Literal(token.text(), token.start(), token.end());
				default -> new Syntax.Name(token.text(), token.start(), token.end());
			};
			case SYMBOL -> switch (token.text()) {
				case "(" -> group(token, ")", Group.Kind.PARENTHESES);
				case "[" -> group(token, "]", Group.Kind.LIST);
				case "{" -> group(token, "}", Group.Kind.DICT);
				default -> {
					at--;
					throw unexpected();
				}
			};
			default -> {
				at--;
				throw unexpected();
			}
		};
		while (true) {
			final Token token2 = peek();
			if (token2.is(".")) {
				next();
				final String name = name();
				expression = new Syntax.Attribute(expression, name, token.start(), last());
			}
			else if (token2.is("(")) expression = call(expression, token.start());
			else if (token2.is("[")) {
				next();
				final Expression index = subscript();
				expect("]");
				expression = new Syntax.Subscript(expression, index, token.start(), last());
			}
			else return expression;
		}
	}

	private Expression string(final Token first) {
		Token token = first;
		while (peek().kind() == Token.Kind.STRING) token = next();
		return new Syntax.Literal(code.substring(first.start(), token.end()), first.start(), token.end());
	}

	private Expression subscript() {
		final int start = peek().start();
		final List<Expression> parts = new ArrayList<>();
		boolean several = false;
		while (!peek().is("]")) {
			if (peek().is(",") || peek().is(":")) {
				next();
				several = true;
			}
			else parts.add(expression());
		}
		return several || parts.size() != 1 ? new Group(Group.Kind.SLICE, parts, start, last()) : parts.get(0);
	}

	private Expression group(final Token open, final String close, final Group.Kind kind) {
		final List<Expression> parts = new ArrayList<>();
		boolean commas = false;
		while (!peek().is(close)) {
			parts.add(expression());
			if (peek().is(",") || peek().is(":")) {
				commas = true;
				next();
			}
			else if (!peek().is(close)) throw unexpected();
		}
		next();
		final Group.Kind actual = kind == Group.Kind.PARENTHESES && (commas || parts.isEmpty()) ? Group.Kind.TUPLE : kind;
		return new Group(actual, parts, open.start(), last());
	}

	private Expression call(final Expression function, final int start) {
		final int open = next().end();
		final List<Argument> arguments = new ArrayList<>();
		while (!peek().is(")")) {
			Optional<String> keyword = Optional.empty();
			if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
				keyword = Optional.of(name());
				next();
			}
			if (peek().is("*")) next();
			arguments.add(new Argument(keyword, expression()));
			if (peek().is(",")) next();
			else if (!peek().is(")")) throw unexpected();
		}
		next();
		return new Syntax.Call(function, arguments, open, start, last());
	}

	private Token peek() {
		return tokens.get(at);
	}

	private Token next() {
		return tokens.get(at == tokens.size() - 1 ? at : at++);
	}

	private String name() {
		if (peek().kind() != Token.Kind.NAME) throw unexpected();
		return next().text();
	}

	private Token expect(final String symbol) {
		if (!peek().is(symbol)) throw unexpected();
		return next();
	}

	private int line() {
		final int end = last();
		if (peek().kind() == Token.Kind.NEWLINE) next();
		else if (peek().kind() != Token.Kind.END) throw unexpected();
		return end;
	}

	private int last() {
		int i = at - 1;
		while (i > 0 && (tokens.get(i).kind() == Token.Kind.DEDENT || tokens.get(i).kind() == Token.Kind.NEWLINE)) i--;
		return tokens.get(i).end();
	}

	private FoveaException unexpected() {
		final int line = 1 + (int) code.substring(0, peek().start()).chars().filter(c -> c == '\n').count();
		return new FoveaException("The model's code has '" + peek().text() + "' at line " + line +
			" where Fovea does not expect it; export the model again with torch.jit.script or torch.jit.trace.");
	}
}
