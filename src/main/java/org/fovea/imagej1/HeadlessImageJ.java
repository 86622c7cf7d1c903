package org.fovea.imagej1;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.FutureTask;

import org.fovea.FoveaException;

import ij.IJ;
import ij.Menus;
import ij.io.OpenDialog;
import ij.plugin.Macro_Runner;
import ij.plugin.frame.Editor;

/** ImageJ 1.x without a display, patched by ij1-patcher, with all commands of Fovea. */
final class HeadlessImageJ {

	/** Makes {@code Macro.getOptions} work (the beginning) and lets {@code IJ.error} stop the macro at once (the end). */
	private static final String MACRO_THREAD = "Run$_Macro$";

	private HeadlessImageJ() {
	}

	/**
	 * Runs the demo or a macro file.
	 *
	 * @param args as {@link Main#main} takes them
	 * @return whether it succeeded; what went wrong stands in the log
	 */
	static boolean run(final String... args) {
		start();
		try {
			if (args.length == 0) return runMacro(Demo.macro(), System.getProperty("fovea.demo", "target/demo"));
			final Path file = Path.of(args[0]).toAbsolutePath();
			final String macro = read(file);
			Macro_Runner.setFilePath(file.toString());
			OpenDialog.setLastDirectory(file.getParent() + File.separator);
			OpenDialog.setLastName(file.getFileName().toString());
			return runMacro(Editor.doInclude(macro), String.join(" ", Arrays.asList(args).subList(1, args.length)));
		}
		catch (final FoveaException exc) {
			IJ.log(exc.getMessage());
			return false;
		}
	}

	/** Fills ImageJ's table of commands; harmless when done already. */
	static void start() {
		if (Menus.getCommands() == null) IJ.runPlugIn("ij.IJ.init", "");
		new MenuEntries(Commands.shared().list()).install();
		HeadlessRoiManager.install();
	}

	/**
	 * Runs a macro in a thread of its own.
	 *
	 * @param macro its text
	 * @param argument what {@code getArgument()} returns
	 * @return whether it succeeded
	 */
	static boolean runMacro(final String macro, final String argument) {
		final FutureTask<Boolean> task = new FutureTask<>(() -> new MacroProgram(macro).run(argument));
		final Thread thread = new Thread(task, MACRO_THREAD);
		thread.start();
		try {
			return task.get();
		}
		catch (final InterruptedException exc) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (final java.util.concurrent.ExecutionException exc) {
			throw new IllegalStateException(exc.getCause());
		}
	}

	private static String read(final Path file) {
		try {
			final byte[] bytes = Files.readAllBytes(file);
			final String text = new String(bytes, StandardCharsets.UTF_8);
			return text.indexOf('\uFFFD') < 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1);
		}
		catch (final IOException exc) {
			throw new FoveaException("The macro " + file + " cannot be read; check its path.", exc);
		}
	}
}
