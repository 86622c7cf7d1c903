package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fovea.torchscript.Syntax.Assignment;
import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Function;
import org.fovea.torchscript.Syntax.Name;
import org.fovea.torchscript.Syntax.Statement;

/** Finds what a function hands to its caller, through copies and branches. Variables that a loop carries do not count. */
final class Returns {

	private final List<Assignment> assignments = new ArrayList<>();
	private final List<Expression> values = new ArrayList<>();
	private final Set<String> carried = new HashSet<>();
	private final Set<String> variables = new HashSet<>();

	private Returns(final Function function) {
		collect(function.body(), assignments);
		boolean grew = true;
		while (grew) {
			grew = false;
			for (final Assignment a : assignments) grew |= follow(a);
		}
		variables.removeAll(carried);
	}

	/**
	 * The variables whose value is returned.
	 *
	 * @param function a function
	 * @return their names
	 */
	static Set<String> variables(final Function function) {
		return new Returns(function).variables;
	}

	/**
	 * The expressions whose value is returned.
	 *
	 * @param function a function
	 * @return those of return statements and of assignments to {@link #variables}
	 */
	static List<Expression> expressions(final Function function) {
		final Returns returns = new Returns(function);
		final List<Expression> all = new ArrayList<>(returns.values);
		for (final Assignment a : returns.assignments) {
			if (a.targets().size() == 1 && a.targets().get(0) instanceof final Name target && returns.variables.contains(target.id())) {
				all.add(a.value().orElseThrow());
			}
		}
		return all;
	}



	private boolean follow(final Assignment a) {
		boolean grew = false;
		final Expression value = a.value().orElseThrow();
		for (int i = 0; i < a.targets().size(); i++) {
			if (!(a.targets().get(i) instanceof final Name target) || !variables.contains(target.id())) continue;
			final boolean isPair = a.targets().size() > 1 && value instanceof final Syntax.Group group && i < group.children().size();
			final Expression source = isPair ? value.children().get(i) : value;
			if (source instanceof final Name name) grew |= variables.add(name.id());
		}
		return grew;
	}

	private void collect(final List<Statement> statements, final List<Assignment> into) {
		for (final Statement statement : statements) {
			if (statement instanceof final Assignment a && a.value().isPresent()) into.add(a);
			else if (statement instanceof final Syntax.Return r && r.value().isPresent()) {
				values.add(r.value().get());
				if (r.value().get() instanceof final Name name) variables.add(name.id());
			}
			else if (statement instanceof final Syntax.If branch) {
				collect(branch.then(), into);
				collect(branch.otherwise(), into);
			}
			else if (statement instanceof final Syntax.While loop) carry(loop.body());
			else if (statement instanceof final Syntax.For loop) carry(loop.body());
			else if (statement instanceof final Syntax.With with) collect(with.body(), into);
		}
	}

	private void carry(final List<Statement> body) {
		final List<Assignment> inLoop = new ArrayList<>();
		collect(body, inLoop);
		for (final Assignment a : inLoop) {
			for (final Expression target : a.targets()) {
				if (target instanceof final Name name) carried.add(name.id());
			}
		}
	}
}
