package org.fovea.torchscript;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.fovea.torchscript.Syntax.Call;
import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Function;
import org.fovea.torchscript.Syntax.Name;
import org.fovea.torchscript.Syntax.Parameter;

/**
 * Finds results that are an argument changed in place. Whoever changes or differentiates such a result must do it to the argument as
 * well, because the caller may go on with either.
 */
final class InPlace {

	private static final int DEEPEST = 4;

	private InPlace() {
	}

	/**
	 * Whether an operator changes its first argument.
	 *
	 * @param name behind {@code torch.}
	 * @return whether it does
	 */
	static boolean isOperator(final String name) {
		return name.endsWith("_") && !name.endsWith("__");
	}

	/**
	 * Whether a function may return a parameter that it changed in place.
	 *
	 * @param program the archive's code
	 * @param function the function
	 * @return whether it may
	 */
	static boolean returnsChangedParameter(final Program program, final Function function) {
		return returnsChangedParameter(program, function, 0);
	}

	private static boolean returnsChangedParameter(final Program program, final Function function, final int depth) {
		if (depth > DEEPEST) return false;
		final Set<String> parameters = function.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
		final List<Expression> returned = Returns.expressions(function);
		return returned.stream().anyMatch(e -> e instanceof final Call call && !call.arguments().isEmpty() && call.arguments().get(0)
			.value() instanceof final Name name && parameters.contains(name.id()) && changes(program, call, depth));
	}

	private static boolean changes(final Program program, final Call call, final int depth) {
		final Optional<String> name = Program.dotted(call.function());
		if (name.isEmpty()) return false;
		if (name.get().startsWith("torch.") && name.get().indexOf('.', 6) < 0) return isOperator(name.get().substring(6));
		return program.function(name.get()).filter(function -> returnsChangedParameter(program, function, depth + 1)).isPresent();
	}
}
