package org.fovea.imagej1;

import java.util.Comparator;
import java.util.List;

import org.fovea.FoveaException;
import org.scijava.Context;
import org.scijava.MenuEntry;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.event.EventService;

/** The SciJava commands that ImageJ 1.x gets entries for: those below Plugins&gt;Fovea and Fovea's below File&gt;Open Samples. */
final class Commands {

	private static final String OWN_PACKAGES = "org.fovea.";

	private final Context context;
	private final StatusBar statusBar;

	/** @param context whose commands are looked through */
	Commands(final Context context) {
		this.context = context;
		statusBar = new StatusBar();
		context.service(EventService.class).subscribe(statusBar);
	}

	/** @return the commands of the only context that plain ImageJ 1.x has, made when first asked for */
	static Commands shared() {
		return Holder.SHARED;
	}

	/** @return where the commands live */
	Context context() {
		return context;
	}

	/** @return the commands in the order of their menus */
	List<CommandInfo> list() {
		return context.service(CommandService.class).getCommands().stream().filter(Commands::belongs).sorted(Comparator.comparing(
			CommandInfo::getMenuPath, Commands::compare)).toList();
	}

	/**
	 * One command.
	 *
	 * @param className of the command
	 * @return what is known of it
	 * @throws FoveaException if there is none
	 */
	CommandInfo command(final String className) {
		return list().stream().filter(info -> info.getClassName().equals(className)).findFirst().orElseThrow(() -> new FoveaException(
			"The command " + className + " is not installed; install Fovea again."));
	}

	/**
	 * What people and macros call a command.
	 *
	 * @param info the command
	 * @return the last part of its menu path
	 */
	static String label(final CommandInfo info) {
		return info.getMenuPath().getLeaf().getName();
	}

	/**
	 * The menus above a command.
	 *
	 * @param info the command
	 * @return their names from the menu bar down
	 */
	static List<String> menus(final CommandInfo info) {
		final MenuPath path = info.getMenuPath();
		return path.subList(0, path.size() - 1).stream().map(MenuEntry::getName).toList();
	}

	private static boolean belongs(final CommandInfo info) {
		final MenuPath path = info.getMenuPath();
		return startsWith(path, "Plugins", "Fovea") || startsWith(path, "File", "Open Samples") && info.getClassName().startsWith(OWN_PACKAGES);
	}

	private static boolean startsWith(final MenuPath path, final String first, final String second) {
		return path.size() > 2 && path.get(0).getName().equals(first) && path.get(1).getName().equals(second);
	}

	private static int compare(final MenuPath a, final MenuPath b) {
		final int shared = Math.min(a.size(), b.size());
		for (int i = 0; i < shared; i++) {
			final int weight = Double.compare(a.get(i).getWeight(), b.get(i).getWeight());
			if (weight != 0) return weight;
			final int name = a.get(i).getName().compareToIgnoreCase(b.get(i).getName());
			if (name != 0) return name;
		}
		return Integer.compare(a.size(), b.size());
	}

	private static final class Holder {

		private static final Commands SHARED = create();

		private static Commands create() {
			final Thread thread = Thread.currentThread();
			final ClassLoader before = thread.getContextClassLoader();
			// In a loader of another kind SciJava does not look for class folders that Eclipse left without an index.
			thread.setContextClassLoader(new ClassLoader(Commands.class.getClassLoader()) {});
			try {
				return new Commands(new Context());
			}
			finally {
				thread.setContextClassLoader(before);
			}
		}
	}
}
