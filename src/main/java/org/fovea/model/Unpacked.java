package org.fovea.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Copies of weights that lie inside jars, because the engine reads files only. They are named by hash and appear by renaming, so that
 * processes can share them.
 *
 * @param folder for the copies
 * @param writing what every written stream passes through; the identity except where a test plays a full disk
 */
record Unpacked(Path folder, UnaryOperator<OutputStream> writing) {

	/**
	 * Finds weights on disk.
	 *
	 * @param model whose weights are wanted
	 * @return the file itself, or a verified copy
	 */
	Path weights(final ModelPackage model) {
		final Path source = model.weights();
		if (source.getFileSystem().equals(FileSystems.getDefault())) return source;
		final String expected = model.info().sha256();
		final Copy copy = new Copy(writing, Progress.NONE);
		try {
			final Path place = place();
			final Path target = place.resolve(expected + ".pt");
			final Path temporary = place.resolve(UUID.randomUUID() + ".tmp");
			if (Files.exists(target) && copy.hash(target).equals(expected)) return target;
			try (InputStream in = Files.newInputStream(source)) {
				final String found = copy.toFile(in, temporary);
				if (!found.equals(expected)) {
					throw new FoveaException("The weights of '" + model.id() + "' are damaged; install the jar that brings them again.");
				}
				if (!place.equals(folder)) target.toFile().deleteOnExit();
				Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(temporary);
			}
			return target;
		}
		catch (final IOException e) {
			throw Failures.of("The model '" + model.id() + "' could not be unpacked", e);
		}
	}

	/** The store may be on a disk that cannot be written, as on a cluster; what comes with Fovea works there, too. */
	private Path place() throws IOException {
		if (isUsable()) return folder;
		final Path place = Files.createTempDirectory("fovea-models");
		place.toFile().deleteOnExit();
		return place;
	}

	private boolean isUsable() {
		try {
			return Files.isWritable(Files.createDirectories(folder));
		}
		catch (final IOException e) {
			return false;
		}
	}
}
