package org.fovea.imagej1;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.scijava.service.Service;

import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

/** Macros of ImageJ 1.x without a display, for the tests of other rooms: what they were told when they failed. */
public final class Macros {

	private static final Pattern ERROR = Pattern.compile("Macro Error: (.*) in line \\d+", Pattern.DOTALL);

	private Macros() {
	}

	/**
	 * How a macro ended.
	 *
	 * @param isSuccess whether it came to its end
	 * @param sentence what stopped it; empty where it was not told
	 */
	public record End(boolean isSuccess, Optional<String> sentence) {}

	/**
	 * Runs a macro, with no image open and no results.
	 *
	 * @param macro its text
	 * @return how it ended
	 */
	public static End run(final String macro) {
		return listen(() -> HeadlessImageJ.runMacro(macro, ""));
	}

	/**
	 * Runs a macro file, with no image open and no results.
	 *
	 * @param file a macro
	 * @param argument what {@code getArgument()} returns
	 * @return how it ended
	 */
	public static End run(final Path file, final String argument) {
		return listen(() -> HeadlessImageJ.run(file.toString(), argument));
	}

	/**
	 * A service of the context that macros run in.
	 *
	 * @param <S> its type
	 * @param type its type
	 * @return the service
	 */
	public static <S extends Service> S service(final Class<S> type) {
		return Commands.shared().context().service(type);
	}

	private interface Program {

		boolean run();
	}

	private static End listen(final Program program) {
		HeadlessImageJ.start();
		clear();
		final PrintStream out = System.out;
		final PrintStream err = System.err;
		final ByteArrayOutputStream said = new ByteArrayOutputStream();
		final PrintStream ear = new PrintStream(said, true, StandardCharsets.UTF_8);
		System.setOut(ear);
		System.setErr(ear);
		try {
			final boolean isSuccess = program.run();
			final Matcher matcher = ERROR.matcher(said.toString(StandardCharsets.UTF_8));
			return new End(isSuccess, matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty());
		}
		finally {
			System.setOut(out);
			System.setErr(err);
			clear();
		}
	}

	private static void clear() {
		Analyzer.setResultsTable(new ResultsTable());
		final int[] ids = WindowManager.getIDList();
		if (ids == null) return;
		for (final int id : ids) {
			WindowManager.getImage(id).changes = false;
			WindowManager.getImage(id).close();
		}
	}
}
