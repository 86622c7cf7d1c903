package org.fovea.command;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

	/**
	 * Records that a rectangle was selected.
	 *
	 * @param box the rectangle; empty where everything was deselected
	 */
	public static void select(final Optional<Rectangle> box) {
		if (box.isEmpty()) run("Select None", "");
		else write((Recorder.scriptMode() ? "imp.setRoi(" : "makeRectangle(") + Stream.of(box.get().x, box.get().y, box.get().width, box.get().height).map(
			String::valueOf).collect(Collectors.joining(", ", "", ");\n")));
	}

	private static void record(final String function, final String... arguments) {
		write(function + Arrays.stream(arguments).map(Recorder::fixString).collect(Collectors.joining("\", \"", "(\"", "\");\n")));
	}

	private static void write(final String line) {
		if (IJ.recording() && !Recorder.recordInMacros) Recorder.recordString(line);
	}
}
