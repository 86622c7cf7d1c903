package org.fovea.imagej1;

import java.util.Locale;

import org.scijava.command.CommandInfo;

/** Where a command is explained. */
final class HelpPage {

	private static final String DOCUMENTATION = "https://github.com/fovea/fovea/blob/main/docs/commands/";

	private HelpPage() {
	}

	/**
	 * The address of a command's page: what the command declares as its attribute {@code help}, or the page named like its label.
	 *
	 * @param info the command
	 * @return a URL
	 */
	static String of(final CommandInfo info) {
		final String declared = info.get("help");
		return declared == null || declared.isEmpty() ? DOCUMENTATION + name(Commands.label(info)) + ".md" : declared;
	}

	/**
	 * The file name of a page.
	 *
	 * @param label of a menu entry, as "Grad-CAM++..."
	 * @return lower-case words with hyphens, as "grad-cam-plus-plus"
	 */
	static String name(final String label) {
		return label.toLowerCase(Locale.ROOT).replace("+", " plus ").replaceAll("[^a-z0-9]+", " ").trim().replace(' ', '-');
	}
}
