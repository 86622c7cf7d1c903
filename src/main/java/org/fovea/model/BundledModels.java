package org.fovea.model;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.scijava.util.Types;

/** The packages that lie in a folder of a class's own jar, or of the folder that it was compiled to. */
final class BundledModels implements AutoCloseable {

	private final Optional<FileSystem> jar;
	private final List<Path> folders;

	/**
	 * Looks for packages.
	 *
	 * @param anchor a class of the jar
	 * @param folder in the jar, with slashes
	 * @throws IOException if the jar cannot be read
	 */
	BundledModels(final Class<?> anchor, final String folder) throws IOException {
		final Optional<Path> location = location(anchor);
		final Optional<Path> file = location.filter(Files::isRegularFile);
		jar = file.isPresent() ? Optional.of(FileSystems.newFileSystem(file.get(), (ClassLoader) null)) : Optional.empty();
		folders = jar.map(system -> system.getPath("/")).or(() -> location).map(root -> inside(root.resolve(folder))).orElse(List.of());
	}

	/** @return one folder for each model */
	List<Path> folders() {
		return folders;
	}

	@Override
	public void close() throws IOException {
		if (jar.isPresent()) jar.get().close();
	}

	private static Optional<Path> location(final Class<?> anchor) {
		try {
			final URL url = Types.location(anchor);
			return url == null || !url.getProtocol().equals("file") ? Optional.empty() : Optional.of(Path.of(new URI(url.toString().replace(" ",
				"%20"))));
		}
		catch (final URISyntaxException e) {
			return Optional.empty();
		}
	}

	private static List<Path> inside(final Path folder) {
		final List<Path> result = new ArrayList<>();
		if (!Files.isDirectory(folder)) return result;
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
			entries.forEach(result::add);
		}
		catch (final IOException e) {
			throw Failures.of("The models that come with Fovea cannot be listed", e);
		}
		return result;
	}
}
