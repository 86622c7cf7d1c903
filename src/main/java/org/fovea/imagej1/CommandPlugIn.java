package org.fovea.imagej1;

import ij.plugin.PlugIn;

/**
 * What ImageJ 1.x calls for each menu entry: {@code org.fovea.imagej1.CommandPlugIn("class of the command")}. Never called where
 * imagej-legacy is present, which puts the commands themselves behind the same labels.
 */
public final class CommandPlugIn implements PlugIn {

	/**
	 * Runs a command with the current macro's options, or with a dialog where there is no macro.
	 *
	 * @param className of the command
	 */
	@Override
	public void run(final String className) {
		final Thread thread = Thread.currentThread();
		final ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(CommandPlugIn.class.getClassLoader());
		try {
			final Commands commands = Commands.shared();
			new CommandRun(commands.context(), commands.command(className)).run();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}
}
