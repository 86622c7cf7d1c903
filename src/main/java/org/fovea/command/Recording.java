package org.fovea.command;

import java.util.Arrays;
import java.util.stream.Collectors;

import ij.IJ;
import ij.plugin.frame.Recorder;

/** Lines in ImageJ's Recorder for what a window of Fovea runs: ImageJ records nothing that a plugin runs, unless it records macros as well. */
public final class Recording {

	private Recording() {
	}

	/**
	 * Records that a menu entry was run.
	 *
	 * @param label of the entry
	 * @param options as macros write them; empty for none
	 */
	public static void run(final String label, final String options) {
		final String function = Recorder.scriptMode() ? "IJ.run" : "run";
		if (options.isEmpty() && !Recorder.scriptMode()) record(function, label);
		else record(function, label, options);
	}

	/**
	 * Records that an image was brought to the front.
	 *
	 * @param title of the image
	 */
	public static void select(final String title) {
		record(Recorder.scriptMode() ? "IJ.selectWindow" : "selectImage", title);
	}

	private static void record(final String function, final String... arguments) {
		if (!IJ.recording() || Recorder.recordInMacros) return;
		Recorder.recordString(function + Arrays.stream(arguments).map(Recorder::fixString).collect(Collectors.joining("\", \"", "(\"", "\");\n")));
	}
}
