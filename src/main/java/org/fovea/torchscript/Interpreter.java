package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

import org.fovea.torchscript.Syntax.Assignment;
import org.fovea.torchscript.Syntax.Call;
import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Function;
import org.fovea.torchscript.Syntax.Group;
import org.fovea.torchscript.Syntax.Literal;
import org.fovea.torchscript.Syntax.Name;
import org.fovea.torchscript.Syntax.Statement;

/**
 * Follows the code of an archive with footprints in place of tensors. Numbers, strings, lists and truth values are what they would be;
 * where a condition cannot be decided, both branches are followed and what they leave is united.
 */
final class Interpreter {

	private static final int MOST_STEPS = 2_000_000;
	private static final int DEEPEST = 200;
	private static final String PROBE = "__torch__.fovea.Probe";

	/** The code raises an error. */
	private static final class RaisedException extends RuntimeException {

		private static final long serialVersionUID = 1;
	}

	/** A function as a value. */
	private record FunctionValue(String name) {}

	/** How a statement ends. */
	private enum Flow {
		NEXT, RETURN, BREAK, CONTINUE
	}

	/** What a running function knows. */
	private static final class Frame {

		private final Syntax.File file;
		private Map<String, Object> variables = new HashMap<>();
		private Object result;

		Frame(final Syntax.File file) {
			this.file = file;
		}
	}

	private final Program program;
	private final List<Object> constants;
	private final FieldProbe probe;
	private final Footprints operators;
	private final Branches branches;
	private final Map<Object, Object> known = new IdentityHashMap<>();
	private int steps;
	private int depth;

	/**
	 * @param program the rewritten code
	 * @param constants what the code calls {@code CONSTANTS.c0} …, as values
	 * @param probe is told what passes
	 * @param branches what may be changed at the time
	 */
	Interpreter(final Program program, final List<Object> constants, final FieldProbe probe, final Branches branches) {
		this.program = program;
		this.constants = constants;
		this.probe = probe;
		this.operators = new Footprints(branches);
		this.branches = branches;
	}

	/**
	 * Runs a method of a saved object.
	 *
	 * @param object whose
	 * @param method its name
	 * @param arguments after {@code self}
	 * @throws UnfollowedException where the code cannot be followed any further
	 */
	void run(final ScriptObject object, final String method, final List<Object> arguments) {
		method(value(object), object.type(), method, new Arguments(arguments, Map.of()));
	}

	/** A saved value as one of this interpreter's. */
	private Object value(final Object saved) {
		if (saved instanceof final ScriptObject object) {
			final Object made = known.get(object);
			if (made != null) return made;
			final Instance instance = new Instance(object.type(), 0);
			known.put(object, instance);
			object.attributes().forEach((name, attribute) -> instance.attributes().put(name, value(attribute)));
			return instance;
		}
		if (saved instanceof final TensorReference tensor) return known.computeIfAbsent(tensor, t -> TensorValue.saved(tensor, 0));
		if (saved instanceof final List<?> list) return new ListValue(list.stream().map(this::value).toList(), 0);
		if (saved instanceof final Map<?, ?> map) {
			final DictValue dict = new DictValue(Map.of(), 0);
			map.forEach((key, item) -> dict.items().put(value(key), value(item)));
			return dict;
		}
		return saved instanceof OpaqueValue ? Unknown.VALUE : saved;
	}

	private Object method(final Object receiver, final String typeName, final String name, final Arguments arguments) {
		final Program.Type type = program.type(typeName).orElseThrow(() -> new UnfollowedException(typeName));
		final Function method = type.methods().get(name);
		if (method == null) throw new UnfollowedException(name);
		final List<Object> all = new ArrayList<>();
		all.add(receiver);
		all.addAll(arguments.positional());
		return call(type.file(), method, new Arguments(all, arguments.keywords()));
	}

	private Object call(final Syntax.File file, final Function function, final Arguments arguments) {
		if (++depth > DEEPEST) throw new UnfollowedException("deep recursion");
		final Frame frame = new Frame(file);
		for (int i = 0; i < function.parameters().size(); i++) {
			final Syntax.Parameter parameter = function.parameters().get(i);
			final Object value;
			if (i < arguments.count()) value = arguments.get(i);
			else if (arguments.keywords().containsKey(parameter.name())) value = arguments.keywords().get(parameter.name());
			else value = parameter.initial().map(initial -> evaluate(initial, frame)).orElse(null);
			frame.variables.put(parameter.name(), value);
		}
		execute(function.body(), frame);
		depth--;
		return frame.result;
	}

	private Flow execute(final List<Statement> statements, final Frame frame) {
		for (final Statement statement : statements) {
			if (++steps > MOST_STEPS) throw new UnfollowedException("endless code");
			final Flow flow = execute(statement, frame);
			if (flow != Flow.NEXT) return flow;
		}
		return Flow.NEXT;
	}

	private Flow execute(final Statement statement, final Frame frame) {
		if (statement instanceof final Assignment a) {
			if (a.value().isPresent()) assign(a.targets(), evaluate(a.value().get(), frame), frame);
		}
		else if (statement instanceof final Syntax.Evaluation e) evaluate(e.value(), frame);
		else if (statement instanceof final Syntax.Return r) {
			frame.result = r.value().map(value -> evaluate(value, frame)).orElse(null);
			return Flow.RETURN;
		}
		else if (statement instanceof final Syntax.If branch) return choose(branch, frame);
		else if (statement instanceof final Syntax.While loop) return repeat(loop, frame);
		else if (statement instanceof final Syntax.For loop) return iterate(loop, frame);
		else if (statement instanceof final Syntax.With with) {
			with.name().ifPresent(name -> assign(List.of(name), Unknown.VALUE, frame));
			return execute(with.body(), frame);
		}
		else if (statement instanceof final Syntax.Word word) {
			if (word.text().equals("break")) return Flow.BREAK;
			if (word.text().equals("continue")) return Flow.CONTINUE;
		}
		else throw new UnfollowedException("a statement");
		return Flow.NEXT;
	}

	private void assign(final List<Expression> targets, final Object value, final Frame frame) {
		if (targets.size() > 1) {
			for (int i = 0; i < targets.size(); i++) {
				assign(List.of(targets.get(i)), value instanceof final ListValue list ? list.get(i) : Unknown.VALUE, frame);
			}
			return;
		}
		if (targets.get(0) instanceof final Name name) frame.variables.put(name.id(), value);
		else if (targets.get(0) instanceof final Syntax.Attribute attribute && evaluate(attribute.object(), frame) instanceof final Instance instance) {
			branches.requireOwn(instance.created());
			instance.attributes().put(attribute.name(), value);
		}
		else throw new UnfollowedException("an assignment");
	}

	private Flow choose(final Syntax.If branch, final Frame frame) {
		final Object condition = evaluate(branch.condition(), frame);
		if (condition instanceof final Boolean decided) return execute(decided ? branch.then() : branch.otherwise(), frame);
		return both(branch, frame);
	}

	/** Follows both branches and unites what they leave; a branch that raises an error does not count. */
	private Flow both(final Syntax.If branch, final Frame frame) {
		final Map<String, Object> before = frame.variables;
		final Map<String, Integer> visits = probe.visits();
		final Optional<Map<String, Object>> first = attempt(branch.then(), frame, new HashMap<>(before));
		final Map<String, Integer> firstVisits = probe.visits();
		if (first.isEmpty() || !branch.otherwise().isEmpty()) probe.revisit(visits);
		final Optional<Map<String, Object>> second = attempt(branch.otherwise(), frame, new HashMap<>(before));
		if (first.isEmpty() && second.isEmpty()) throw new RaisedException();
		if (first.isPresent()) probe.merge(firstVisits);
		if (first.isEmpty() || second.isEmpty()) frame.variables = first.or(() -> second).get();
		else frame.variables = united(first.get(), second.get());
		return Flow.NEXT;
	}

	private Optional<Map<String, Object>> attempt(final List<Statement> statements, final Frame frame, final Map<String, Object> variables) {
		frame.variables = variables;
		final int outer = branches.enter();
		final int level = depth;
		try {
			if (execute(statements, frame) != Flow.NEXT) throw new UnfollowedException("a branch that may end its function");
			return Optional.of(frame.variables);
		}
		catch (final RaisedException e) {
			depth = level;
			return Optional.empty();
		}
		finally {
			branches.leave(outer);
		}
	}

	private Map<String, Object> united(final Map<String, Object> first, final Map<String, Object> second) {
		final Map<String, Object> united = new HashMap<>();
		first.forEach((name, value) -> united.put(name, second.containsKey(name) ? united(value, second.get(name)) : value));
		second.forEach(united::putIfAbsent);
		return united;
	}

	private Object united(final Object first, final Object second) {
		if (first == second || first == Unknown.UNINITIALIZED) return second;
		if (second == Unknown.UNINITIALIZED || Objects.equals(first, second)) return first;
		if (first instanceof final TensorValue p && second instanceof final TensorValue q) {
			if (p.footprint().rank() != q.footprint().rank()) return Unknown.VALUE;
			final TensorValue either = TensorValue.of(p.footprint().join(q.footprint()));
			either.madeFrom(List.of(p, q));
			return either;
		}
		if (first instanceof final ListValue p && second instanceof final ListValue q && p.items().size() == q.items().size()) {
			final List<Object> items = new ArrayList<>();
			for (int i = 0; i < p.items().size(); i++) items.add(united(p.get(i), q.get(i)));
			return new ListValue(items, branches.now());
		}
		return Unknown.VALUE;
	}

	private Flow repeat(final Syntax.While loop, final Frame frame) {
		while (true) {
			if (!(evaluate(loop.condition(), frame) instanceof final Boolean goesOn)) throw new UnfollowedException("a loop without a known end");
			if (!goesOn) return Flow.NEXT;
			final Flow flow = execute(loop.body(), frame);
			if (flow == Flow.BREAK) return Flow.NEXT;
			if (flow == Flow.RETURN) return flow;
			if (++steps > MOST_STEPS) throw new UnfollowedException("endless code");
		}
	}

	private Flow iterate(final Syntax.For loop, final Frame frame) {
		if (!(evaluate(loop.iterable(), frame) instanceof final ListValue list)) throw new UnfollowedException("a loop over something unknown");
		for (final Object item : List.copyOf(list.items())) {
			assign(List.of(loop.target()), item, frame);
			final Flow flow = execute(loop.body(), frame);
			if (flow == Flow.BREAK) break;
			if (flow == Flow.RETURN) return flow;
		}
		return Flow.NEXT;
	}

	private Object evaluate(final Expression expression, final Frame frame) {
		if (expression instanceof final Name name) return variable(name.id(), frame);
		if (expression instanceof final Literal literal) return literal(literal);
		if (expression instanceof final Syntax.Attribute attribute) return attribute(attribute, frame);
		if (expression instanceof final Syntax.Subscript subscript) return item(evaluate(subscript.object(), frame), evaluate(subscript.index(), frame));
		if (expression instanceof final Group group) return group(group, frame);
		return expression instanceof final Call call ? call(call, frame) : Unknown.VALUE;
	}

	private static Object variable(final String name, final Frame frame) {
		if (frame.variables.containsKey(name)) return frame.variables.get(name);
		return name.equals("inf") ? (Object) Double.POSITIVE_INFINITY : Unknown.VALUE;
	}

	private static Object literal(final Literal literal) {
		if (literal.isString()) return literal.string();
		return switch (literal.text()) {
			case "True" -> true;
			case "False" -> false;
			case "None" -> null;
			default -> literal.text().matches("\\d+") ? (Object) Long.valueOf(literal.text()) : literal.text().endsWith("j") ? (Object) Unknown.VALUE
				: Double.valueOf(literal.text());
		};
	}

	/** A dotted name that does not start with a variable. */
	private static Optional<String> qualified(final Expression expression, final Frame frame) {
		return Program.dotted(expression).filter(name -> !frame.variables.containsKey(name.replaceFirst("\\..*", "")));
	}

	private Object attribute(final Syntax.Attribute attribute, final Frame frame) {
		final Optional<String> name = qualified(attribute, frame);
		if (name.isPresent()) {
			if (name.get().startsWith("CONSTANTS.c")) return constants.get(Integer.parseInt(name.get().substring(11)));
			return program.function(name.get()).isPresent() ? new FunctionValue(name.get()) : Unknown.VALUE;
		}
		return attribute(evaluate(attribute.object(), frame), attribute.name(), frame);
	}

	private Object attribute(final Object object, final String name, final Frame frame) {
		if (object == probe) return FieldProbe.attribute(name);
		if (!(object instanceof final Instance instance)) return Unknown.VALUE;
		if (instance.attributes().containsKey(name)) return instance.attributes().get(name);
		return program.type(instance.type()).flatMap(type -> initial(type, name)).map(value -> evaluate(value, frame)).orElse(Unknown.VALUE);
	}

	/** The value of a constant that stands in a class. */
	private static Optional<Expression> initial(final Program.Type type, final String name) {
		for (final Statement statement : type.definition().body()) {
			if (statement instanceof final Assignment a && a.type().isPresent() && a.targets().get(0) instanceof final Name target && target.id().equals(
				name)) return a.value();
		}
		return Optional.empty();
	}

	private static Object item(final Object object, final Object index) {
		if (object instanceof final ListValue list && index instanceof final Long i) return list.get(i);
		if (object instanceof final DictValue dict && dict.items().containsKey(index)) return dict.items().get(index);
		return Unknown.VALUE;
	}

	private Object group(final Group group, final Frame frame) {
		final List<Expression> parts = group.children();
		return switch (group.kind()) {
			case PARENTHESES -> evaluate(parts.get(0), frame);
			case LIST, TUPLE -> {
				final List<Object> items = new ArrayList<>();
				for (final Expression part : parts) items.add(evaluate(part, frame));
				yield new ListValue(items, branches.now());
			}
			case DICT -> {
				final DictValue dict = new DictValue(new LinkedHashMap<>(), branches.now());
				for (int i = 0; i + 1 < parts.size(); i += 2) dict.items().put(evaluate(parts.get(i), frame), evaluate(parts.get(i + 1), frame));
				yield dict;
			}
			case OPERATION -> operation(group, frame);
			case SLICE -> Unknown.VALUE;
		};
	}

	/** Signs before numbers; other operations are written as calls. */
	private Object operation(final Group group, final Frame frame) {
		final Expression first = group.children().get(0);
		final String sign = frame.file.text().substring(group.start(), first.start()).strip();
		final Object value = evaluate(first, frame);
		if (group.children().size() > 1 || !sign.equals("-")) return Unknown.VALUE;
		if (value instanceof final Long number) return -number;
		return value instanceof final Double number ? (Object) (-number) : Unknown.VALUE;
	}

	private Object call(final Call call, final Frame frame) {
		final Optional<String> name = qualified(call.function(), frame);
		if (name.isPresent()) return named(name.get(), call, frame);
		if (call.function() instanceof final Syntax.Attribute method) {
			final Object receiver = evaluate(method.object(), frame);
			final Arguments arguments = arguments(call, frame);
			if (receiver == probe && FieldProbe.isOwn(method.name())) return probe.call(method.name(), arguments);
			if (receiver == probe) return method(probe, PROBE, method.name(), arguments);
			if (receiver instanceof final Instance instance) return method(instance, instance.type(), method.name(), arguments);
			throw new UnfollowedException("a call of something unknown");
		}
		final Object function = evaluate(call.function(), frame);
		if (function instanceof final FunctionValue known) return free(known.name(), arguments(call, frame));
		throw new UnfollowedException("a call of something unknown");
	}

	private Object named(final String name, final Call call, final Frame frame) {
		switch (name) {
			case "annotate", "unchecked_cast":
				return evaluate(call.arguments().get(1).value(), frame);
			case "uninitialized":
				return Unknown.UNINITIALIZED;
			case "getattr":
				return attribute(evaluate(call.arguments().get(0).value(), frame), ((Literal) call.arguments().get(1).value()).string(), frame);
			case "ops.prim.RaiseException":
				throw new RaisedException();
			default:
				break;
		}
		if (name.endsWith(".__new__")) return made(name.substring(0, name.length() - 8));
		final Arguments arguments = arguments(call, frame);
		if (name.equals("range")) return range(arguments);
		if (program.function(name).isPresent()) return free(name, arguments);
		if (program.type(name).isPresent()) return tuple(program.type(name).get(), arguments);
		if (name.startsWith("torch.") && name.indexOf('.', 6) < 0) return operators.apply(name.substring(6), arguments);
		if (name.startsWith("ops.aten.") || name.startsWith("ops.prim.")) return operators.apply(name.substring(9), arguments);
		return name.indexOf('.') < 0 ? operators.apply(name, arguments) : Unknown.VALUE;
	}

	private Object made(final String type) {
		return type.equals(PROBE) ? probe : new Instance(type, branches.now());
	}

	private Object tuple(final Program.Type type, final Arguments arguments) {
		final Instance tuple = new Instance(type.name(), branches.now());
		final List<String> fields = List.copyOf(type.attributes().keySet());
		for (int i = 0; i < Math.min(fields.size(), arguments.count()); i++) tuple.attributes().put(fields.get(i), arguments.get(i));
		tuple.attributes().putAll(arguments.keywords());
		return tuple;
	}

	private Object free(final String name, final Arguments arguments) {
		return call(program.fileOf(name).orElseThrow(), program.function(name).orElseThrow(), arguments);
	}

	private Object range(final Arguments a) {
		final long start = a.count() > 1 ? a.whole(0) : 0;
		final long end = a.count() > 1 ? a.whole(1) : a.whole(0);
		final long step = a.whole(2, 1);
		final long count = Math.max(0, Scalars.ceilDiv(end - start, step));
		if (count > MOST_STEPS) throw new UnfollowedException("endless code");
		return new ListValue(LongStream.range(0, count).mapToObj(i -> start + i * step).toList(), branches.now());
	}

	private Arguments arguments(final Call call, final Frame frame) {
		final List<Object> positional = new ArrayList<>();
		final Map<String, Object> keywords = new HashMap<>();
		for (final Syntax.Argument argument : call.arguments()) {
			final Object value = evaluate(argument.value(), frame);
			if (argument.keyword().isPresent()) keywords.put(argument.keyword().get(), value);
			else positional.add(value);
		}
		return new Arguments(positional, keywords);
	}
}
