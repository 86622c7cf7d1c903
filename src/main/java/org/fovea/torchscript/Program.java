package org.fovea.torchscript;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.fovea.torchscript.Syntax.Assignment;
import org.fovea.torchscript.Syntax.ClassDefinition;
import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Function;
import org.fovea.torchscript.Syntax.Statement;

/** The code of an archive, indexed: every class and free function under its qualified name. */
final class Program {

	/**
	 * A class of the archive.
	 *
	 * @param name qualified
	 * @param file the text it stands in
	 * @param attributes their types by name
	 * @param methods by name
	 * @param definition the syntax
	 */
	record Type(String name, Syntax.File file, Map<String, String> attributes, Map<String, Function> methods, ClassDefinition definition) {

		/** @return whether its values are tuples with named fields */
		boolean isNamedTuple() {
			return definition.bases().stream().anyMatch(base -> base instanceof final Syntax.Name n && n.id().equals("NamedTuple"));
		}

		/** @return whether this is a module, with parameters and submodules */
		boolean isModule() {
			return definition.bases().stream().anyMatch(base -> base instanceof final Syntax.Name n && n.id().equals("Module"));
		}
	}

	private final Map<String, Syntax.File> files = new LinkedHashMap<>();
	private final Map<String, Type> types = new LinkedHashMap<>();
	private final Map<String, Function> functions = new LinkedHashMap<>();
	private final Map<String, Syntax.File> homes = new LinkedHashMap<>();

	/**
	 * Reads all code of an archive.
	 *
	 * @param code path below the archive's root ({@code code/__torch__/…​.py}) to text
	 * @throws org.fovea.FoveaException if some of it is not TorchScript
	 */
	Program(final Map<String, String> code) {
		code.forEach((path, text) -> {
			final Syntax.File file = Parser.parse(text);
			files.put(path, file);
			final String namespace = namespace(path);
			for (final Statement statement : file.statements()) {
				if (statement instanceof final ClassDefinition c) types.put(namespace + "." + c.name(), type(namespace + "." + c.name(), file, c));
				else if (statement instanceof final Function f) {
					functions.put(namespace + "." + f.name(), f);
					homes.put(namespace + "." + f.name(), file);
				}
			}
		});
	}

	private static String namespace(final String path) {
		return path.replaceFirst("^code/", "").replaceFirst("\\.py$", "").replace('/', '.');
	}

	private static Type type(final String name, final Syntax.File file, final ClassDefinition definition) {
		final Map<String, String> attributes = new LinkedHashMap<>();
		final Map<String, Function> methods = new LinkedHashMap<>();
		for (final Statement statement : definition.body()) {
			if (statement instanceof final Function method) methods.put(method.name(), method);
			else if (statement instanceof final Assignment a) {
				final Expression target = a.targets().get(0);
				if (target instanceof final Syntax.Name n && a.type().isPresent()) {
					attributes.put(n.id(), text(file, a.type().get()));
				}
				else if (target instanceof final Syntax.Subscript s && s.index() instanceof final Syntax.Literal l && a.value().isPresent()) {
					attributes.put(l.string(), text(file, a.value().get()));
				}
			}
		}
		return new Type(name, file, attributes, methods, definition);
	}

	/** @return the files by path, in order */
	Map<String, Syntax.File> files() {
		return files;
	}

	/**
	 * A class.
	 *
	 * @param name qualified
	 * @return the class, if the archive defines it
	 */
	Optional<Type> type(final String name) {
		return Optional.ofNullable(types.get(name));
	}

	/**
	 * A free function.
	 *
	 * @param name qualified
	 * @return the function, if the archive defines it
	 */
	Optional<Function> function(final String name) {
		return Optional.ofNullable(functions.get(name));
	}

	/**
	 * The file in which a free function stands.
	 *
	 * @param name qualified
	 * @return the file
	 */
	Optional<Syntax.File> fileOf(final String name) {
		return Optional.ofNullable(homes.get(name));
	}

	/**
	 * Whether any class has a method that carries the probe.
	 *
	 * @param method its name
	 * @return whether there is one
	 */
	boolean definesMethod(final String method) {
		return Rewriter.carriesProbe(method) && types.values().stream().anyMatch(type -> type.methods().containsKey(method));
	}

	/**
	 * The qualified name of a class or function of a file.
	 *
	 * @param path of the file
	 * @param name of the class or function
	 * @return the qualified name
	 */
	static String qualified(final String path, final String name) {
		return namespace(path) + "." + name;
	}

	/**
	 * The text of an expression without blanks, as types are compared.
	 *
	 * @param file where it stands
	 * @param expression the expression
	 * @return its text
	 */
	static String text(final Syntax.File file, final Expression expression) {
		return file.text().substring(expression.start(), expression.end()).replaceAll("\\s+", "");
	}

	/**
	 * A dotted name.
	 *
	 * @param expression any expression
	 * @return {@code a.b.c} if it is one
	 */
	static Optional<String> dotted(final Expression expression) {
		if (expression instanceof final Syntax.Name name) return Optional.of(name.id());
		if (expression instanceof final Syntax.Attribute attribute) {
			return dotted(attribute.object()).map(object -> object + "." + attribute.name());
		}
		if (expression instanceof final Syntax.Group group && group.kind() == Syntax.Group.Kind.PARENTHESES) {
			return dotted(group.children().get(0));
		}
		return Optional.empty();
	}
}
