package org.fovea.torchscript;

import java.util.List;
import java.util.Optional;

/**
 * The part of Python that TorchScript archives are written in: one statement a line, nested calls, no surprises. Every node knows
 * its span in the text, so that a rewriter can leave alone what it does not change.
 */
final class Syntax {

	private Syntax() {
	}

	/** Anything with a place in the text. */
	sealed interface Node {

		/** @return offset of the first character */
		int start();

		/** @return offset behind the last character */
		int end();
	}

	/** Something with a value. */
	sealed interface Expression extends Node {

		/** @return the parts that are expressions themselves, in the order of the text */
		List<Expression> children();
	}

	/** A variable, or the first part of a dotted name. */
	record Name(String id, int start, int end) implements Expression {

		@Override
		public List<Expression> children() {
			return List.of();
		}
	}

	/** A number, {@code True}, {@code False}, {@code None} or a string, as it is written. */
	record Literal(String text, int start, int end) implements Expression {

		@Override
		public List<Expression> children() {
			return List.of();
		}

		/** @return whether this is a string */
		boolean isString() {
			return text.startsWith("\"") || text.startsWith("'");
		}

		/** @return the string without its quotes and escapes */
		String string() {
			return Lexer.unquote(text);
		}
	}

	/** {@code object.name}. */
	record Attribute(Expression object, String name, int start, int end) implements Expression {

		@Override
		public List<Expression> children() {
			return List.of(object);
		}
	}

	/** {@code object[index]}. */
	record Subscript(Expression object, Expression index, int start, int end) implements Expression {

		@Override
		public List<Expression> children() {
			return List.of(object, index);
		}
	}

	/** One argument of a call. */
	record Argument(Optional<String> keyword, Expression value) {}

	/** {@code function(arguments)}; {@code open} is the offset behind the opening parenthesis. */
	record Call(Expression function, List<Argument> arguments, int open, int start, int end) implements Expression {

		@Override
		public List<Expression> children() {
			final java.util.ArrayList<Expression> all = new java.util.ArrayList<>();
			all.add(function);
			arguments.forEach(argument -> all.add(argument.value()));
			return all;
		}
	}

	/** A list, tuple, dict or parenthesised expression, or operators between operands. */
	record Group(Kind kind, List<Expression> children, int start, int end) implements Expression {

		/** What holds the parts together. */
		enum Kind {
			LIST, TUPLE, DICT, PARENTHESES, OPERATION, SLICE
		}
	}

	/** One line, or a block with its head. */
	sealed interface Statement extends Node {}

	/** {@code targets = value}, with or without a type; {@code a, b, = value} has several targets. */
	record Assignment(List<Expression> targets, Optional<Expression> type, Optional<Expression> value, int start, int end) implements
		Statement
	{}

	/** An expression on a line of its own. */
	record Evaluation(Expression value, int start, int end) implements Statement {}

	/** {@code return value}. */
	record Return(Optional<Expression> value, int start, int end) implements Statement {}

	/** {@code if}, with an empty {@code otherwise} where there is none. */
	record If(Expression condition, List<Statement> then, List<Statement> otherwise, int start, int end) implements Statement {}

	/** {@code while}. */
	record While(Expression condition, List<Statement> body, int start, int end) implements Statement {}

	/** {@code for target in iterable}. */
	record For(Expression target, Expression iterable, List<Statement> body, int start, int end) implements Statement {}

	/** {@code with context as name}. */
	record With(Expression context, Optional<Expression> name, List<Statement> body, int start, int end) implements Statement {}

	/** {@code pass}, {@code break}, {@code continue}, {@code import}. */
	record Word(String text, int start, int end) implements Statement {}

	/** A parameter of a function. */
	record Parameter(String name, Optional<Expression> type, Optional<Expression> initial, int start) {}

	/** A function or method; {@code open} is the offset behind the opening parenthesis of the parameters. */
	record Function(String name, List<Parameter> parameters, Optional<Expression> result, List<Statement> body, int open, int start,
		int end) implements Statement
	{}

	/** A class: its attributes are assignments, its methods functions. */
	record ClassDefinition(String name, List<Expression> bases, List<Statement> body, int start, int end) implements Statement {}

	/** A file. */
	record File(String text, List<Statement> statements) {}
}
