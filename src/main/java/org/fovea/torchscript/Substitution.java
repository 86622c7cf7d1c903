package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fovea.torchscript.Syntax.Call;
import org.fovea.torchscript.Syntax.ClassDefinition;
import org.fovea.torchscript.Syntax.Statement;

/**
 * Replaces calls of operators that the engine's PyTorch does not have. Newer versions of PyTorch write them into branches that hardly
 * any network takes, {@code interpolate} for one; such a network runs all the same, and says so where it does take the branch.
 */
final class Substitution {

	private final Set<String> missing;

	/** @param missing names behind {@code torch.} */
	Substitution(final Set<String> missing) {
		this.missing = missing;
	}

	/**
	 * Replaces the calls.
	 *
	 * @param code path to text
	 * @return the code without them
	 */
	Map<String, String> apply(final Map<String, String> code) {
		if (missing.isEmpty()) return code;
		final Map<String, String> result = new LinkedHashMap<>();
		code.forEach((path, text) -> result.put(path, apply(text)));
		return result;
	}

	private String apply(final String text) {
		if (missing.stream().noneMatch(name -> text.contains("torch." + name))) return text;
		final List<Call> calls = new ArrayList<>();
		collect(Parser.parse(text).statements(), calls);
		calls.sort(Comparator.comparingInt(Call::start).reversed());
		final StringBuilder result = new StringBuilder(text);
		for (final Call call : calls) {
			if (calls.stream().anyMatch(outer -> outer != call && outer.start() <= call.start() && call.end() <= outer.end())) continue;
			final String name = Program.dotted(call.function()).orElseThrow();
			result.replace(call.start(), call.end(), "__torch__.fovea.missing(\"" + name + "\")");
		}
		return result.toString();
	}

	private void collect(final List<Statement> statements, final List<Call> calls) {
		for (final Statement statement : statements) {
			if (statement instanceof final ClassDefinition definition) collect(definition.body(), calls);
		}
		Walk.expressions(statements, e -> {
			if (e instanceof final Call call && Program.dotted(call.function()).filter(n -> n.startsWith("torch.") && missing.contains(n.substring(
				6))).isPresent()) calls.add(call);
		});
	}
}
