package org.fovea.command;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.fovea.FoveaException;
import org.scijava.InstantiableException;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * Every technique that draws a map, for commands that do something with the map of whichever technique: those that have a
 * {@link EvidenceCommand}, under the command's label in lower case, with the command's default options.
 */
public final class Techniques {

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
		final CommandInfo info = infos().stream().filter(i -> name(i).equalsIgnoreCase(name.strip())).findFirst().orElseThrow(
			() -> new FoveaException("'technique' must be one of " + String.join(", ", names()) + ", not '" + name.strip() + "'."));
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
