package org.fovea.imagej1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

/** A macro that says how it ended, which ImageJ's own runner does not: it calls {@code exit()} and an error the same. */
final class MacroProgram {

	private static final Pattern EXIT = Pattern.compile("\\bexit\\b\\s*(\\(\\s*(?<message>[^)\\s])?)?");

	private final String text;

	/** @param text of the macro */
	MacroProgram(final String text) {
		this.text = text;
	}

	/**
	 * Runs the macro on the calling thread.
	 *
	 * @param argument what {@code getArgument()} returns
	 * @return whether it came to its end or to {@code exit()}; not where it failed or left by {@code exit("…")}
	 */
	boolean run(final String argument) {
		IJ.getErrorMessage();
		final Interpreter interpreter = new Interpreter();
		try {
			interpreter.run(text, argument);
			return hasNoError(interpreter);
		}
		catch (final RuntimeException | StackOverflowError | OutOfMemoryError exc) {
			if (!Macro.MACRO_CANCELED.equals(exc.getMessage())) {
				IJ.log("The macro stopped in line " + interpreter.getLineNumber() + ": " + exc);
				return false;
			}
			return hasNoError(interpreter) && isPlainExit(interpreter.getLineNumber());
		}
	}

	/** ImageJ swallows the exception when an error of a command stops the macro. */
	private static boolean hasNoError(final Interpreter interpreter) {
		return interpreter.getErrorMessage() == null && IJ.getErrorMessage() == null;
	}

	private boolean isPlainExit(final int line) {
		final String[] lines = text.split("\n", -1);
		if (line < 1 || line > lines.length) return false;
		final Matcher matcher = EXIT.matcher(lines[line - 1]);
		boolean found = false;
		while (matcher.find()) {
			if (matcher.group("message") != null) return false;
			found = true;
		}
		return found;
	}
}
