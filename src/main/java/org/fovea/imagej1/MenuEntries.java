package org.fovea.imagej1;

import java.awt.GraphicsEnvironment;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.MenuItem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.scijava.command.CommandInfo;

import ij.IJ;
import ij.Menus;

/** The entries of the commands in ImageJ 1.x: in its table of commands, which macros use, and in its menu bar. */
final class MenuEntries {

	private static final String LEGACY_SERVICE = "net/imagej/legacy/LegacyService.class";

	private final List<CommandInfo> commands;

	/** @param commands in the order of their menus */
	MenuEntries(final List<CommandInfo> commands) {
		this.commands = commands;
	}

	/** Adds the entries to the running ImageJ, with menus where it has a window; does nothing in Fiji, which has them already. */
	@SuppressWarnings("unchecked")
	void install() {
		if (MenuEntries.class.getClassLoader().getResource(LEGACY_SERVICE) != null) return;
		for (final CommandInfo command : commands) {
			final boolean isNew = Menus.getCommands().put(Commands.label(command), call(command)) == null;
			if (isNew && !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null) addItem(command);
		}
	}

	/**
	 * The entries as {@code plugins.config} writes them, for a plain ImageJ that finds them in its {@code plugins} folder.
	 *
	 * @return one line for each command
	 */
	String configuration() {
		return commands.stream().map(command -> String.join(">", Commands.menus(command)) + ", \"" + Commands.label(command) + "\", " + call(command))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	private static String call(final CommandInfo command) {
		return CommandPlugIn.class.getName() + "(\"" + command.getClassName() + "\")";
	}

	private static void addItem(final CommandInfo command) {
		final List<String> path = Commands.menus(command);
		final MenuBar bar = Menus.getMenuBar();
		Menu menu = IntStream.range(0, bar.getMenuCount()).mapToObj(bar::getMenu).filter(m -> m.getLabel().equals(path.get(0))).findFirst()
			.orElseGet(() -> bar.add(new Menu(path.get(0))));
		for (final String name : path.subList(1, path.size())) menu = submenu(menu, name);
		final MenuItem item = new MenuItem(Commands.label(command));
		item.addActionListener(IJ.getInstance());
		menu.add(item);
	}

	private static Menu submenu(final Menu menu, final String name) {
		final Stream<MenuItem> items = IntStream.range(0, menu.getItemCount()).mapToObj(menu::getItem);
		return (Menu) items.filter(item -> item instanceof Menu && item.getLabel().equals(name)).findFirst().orElseGet(() -> menu.add(new Menu(name)));
	}
}
