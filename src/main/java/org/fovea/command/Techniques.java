package org.fovea.command;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.fovea.FoveaException;
import org.scijava.InstantiableException;
import org.scijava.ItemVisibility;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * Every technique that draws a map, for commands that do something with the map of whichever technique: those that have a
 * {@link EvidenceCommand}, under the command's label in lower case, with the command's default options.
 */
public final class Techniques {

	private static final Pattern OPTION = Pattern.compile("\\s*([a-z][a-z0-9]*)=(?:\\[([^\\]]*)\\]|(\\S+))(?=\\s|$)");
	private static final Set<String> OTHERS = Set.of("model", "target", "area", "fit", "slices", "show", "lut", "opacity");

	private final CommandService commands;
	private final ModuleService modules;

	/**
	 * Looks for techniques among the commands of a context.
	 *
	 * @param commands that are installed
	 * @param modules what makes them
	 */
	public Techniques(final CommandService commands, final ModuleService modules) {
		this.commands = commands;
		this.modules = modules;
	}

	/** @return the names, in the order of the menu */
	public List<String> names() {
		return infos().stream().map(Techniques::name).toList();
	}

	/**
	 * Sets a technique up.
	 *
	 * @param name one of {@link #names()}, in any case
	 * @param options by macro key, in place of the defaults; those that the technique does not have are left out
	 * @return the technique
	 * @throws FoveaException if there is none of that name, listing those that exist, or if an option cannot be used
	 */
	public Explainer of(final String name, final Map<String, Object> options) {
		final CommandInfo info = info(name);
		final Module module = modules.createModule(info);
		options.forEach((key, value) -> {
			if (info.getInput(key) != null) module.setInput(key, value);
		});
		return ((EvidenceCommand) module.getDelegateObject()).explainer();
	}

	/**
	 * Sets a technique up that makes pictures out of nothing.
	 *
	 * @param command a command that makes pictures
	 * @param options by macro key, in place of the defaults
	 * @return the technique
	 * @throws FoveaException if an option cannot be used
	 */
	public PictureCommand.Maker maker(final Class<? extends PictureCommand> command, final Map<String, Object> options) {
		final Module module = modules.createModule(commands.getCommand(command));
		options.forEach(module::setInput);
		return ((PictureCommand) module.getDelegateObject()).maker();
	}

	/**
	 * Reads options as people and macros write them.
	 *
	 * @param name one of {@link #names()}, in any case
	 * @param text such as {@code method=[integrated gradients] samples=20}; empty = none
	 * @return them by macro key, for {@link #of}
	 * @throws FoveaException if the technique has no such option, listing those that it has, or if a value is no number where one is needed
	 */
	public Map<String, Object> options(final String name, final String text) {
		final CommandInfo info = info(name);
		final Map<String, Object> options = new LinkedHashMap<>();
		final Matcher matcher = OPTION.matcher(text);
		int read = 0;
		while (matcher.lookingAt()) {
			final String key = matcher.group(1);
			final ModuleItem<?> item = info.getInput(key);
			if (item == null || !isOption(item)) {
				throw new FoveaException("'" + key + "' is no option of " + name(info) + "; it has " + StreamSupport.stream(info.inputs().spliterator(), false)
					.filter(Techniques::isOption).map(ModuleItem::getName).collect(Collectors.joining(", ")) + ".");
			}
			options.put(key, value(item, matcher.group(2) == null ? matcher.group(3) : matcher.group(2)));
			read = matcher.end();
			matcher.region(read, text.length());
		}
		if (!text.substring(read).isBlank()) {
			throw new FoveaException("'options' must be written as in a macro, such as method=smoothgrad samples=20, not '" + text.strip() + "'.");
		}
		return options;
	}

	/**
	 * What is known against a technique.
	 *
	 * @param name one of {@link #names()}, in any case
	 * @return a sentence for people; empty where nothing is
	 */
	public Optional<String> caution(final String name) {
		return ((EvidenceCommand) modules.createModule(info(name)).getDelegateObject()).caution();
	}

	private CommandInfo info(final String name) {
		return infos().stream().filter(i -> name(i).equalsIgnoreCase(name.strip())).findFirst().orElseThrow(
			() -> new FoveaException("'technique' must be one of " + String.join(", ", names()) + ", not '" + name.strip() + "'."));
	}

	/** What a technique is asked, where and how its map is shown is for the command that uses it to say. */
	private static boolean isOption(final ModuleItem<?> item) {
		final boolean isValue = item.getType() == String.class || item.getType().isPrimitive();
		return isValue && item.getVisibility() != ItemVisibility.MESSAGE && !OTHERS.contains(item.getName());
	}

	private static Object value(final ModuleItem<?> item, final String text) {
		try {
			if (item.getType() == int.class) return Integer.valueOf(text);
			if (item.getType() == long.class) return Long.valueOf(text);
			if (item.getType() == double.class) return Double.valueOf(text);
			return item.getType() == boolean.class ? (Object) Boolean.valueOf(text) : text;
		}
		catch (final NumberFormatException exc) {
			throw new FoveaException("'" + item.getName() + "' must be a number, not '" + text + "'.", exc);
		}
	}

	private List<CommandInfo> infos() {
		return commands.getCommands().stream().filter(Techniques::isTechnique).sorted(Comparator.comparing(Techniques::submenu).thenComparing(
			Techniques::name)).toList();
	}

	/** The menu is asked first, because classes of other plugins need not be loaded for this. */
	private static boolean isTechnique(final CommandInfo info) {
		final MenuPath path = info.getMenuPath();
		if (path == null || path.size() < 3 || !path.get(1).getName().equals("Fovea")) return false;
		try {
			return EvidenceCommand.class.isAssignableFrom(info.loadClass());
		}
		catch (final InstantiableException exc) {
			return false;
		}
	}

	private static String submenu(final CommandInfo info) {
		return info.getMenuPath().getMenuString(false);
	}

	private static String name(final CommandInfo info) {
		return info.getMenuPath().getLeaf().getName().replace("...", "").toLowerCase(Locale.ROOT);
	}
}
