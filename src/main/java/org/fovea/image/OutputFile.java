package org.fovea.image;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.fovea.FoveaException;

/** Files that results are saved in, looked at before the work whose result would be lost. */
public final class OutputFile {

	private OutputFile() {
	}

	/**
	 * Reads the macro key {@code save}.
	 *
	 * @param save as written; empty for none
	 * @param endings that the file may have, with their dots
	 * @return the file, empty for none; its folder exists and may be written to
	 * @throws FoveaException if that cannot be, saying what can
	 */
	public static Optional<Path> of(final String save, final String... endings) {
		final String name = save.strip();
		if (name.isEmpty()) return Optional.empty();
		if (Arrays.stream(endings).noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
			final String last = endings[endings.length - 1];
			final String others = String.join(", ", Arrays.asList(endings).subList(0, endings.length - 1));
			throw new FoveaException("'save' must be a file that ends in " + (others.isEmpty() ? last : others + " or " + last) + ", not '" + save + "'.");
		}
		try {
			final Path file = Path.of(name).toAbsolutePath();
			if (Files.isDirectory(file)) throw new FoveaException("'" + name + "' is a folder; add the name of a file in 'save'.");
			if (!Files.isDirectory(file.getParent()) || !Files.isWritable(file.getParent())) {
				throw new FoveaException("Nothing can be saved in the folder '" + file.getParent() + "'; choose one in 'save' that exists and may be written to.");
			}
			return Optional.of(file);
		}
		catch (final InvalidPathException e) {
			throw new FoveaException("'" + save + "' is no path; choose another name for the file in 'save'.", e);
		}
	}
}
