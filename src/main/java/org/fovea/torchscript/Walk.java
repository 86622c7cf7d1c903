package org.fovea.torchscript;

import java.util.List;
import java.util.function.Consumer;

import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Statement;

/** Visits everything with a value. */
final class Walk {

	private Walk() {
	}

	/**
	 * Visits the expressions of statements with all their parts, outer ones first; targets of assignments are left out.
	 *
	 * @param statements where
	 * @param visitor told of each
	 */
	static void expressions(final List<Statement> statements, final Consumer<Expression> visitor) {
		for (final Statement statement : statements) {
			if (statement instanceof final Syntax.Assignment a) a.value().ifPresent(value -> parts(value, visitor));
			else if (statement instanceof final Syntax.Evaluation e) parts(e.value(), visitor);
			else if (statement instanceof final Syntax.Return r) r.value().ifPresent(value -> parts(value, visitor));
			else if (statement instanceof final Syntax.If branch) {
				parts(branch.condition(), visitor);
				expressions(branch.then(), visitor);
				expressions(branch.otherwise(), visitor);
			}
			else if (statement instanceof final Syntax.While loop) {
				parts(loop.condition(), visitor);
				expressions(loop.body(), visitor);
			}
			else if (statement instanceof final Syntax.For loop) {
				parts(loop.iterable(), visitor);
				expressions(loop.body(), visitor);
			}
			else if (statement instanceof final Syntax.With with) {
				parts(with.context(), visitor);
				expressions(with.body(), visitor);
			}
			else if (statement instanceof final Syntax.Function nested) expressions(nested.body(), visitor);
		}
	}

	private static void parts(final Expression expression, final Consumer<Expression> visitor) {
		visitor.accept(expression);
		expression.children().forEach(child -> parts(child, visitor));
	}
}
