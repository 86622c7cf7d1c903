package org.fovea.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.fovea.Progress;

/**
 * Writes packages as zips, under a temporary name until they are whole.
 *
 * @param writing what every written stream passes through; the identity except where a test plays a full disk
 */
record Exporter(UnaryOperator<OutputStream> writing) {

	/**
	 * Writes a package.
	 *
	 * @param model to write
	 * @param zip the file, replaced if it is there
	 */
	void export(final ModelPackage model, final Path zip) {
		final Path target = zip.toAbsolutePath();
		final Path temporary = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
		try {
			Files.createDirectories(target.getParent());
			try {
				write(model.folder(), temporary);
				Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(temporary);
			}
		}
		catch (final IOException e) {
			throw Failures.of("The model could not be exported", e);
		}
	}

	private void write(final Path folder, final Path file) throws IOException {
		final List<Path> files;
		try (Stream<Path> all = Files.walk(folder)) {
			files = all.filter(Files::isRegularFile).sorted().toList();
		}
		final Copy copy = new Copy(UnaryOperator.identity(), Progress.NONE);
		try (ZipOutputStream out = new ZipOutputStream(writing.apply(Files.newOutputStream(file)))) {
			for (final Path source : files) {
				out.putNextEntry(new ZipEntry(folder.relativize(source).toString().replace('\\', '/')));
				try (InputStream in = Files.newInputStream(source)) {
					copy.toStream(in, out);
				}
				out.closeEntry();
			}
		}
	}
}
