package org.fovea.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.torchscript.Syntax.Call;
import org.fovea.torchscript.Syntax.ClassDefinition;
import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Function;
import org.fovea.torchscript.Syntax.Statement;

/**
 * Rewrites the code of an archive so that every activation passes a probe. Two parameters go through every method and free function:
 * the probe and the dotted name of the module that runs. The numbers stay the same, bit for bit. The root module gets one more
 * method, {@value #RUN}, that takes the network's inputs and a plan and returns everything that was asked for.
 */
public final class Instrumenter {

	/** The method that runs the rewritten network: inputs and {@code Dict[str, Tensor]} plan in, {@code Dict[str, Tensor]} out. */
	public static final String RUN = "fovea_run";

	private static final String PROBE_FILE = "code/__torch__/fovea.py";

	/**
	 * A rewritten program.
	 *
	 * @param code the new text of every file
	 * @param inputs the names of the tensors that {@link #RUN} takes before the plan
	 * @param limitations what could not be rewritten, a sentence each
	 */
	public record Instrumented(Map<String, String> code, List<String> inputs, List<String> limitations) {}

	private final Map<String, String> code;
	private final String root;

	/**
	 * @param code path below the archive's root to text
	 * @param root qualified class name of the archive's module
	 * @param missing operators (their names behind {@code torch.}) that the engine does not have; a call of one fails when it is made,
	 *          not when the network is loaded
	 */
	public Instrumenter(final Map<String, String> code, final String root, final Set<String> missing) {
		this.code = new Substitution(missing).apply(code);
		this.root = root;
	}

	/**
	 * Rewrites the program. Where a construct cannot be followed, the network stays whole and only input and output can be reached.
	 *
	 * @return the new code
	 * @throws FoveaException if the network cannot be run with images at all
	 */
	public Instrumented instrument() {
		final Program program = new Program(code);
		try {
			return instrument(program, true, List.of());
		}
		catch (final FoveaException e) {
			final String sentence = "Only input and output can be looked at: " + e.getMessage();
			return instrument(program, false, List.of(sentence));
		}
	}

	/**
	 * Leaves the program as it is and adds the method that runs it, so that both can be compared.
	 *
	 * @return the code with only input and output in reach
	 * @throws FoveaException if the network cannot be run with images at all
	 */
	public Instrumented unprobed() {
		return instrument(new Program(code), false, List.of());
	}

	private Instrumented instrument(final Program program, final boolean isInside, final List<String> limitations) {
		final Program.Type type = program.type(root).orElseThrow(() -> new FoveaException("The model's code does not hold its class '" + root +
			"'; export it again with torch.jit.script or torch.jit.trace."));
		final Function forward = Optional.ofNullable(type.methods().get("forward")).orElseThrow(() -> new FoveaException(
			"The model has no 'forward' method; export a module that can be called with an image."));
		final Entry entry = new Entry(program, type, forward, isInside);
		final Map<String, String> rewritten = new LinkedHashMap<>();
		program.files().forEach((path, file) -> rewritten.put(path, file(program, path, file, isInside, type, entry.method())));
		rewritten.put(PROBE_FILE, resource("probe.py"));
		return new Instrumented(rewritten, entry.inputs(), limitations);
	}

	private static String file(final Program program, final String path, final Syntax.File file, final boolean isInside,
		final Program.Type rootType, final String entry)
	{
		final StringBuilder text = new StringBuilder();
		int at = 0;
		for (final Statement statement : file.statements()) {
			if (statement instanceof final Function function && isInside) {
				text.append(file.text(), at, function.start()).append(new Rewriter(program, file, Optional.empty(), function, returnsTensor(file,
					function)).rewrite());
				at = function.end();
			}
			else if (statement instanceof final ClassDefinition definition) {
				final Program.Type type = program.type(Program.qualified(path, definition.name())).orElseThrow();
				for (final Statement member : definition.body()) {
					if (!isInside || !(member instanceof final Function method) || !Rewriter.carriesProbe(method.name())) continue;
					text.append(file.text(), at, method.start()).append(new Rewriter(program, file, Optional.of(type), method, isCovered(type, method))
						.rewrite());
					at = method.end();
				}
				if (type.name().equals(rootType.name())) {
					text.append(file.text(), at, definition.end()).append('\n').append(entry);
					at = definition.end();
				}
			}
		}
		return text.append(file.text().substring(at)).toString();
	}

	private static boolean returnsTensor(final Syntax.File file, final Function function) {
		return function.result().map(result -> Program.text(file, result)).filter(TypeNames.TENSOR::equals).isPresent();
	}

	/** Whether whoever calls the method taps its result: submodule calls do, and so do tail calls on {@code self}. */
	private static boolean isCovered(final Program.Type type, final Function method) {
		if (method.name().startsWith("forward")) return true;
		int calls = 0;
		int tails = 0;
		for (final Function caller : type.methods().values()) {
			final String self = caller.parameters().isEmpty() ? "" : caller.parameters().get(0).name();
			calls += countCalls(caller.body(), self, method.name());
			if (!caller.name().startsWith("forward")) continue;
			for (final Expression value : Returns.expressions(caller)) {
				if (isCall(value, self, method.name())) tails++;
			}
		}
		return calls > 0 && calls == tails;
	}

	private static int countCalls(final List<Statement> statements, final String self, final String method) {
		final List<Expression> expressions = new ArrayList<>();
		Walk.expressions(statements, expressions::add);
		return (int) expressions.stream().filter(e -> isCall(e, self, method)).count();
	}

	private static boolean isCall(final Expression expression, final String self, final String method) {
		return expression instanceof final Call call && call.function() instanceof final Syntax.Attribute attribute && attribute.name().equals(
			method) && Program.dotted(attribute.object()).filter(self::equals).isPresent();
	}

	/**
	 * Code that Fovea brings along.
	 *
	 * @param name of the file beside this class
	 * @return its text
	 */
	static String resource(final String name) {
		try (InputStream stream = Instrumenter.class.getResourceAsStream(name)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
