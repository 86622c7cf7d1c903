package org.fovea.imagej1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the file {@code plugins.config} by which a plain ImageJ 1.x finds the commands. Part of the build. */
public final class PluginsConfig {

	private PluginsConfig() {
	}

	/**
	 * Writes the file.
	 *
	 * @param args the file to write
	 * @throws IOException if it cannot be written
	 */
	public static void main(final String... args) throws IOException {
		final Path file = Path.of(args[0]);
		Files.createDirectories(file.getParent());
		final Commands commands = Commands.shared();
		Files.writeString(file, "# The commands of Fovea for a plain ImageJ 1.x; Fiji finds them by itself.\n" + new MenuEntries(commands.list())
			.configuration());
		commands.context().dispose();
	}
}
