package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.torchscript.Syntax.Function;
import org.fovea.torchscript.Syntax.Parameter;

/** Writes the method through which the rewritten network is run: tensors and plan in, everything found out. */
final class Entry {

	private final Program program;
	private final Program.Type root;
	private final Function forward;
	private final boolean isInside;
	private final List<String> inputs = new ArrayList<>();
	private final StringBuilder text = new StringBuilder();
	private int names;

	/**
	 * @param program the archive's code
	 * @param root its module
	 * @param forward the module's method
	 * @param isInside whether the code carries the probe
	 * @throws FoveaException if the method wants something besides tensors
	 */
	Entry(final Program program, final Program.Type root, final Function forward, final boolean isInside) {
		this.program = program;
		this.root = root;
		this.forward = forward;
		this.isInside = isInside;
		write();
	}

	/** @return the names of the tensors that the network takes */
	List<String> inputs() {
		return List.copyOf(inputs);
	}

	/** @return the method's text, indented as a member of the class */
	String method() {
		return text.toString();
	}

	private void write() {
		final StringBuilder parameters = new StringBuilder();
		final StringBuilder arguments = new StringBuilder();
		for (final Parameter parameter : forward.parameters().subList(1, forward.parameters().size())) {
			final String type = parameter.type().map(t -> Program.text(root.file(), t)).orElse(TypeNames.TENSOR);
			if (type.equals(TypeNames.TENSOR)) {
				final String place = inputs.isEmpty() ? "input" : "input." + inputs.size();
				arguments.append("(").append(Rewriter.PROBE).append(").tap(\"").append(place).append("\", input_").append(inputs.size()).append(", ), ");
				parameters.append("    input_").append(inputs.size()).append(": Tensor,\n");
				inputs.add(parameter.name());
			}
			else if (parameter.initial().isPresent()) {
				final String value = root.file().text().substring(parameter.initial().get().start(), parameter.initial().get().end());
				arguments.append(value.equals("None") ? "None" : value).append(", ");
			}
			else if (type.startsWith("Optional[")) arguments.append("None, ");
			else {
				throw new FoveaException("The model wants '" + parameter.name() + "' of type " + type +
					"; wrap it in a module whose forward takes images only, and export that.");
			}
		}
		if (inputs.isEmpty()) throw new FoveaException("The model takes no tensor; export a module whose forward takes an image.");
		line(1, "def " + Instrumenter.RUN + "(self: " + root.name() + ",");
		text.append(parameters);
		text.append("    plan: Dict[str, Tensor]) -> Dict[str, Tensor]:\n");
		line(2, Rewriter.PROBE + " = __torch__.fovea.Probe.__new__(__torch__.fovea.Probe)");
		line(2, "fovea_made = (" + Rewriter.PROBE + ").__init__(plan, )");
		line(2, "fovea_output = (self).forward(" + (isInside ? Rewriter.PROBE + ", \"\", " : "") + arguments + ")");
		final String type = forward.result().map(result -> Program.text(root.file(), result)).orElse(TypeNames.TENSOR);
		results(2, type, "fovea_output", "\"output\"");
		line(2, "return " + Rewriter.PROBE + ".found");
	}

	/** Hands every tensor inside a value to the probe, each under its own name. */
	private void results(final int depth, final String type, final String value, final String name) {
		final List<String> members = TypeNames.arguments(type);
		final Optional<Program.Type> known = program.type(type);
		if (type.equals(TypeNames.TENSOR)) line(depth, "fovea_done = (" + Rewriter.PROBE + ").result(" + name + ", " + value + ", )");
		else if (TypeNames.generic(type).equals("Optional")) {
			final String some = fresh();
			line(depth, "if torch.__isnot__(" + value + ", None):");
			line(depth + 1, some + " = unchecked_cast(" + members.get(0) + ", " + value + ")");
			results(depth + 1, members.get(0), some, name);
			line(depth, "else:");
			line(depth + 1, "pass");
		}
		else if (TypeNames.generic(type).equals("Tuple")) {
			for (int i = 0; i < members.size(); i++) {
				final String member = fresh();
				line(depth, member + " = (" + value + ")[" + i + "]");
				results(depth, members.get(i), member, "torch.add(" + name + ", \"." + i + "\")");
			}
		}
		else if (TypeNames.generic(type).equals("List")) {
			final String i = fresh();
			final String member = fresh();
			line(depth, "for " + i + " in range(torch.len(" + value + ")):");
			line(depth + 1, member + " = " + value + "[" + i + "]");
			results(depth + 1, members.get(0), member, "torch.add(torch.add(" + name + ", \".\"), str(" + i + "))");
		}
		else if (TypeNames.generic(type).equals("Dict") && members.get(0).equals("str")) {
			final String keys = fresh();
			final String i = fresh();
			final String member = fresh();
			line(depth, keys + " = torch.keys(" + value + ")");
			line(depth, "for " + i + " in range(torch.len(" + keys + ")):");
			line(depth + 1, member + " = " + value + "[" + keys + "[" + i + "]]");
			results(depth + 1, members.get(1), member, "torch.add(torch.add(" + name + ", \".\"), " + keys + "[" + i + "])");
		}
		else if (known.isPresent() && known.get().isNamedTuple()) {
			known.get().attributes().forEach((field, fieldType) -> {
				final String member = fresh();
				line(depth, member + " = " + value + "." + field);
				results(depth, fieldType, member, "torch.add(" + name + ", \"." + field + "\")");
			});
		}
		else line(depth, "pass");
	}

	private String fresh() {
		return "fovea_" + names++;
	}

	private void line(final int depth, final String code) {
		text.append("  ".repeat(depth)).append(code).append('\n');
	}
}
