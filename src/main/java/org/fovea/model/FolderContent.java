package org.fovea.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.fovea.FoveaException;

/**
 * A package in a folder.
 *
 * @param folder that holds the description
 */
record FolderContent(Path folder) implements Content {

	@Override
	public String copy(final String path, final Path target, final Copy copy) throws IOException {
		final Path file = folder.resolve(path);
		if (!Files.exists(file)) throw new NoSuchFileException(path);
		if (!file.toRealPath().startsWith(folder.toRealPath())) {
			throw new FoveaException("The package's file '" + path + "' is a link that leaves the package; copy the file itself into the folder.");
		}
		try (InputStream in = Files.newInputStream(file)) {
			return copy.toFile(in, target);
		}
	}

	@Override
	public void close() {
		// nothing is held open
	}
}
