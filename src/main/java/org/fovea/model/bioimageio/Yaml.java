package org.fovea.model.bioimageio;

import java.util.Map;
import java.util.regex.Pattern;

import org.fovea.FoveaException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as bioimage.io writes it: version 1.2, in which {@code no} is a word and {@code 1e-6} a number. Plain data only, with limits on
 * size, depth and aliases, so that a hostile file can neither make objects nor fill the memory.
 */
final class Yaml {

	private static final int LONGEST = 1 << 20;

	private static final int DEEPEST = 40;

	private static final int MOST_ALIASES = 50;

	private static final Pattern BOOLEAN = Pattern.compile("^(?:true|True|TRUE|false|False|FALSE)$");

	private static final Pattern INTEGER = Pattern.compile("^[-+]?(?:0|[1-9][0-9]*)$");

	private static final Pattern FLOAT = Pattern.compile(
		"^(?:[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");

	private static final Pattern NULL = Pattern.compile("^(?:~|null|Null|NULL| )$");

	private Yaml() {
	}

	/** The core schema of YAML 1.2. */
	private static final class CoreResolver extends Resolver {

		@Override
		protected void addImplicitResolvers() {
			addImplicitResolver(Tag.BOOL, BOOLEAN, "tTfF");
			addImplicitResolver(Tag.INT, INTEGER, "-+0123456789");
			addImplicitResolver(Tag.FLOAT, FLOAT, "-+.0123456789");
			addImplicitResolver(Tag.MERGE, MERGE, "<");
			addImplicitResolver(Tag.NULL, NULL, "~nN\0");
			addImplicitResolver(Tag.NULL, EMPTY, null);
		}
	}

	/** What a reader of YAML 1.1 or 1.2 could take for something else than text, so that it is quoted. */
	private static final class CautiousResolver extends Resolver {

		@Override
		protected void addImplicitResolvers() {
			super.addImplicitResolvers();
			addImplicitResolver(Tag.FLOAT, FLOAT, "-+.0123456789");
		}
	}

	/**
	 * Reads a description.
	 *
	 * @param text of the file
	 * @return its fields
	 * @throws FoveaException if it is no YAML, not a mapping, or beyond the limits
	 */
	static Map<?, ?> read(final String text) {
		if (text.length() > LONGEST) throw new FoveaException("The model's description is no acceptable YAML: it is longer than a megabyte.");
		final LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		options.setAllowRecursiveKeys(false);
		options.setMaxAliasesForCollections(MOST_ALIASES);
		options.setNestingDepthLimit(DEEPEST);
		options.setCodePointLimit(LONGEST);
		final DumperOptions unused = new DumperOptions();
		final Object result;
		try {
			result = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new CoreResolver()).load(
				text);
		}
		catch (final YAMLException | IllegalArgumentException e) {
			throw new FoveaException("The model's description is no acceptable YAML: " + reason(e) + ".", e);
		}
		if (result instanceof final Map<?, ?> map) return map;
		throw new FoveaException("The model's description is not a mapping of fields; choose a bioimage.io package.");
	}

	/**
	 * Writes a description.
	 *
	 * @param fields maps, lists, text, numbers and truth values
	 * @return text that readers of YAML 1.1 and 1.2 understand alike
	 */
	static String write(final Map<String, ?> fields) {
		final DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		options.setWidth(120);
		options.setSplitLines(false);
		options.setAllowUnicode(true);
		options.setDereferenceAliases(true);
		final LoaderOptions unused = new LoaderOptions();
		return new org.yaml.snakeyaml.Yaml(new SafeConstructor(unused), new Representer(options), options, unused, new CautiousResolver()).dump(
			fields);
	}

	private static String reason(final Exception e) {
		if (e instanceof final MarkedYAMLException marked && marked.getProblem() != null && marked.getProblemMark() != null) {
			return marked.getProblem().strip() + " in line " + (marked.getProblemMark().getLine() + 1);
		}
		final String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().strip();
		return message.lines().findFirst().orElse(message).replaceAll("[.:]+$", "");
	}
}
