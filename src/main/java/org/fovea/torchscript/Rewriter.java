package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.torchscript.Syntax.Assignment;
import org.fovea.torchscript.Syntax.Call;
import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Function;
import org.fovea.torchscript.Syntax.Literal;
import org.fovea.torchscript.Syntax.Name;
import org.fovea.torchscript.Syntax.Statement;

/**
 * Rewrites one function: its calls carry the probe and the dotted name of where they are, results of submodules and operators pass
 * the probe on their way. Everything else stays as it was written.
 */
final class Rewriter {

	/** The parameter that carries the probe. */
	static final String PROBE = "fovea_probe";
	/** The parameter that carries the dotted name of the module that runs. */
	static final String SCOPE = "fovea_scope";

	private final Program program;
	private final Syntax.File file;
	private final Optional<Program.Type> owner;
	private final Function function;
	private final boolean isCovered;
	private final Map<String, String> types = new HashMap<>();
	private final Map<String, String> aliases = new HashMap<>();
	private final Map<String, Integer> counters = new HashMap<>();
	private final Map<String, String> tuples = new HashMap<>();
	private final Map<String, String> paths = new HashMap<>();
	private final Set<String> returned;
	private final Set<String> used = new HashSet<>();

	/**
	 * @param program the archive's code
	 * @param file where the function stands
	 * @param owner the class of a method
	 * @param function what is rewritten
	 * @param isCovered whether whoever calls the function lets its result pass the probe
	 */
	Rewriter(final Program program, final Syntax.File file, final Optional<Program.Type> owner, final Function function,
		final boolean isCovered)
	{
		this.program = program;
		this.file = file;
		this.owner = owner;
		this.function = function;
		this.isCovered = isCovered;
		function.parameters().forEach(p -> p.type().ifPresent(type -> types.put(p.name(), Program.text(file, type))));
		owner.ifPresent(type -> types.put(function.parameters().get(0).name(), type.name()));
		Walk.expressions(function.body(), e -> {
			if (e instanceof final Name name) used.add(name.id());
		});
		returned = isCovered ? Returns.variables(function) : Set.of();
	}

	/** @return the function's new text */
	String rewrite() {
		final StringBuilder text = new StringBuilder();
		final int self = owner.isPresent() ? 1 : 0;
		final List<Syntax.Parameter> parameters = function.parameters();
		final int insertion = parameters.size() > self ? parameters.get(self).start() : -1;
		final String added = PROBE + ": __torch__.fovea.Probe,\n    " + SCOPE + ": str";
		if (insertion >= 0) text.append(source(function.start(), insertion)).append(added).append(",\n    ").append(source(insertion, bodyStart()));
		else {
			final int close = closingParenthesis();
			text.append(source(function.start(), close)).append(self == 1 ? ",\n    " : "").append(added).append(source(close, bodyStart()));
		}
		return text.append(statements(function.body(), bodyStart())).toString();
	}

	private int bodyStart() {
		return function.body().get(0).start();
	}

	private int closingParenthesis() {
		final int end = function.result().map(Expression::start).orElse(bodyStart());
		return file.text().lastIndexOf(')', end);
	}

	/** Copies the statements with the text between them, from {@code from} to the end of the last. */
	private String statements(final List<Statement> statements, final int from) {
		final StringBuilder text = new StringBuilder();
		int at = from;
		for (final Statement statement : statements) {
			text.append(source(at, statement.start())).append(statement(statement));
			at = statement.end();
		}
		return text.toString();
	}

	private String statement(final Statement statement) {
		if (statement instanceof final Assignment a && a.value().isPresent()) return assignment(a, a.value().get());
		if (statement instanceof final Syntax.Evaluation e) return expression(e.value(), false);
		if (statement instanceof final Syntax.Return r && r.value().isPresent()) {
			final Expression value = r.value().get();
			return source(r.start(), value.start()) + expression(value, !isCovered);
		}
		if (statement instanceof final Syntax.If branch) {
			final List<Statement> all = new ArrayList<>(branch.then());
			all.addAll(branch.otherwise());
			return source(branch.start(), branch.condition().start()) + expression(branch.condition(), true) + statements(all, branch.condition()
				.end());
		}
		if (statement instanceof final Syntax.While loop) {
			return source(loop.start(), loop.condition().start()) + expression(loop.condition(), true) + statements(loop.body(), loop.condition()
				.end());
		}
		if (statement instanceof final Syntax.For loop) {
			final String element = TypeNames.arguments(type(loop.iterable())).stream().findFirst().orElse(TypeNames.UNKNOWN);
			if (loop.target() instanceof final Name name) types.put(name.id(), element);
			return source(loop.start(), loop.iterable().start()) + expression(loop.iterable(), true) + statements(loop.body(), loop.iterable()
				.end());
		}
		if (statement instanceof final Syntax.With with) {
			final int head = with.name().map(Expression::end).orElse(with.context().end());
			return source(with.start(), head) + statements(with.body(), head);
		}
		if (statement instanceof final Function nested) {
			return source(nested.start(), nested.body().get(0).start()) + statements(nested.body(), nested.body().get(0).start());
		}
		return source(statement.start(), statement.end());
	}

	private String assignment(final Assignment a, final Expression value) {
		final boolean isSingle = a.targets().size() == 1;
		boolean isShown = true;
		if (isSingle && a.targets().get(0) instanceof final Name target) {
			isShown = used.contains(target.id()) && !returned.contains(target.id());
			Program.dotted(value).filter(name -> program.function(name).isPresent()).ifPresent(name -> aliases.put(target.id(), name));
		}
		final String text = source(a.start(), value.start()) + expression(value, isShown);
		final String taps = isSingle ? remember(a, value) : unpack(a, value);
		return text + taps;
	}

	/** Notes the type of a variable, and where a tuple in it came from. */
	private String remember(final Assignment a, final Expression value) {
		if (a.targets().get(0) instanceof final Name target) {
			final String type = a.type().map(t -> Program.text(file, t)).orElseGet(() -> type(value));
			types.put(target.id(), type);
			path(value).ifPresent(path -> paths.put(target.id(), path));
			if (TypeNames.generic(type).equals("Tuple")) submoduleOf(value).ifPresent(scope -> tuples.put(target.id(), scope));
		}
		return "";
	}

	/** Notes the types of several variables; members of a submodule's tuple pass the probe once they have a name. */
	private String unpack(final Assignment a, final Expression value) {
		final String type = type(value);
		final boolean isList = TypeNames.generic(type).equals("List");
		final List<String> members = TypeNames.arguments(type);
		final Optional<String> scope = value instanceof final Name name ? Optional.ofNullable(tuples.get(name.id())) : submoduleOf(value);
		final StringBuilder taps = new StringBuilder();
		for (int i = 0; i < a.targets().size(); i++) {
			if (!(a.targets().get(i) instanceof final Name target)) continue;
			final String member = isList && !members.isEmpty() ? members.get(0) : i < members.size() ? members.get(i) : memberType(value, i);
			types.put(target.id(), member);
			if (scope.isPresent() && member.equals(TypeNames.TENSOR) && used.contains(target.id())) {
				final String place = i == 0 ? scope.get() : concatenate(scope.get(), "/" + i);
				taps.append('\n').append(indentation(a.start())).append(target.id()).append(" = (").append(PROBE).append(").tap(").append(place)
					.append(", ").append(target.id()).append(", )");
			}
		}
		return taps.toString();
	}

	private String memberType(final Expression value, final int i) {
		return value instanceof final Syntax.Group group && i < group.children().size() ? type(group.children().get(i)) : TypeNames.UNKNOWN;
	}

	/**
	 * Rewrites an expression.
	 *
	 * @param expression what
	 * @param isShown whether its result may pass the probe: false where the caller does that already, or where nobody uses it
	 */
	private String expression(final Expression expression, final boolean isShown) {
		if (!(expression instanceof final Call call)) return parts(expression);
		final Optional<String> name = Program.dotted(call.function());
		final Optional<String> free = name.map(n -> aliases.getOrDefault(n, n)).filter(n -> program.function(n).isPresent());
		if (free.isPresent()) return freeCall(call, free.get(), isShown);
		if (name.isPresent() && name.get().startsWith("torch.") && name.get().indexOf('.', 6) < 0) {
			return operator(call, name.get().substring(6), isShown);
		}
		if (call.function() instanceof final Syntax.Attribute method) {
			final Optional<Program.Type> receiver = program.type(type(method.object()));
			if (receiver.isPresent() && receiver.get().methods().containsKey(method.name()) && carriesProbe(method.name())) {
				return methodCall(call, method, receiver.get());
			}
			if (type(method.object()).equals(TypeNames.UNKNOWN) && program.definesMethod(method.name())) {
				throw new FoveaException("Fovea cannot tell what '" + source(call.start(), call.end()).strip() + "' calls.");
			}
		}
		return parts(expression);
	}

	private String operator(final Call call, final String name, final boolean isShown) {
		final boolean isRectifier = Operators.isRectifier(name, call.arguments().size()) && call.arguments().stream().allMatch(a -> a.keyword()
			.isEmpty());
		final boolean isAttention = name.equals("_native_multi_head_attention");
		final String method = isAttention ? name.substring(1) : name;
		final String plain = isRectifier || isAttention ? "(" + PROBE + ")." + method + "(" + argumentList(call) : parts(call);
		final String text = Operators.keepsResult(name) && !isRectifier && call.arguments().get(0).value() instanceof final Name x ? beside(x,
			plain) : plain;
		return isShown && Operators.isTapped(name) && type(call).equals(TypeNames.TENSOR) ? tap(place("/", name), text, InPlace.isOperator(name))
			: text;
	}

	/** Lets an operator in place work beside its argument, where that argument will be changed again. */
	private static String beside(final Name x, final String operator) {
		final String front = "(" + PROBE + ").front(" + x.id() + ", )";
		return "(" + PROBE + ").back(" + x.id() + ", " + operator.replaceFirst("\\(\\s*" + x.id() + "\\b", java.util.regex.Matcher
			.quoteReplacement("(" + front)) + ", )";
	}

	private String argumentList(final Call call) {
		final StringBuilder text = new StringBuilder();
		for (final Syntax.Argument argument : call.arguments()) text.append(expression(argument.value(), true)).append(", ");
		return text.append(')').toString();
	}

	private String freeCall(final Call call, final String function, final boolean isShown) {
		final String place = place("/", function.substring(function.lastIndexOf('.') + 1));
		final String text = parts(call.function()) + "(" + PROBE + ", " + place + ", " + arguments(call);
		return isShown && type(call).equals(TypeNames.TENSOR) ? tap(place, text, InPlace.returnsChangedParameter(program, program.function(
			function).orElseThrow())) : text;
	}

	private String methodCall(final Call call, final Syntax.Attribute method, final Program.Type receiver) {
		final boolean isOwn = isSelf(method.object());
		final String place = isOwn ? SCOPE : submodule(method.object()).orElse(SCOPE);
		final String text = "(" + expression(strip(method.object()), true) + ")." + method.name() + "(" + PROBE + ", " + place + ", " + arguments(
			call);
		return !isOwn && receiver.isModule() && type(call).equals(TypeNames.TENSOR) ? tap(place, text, InPlace
			.returnsChangedParameter(program, receiver.methods().get(method.name()))) : text;
	}

	private static Expression strip(final Expression expression) {
		return expression instanceof final Syntax.Group group && group.kind() == Syntax.Group.Kind.PARENTHESES ? group.children().get(0)
			: expression;
	}

	private String arguments(final Call call) {
		final StringBuilder text = new StringBuilder();
		for (final Syntax.Argument argument : call.arguments()) {
			argument.keyword().ifPresent(keyword -> text.append(keyword).append('='));
			text.append(expression(argument.value(), true)).append(", ");
		}
		return text.append(')').toString();
	}

	/** @param isShared whether the value is also known to the caller under the name of an argument that was changed in place */
	private static String tap(final String place, final String text, final boolean isShared) {
		return "(" + PROBE + ")." + (isShared ? "tap_" : "tap") + "(" + place + ", " + text + ", )";
	}

	private String place(final String separator, final String name) {
		final String plain = name.replaceFirst("^_+", "").replaceFirst("_+$", "");
		return concatenate(SCOPE, separator + plain + "_" + counters.merge(plain, 1, Integer::sum));
	}

	private static String concatenate(final String scope, final String suffix) {
		return "torch.add(" + scope + ", \"" + suffix.replace("\\", "\\\\").replace("\"", "\\\"") + "\")";
	}

	/** The expression with its parts rewritten and the text between them as it was. */
	private String parts(final Expression expression) {
		final StringBuilder text = new StringBuilder();
		int at = expression.start();
		for (final Expression child : expression.children()) {
			text.append(source(at, child.start())).append(expression(child, true));
			at = child.end();
		}
		return text.append(source(at, expression.end())).toString();
	}

	private boolean isSelf(final Expression expression) {
		return owner.isPresent() && Program.dotted(expression).filter(function.parameters().get(0).name()::equals).isPresent();
	}

	/** The scope of the submodule that a call runs, as code. */
	private Optional<String> submoduleOf(final Expression value) {
		return value instanceof final Call call && call.function() instanceof final Syntax.Attribute method && !isSelf(method.object()) && program
			.type(type(method.object())).map(Program.Type::isModule).orElse(false) ? submodule(method.object()) : Optional.empty();
	}

	/** The scope of a submodule, as code. */
	private Optional<String> submodule(final Expression expression) {
		final Expression e = strip(expression);
		if (e instanceof final Name name) return Optional.ofNullable(paths.get(name.id())).map(path -> concatenate(SCOPE, path));
		return path(e).map(path -> concatenate(SCOPE, path));
	}

	/** The dotted way from {@code self} to a submodule. */
	private Optional<String> path(final Expression expression) {
		final Expression e = strip(expression);
		if (isSelf(e)) return Optional.of("");
		if (e instanceof final Name name) return Optional.ofNullable(paths.get(name.id()));
		if (e instanceof final Syntax.Attribute attribute) return path(attribute.object()).map(p -> p + "." + attribute.name());
		if (e instanceof final Call call && Program.dotted(call.function()).filter("getattr"::equals).isPresent() && call.arguments()
			.size() == 2 && call.arguments().get(1).value() instanceof final Literal name)
		{
			return path(call.arguments().get(0).value()).map(p -> p + "." + name.string());
		}
		return Optional.empty();
	}

	/** Works out a type as far as taps need it. */
	private String type(final Expression expression) {
		if (expression instanceof final Name name) return types.getOrDefault(name.id(), TypeNames.UNKNOWN);
		if (expression instanceof final Syntax.Attribute attribute) {
			if (Program.dotted(attribute).filter(n -> n.startsWith("CONSTANTS.")).isPresent()) return TypeNames.TENSOR;
			return program.type(type(attribute.object())).map(t -> t.attributes().get(attribute.name())).orElse(TypeNames.UNKNOWN);
		}
		if (expression instanceof final Syntax.Group group) {
			return switch (group.kind()) {
				case PARENTHESES -> type(group.children().get(0));
				case LIST -> "List[" + (group.children().isEmpty() ? TypeNames.UNKNOWN : type(group.children().get(0))) + "]";
				case TUPLE -> "Tuple[" + String.join(",", group.children().stream().map(this::type).toList()) + "]";
				default -> TypeNames.UNKNOWN;
			};
		}
		if (expression instanceof final Syntax.Subscript subscript) return elementType(subscript);
		return expression instanceof final Call call ? callType(call) : TypeNames.UNKNOWN;
	}

	private String elementType(final Syntax.Subscript subscript) {
		final String container = type(subscript.object());
		final List<String> members = TypeNames.arguments(container);
		if (TypeNames.generic(container).equals("Dict") && members.size() == 2) return members.get(1);
		if (TypeNames.generic(container).equals("Tuple")) {
			final int i = subscript.index() instanceof final Literal index ? Integer.parseInt(index.text()) : -1;
			return i >= 0 && i < members.size() ? members.get(i) : TypeNames.UNKNOWN;
		}
		if (container.equals(TypeNames.TENSOR)) return TypeNames.TENSOR;
		return members.isEmpty() ? TypeNames.UNKNOWN : members.get(0);
	}

	private String callType(final Call call) {
		final String name = Program.dotted(call.function()).map(n -> aliases.getOrDefault(n, n)).orElse("");
		if ((name.equals("unchecked_cast") || name.equals("annotate")) && call.arguments().size() == 2) {
			return Program.text(file, call.arguments().get(0).value());
		}
		if (name.equals("uninitialized") && call.arguments().size() == 1) return Program.text(file, call.arguments().get(0).value());
		if (name.equals("getattr") && call.arguments().size() == 2 && call.arguments().get(1).value() instanceof final Literal attribute) {
			return program.type(type(call.arguments().get(0).value())).map(t -> t.attributes().get(attribute.string())).orElse(TypeNames.UNKNOWN);
		}
		if (name.startsWith("torch.") && name.indexOf('.', 6) < 0) {
			return Operators.result(name.substring(6), call.arguments().stream().map(a -> type(a.value())).toList());
		}
		final Optional<Function> free = program.function(name);
		if (free.isPresent()) return free.get().result().map(r -> resultText(r, name)).orElse(TypeNames.UNKNOWN);
		if (program.type(name).isPresent()) return name;
		if (name.endsWith(".__new__")) return name.substring(0, name.length() - 8);
		if (call.function() instanceof final Syntax.Attribute method) {
			final Optional<Program.Type> receiver = program.type(type(method.object()));
			return receiver.flatMap(t -> Optional.ofNullable(t.methods().get(method.name())).flatMap(Function::result).map(r -> Program.text(t
				.file(), r))).orElse(TypeNames.UNKNOWN);
		}
		return TypeNames.UNKNOWN;
	}

	private String resultText(final Expression result, final String function) {
		return program.fileOf(function).map(f -> Program.text(f, result)).orElse(TypeNames.UNKNOWN);
	}

	/** Special methods are called by the language itself and keep their parameters. */
	static boolean carriesProbe(final String method) {
		return !(method.startsWith("__") && method.endsWith("__"));
	}

	private String source(final int from, final int to) {
		return file.text().substring(from, to);
	}

	private String indentation(final int offset) {
		final int line = file.text().lastIndexOf('\n', offset - 1) + 1;
		return file.text().substring(line, offset);
	}
}
