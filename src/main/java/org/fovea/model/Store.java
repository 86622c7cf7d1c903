package org.fovea.model;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import org.fovea.FoveaException;

/**
 * The folder of the user's models, one folder each, named by id. Models are put together in a hidden folder beside them and
 * appear, and disappear, by renaming, so that another process never sees half of one.
 *
 * @param root the folder; made when first needed
 */
record Store(Path root) {

	private static final String INCOMING = ".incoming";

	private static final String DOWNLOADS = ".downloads";

	private static final Duration ABANDONED = Duration.ofDays(2);

	/** @return the folders of the models, by name; none where there is no store yet */
	List<Path> folders() {
		final List<Path> result = new ArrayList<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, entry -> Ids.isValid(entry.getFileName().toString()) && Files
			.isDirectory(entry)))
		{
			entries.forEach(result::add);
		}
		catch (final IOException e) {
			if (Files.exists(root)) throw Failures.of("The folder of the models cannot be read", e);
		}
		result.sort(Comparator.comparing(Path::toString));
		return result;
	}

	/**
	 * Where a model is or would be.
	 *
	 * @param id of the model
	 * @return its folder
	 */
	Path folder(final String id) {
		return root.resolve(id);
	}

	/** @return the folder of unfinished downloads, which exists */
	Path downloads() {
		return make(root.resolve(DOWNLOADS));
	}

	/** @return a new empty folder, in which a model can be put together; left-overs of crashed imports are cleared away */
	Path stage() {
		final Path incoming = make(root.resolve(INCOMING));
		sweep(incoming);
		return make(incoming.resolve(UUID.randomUUID().toString()));
	}

	/**
	 * Lets a model appear in the store.
	 *
	 * @param staged the folder in which it was put together
	 * @param id of the model
	 * @throws FoveaException if another model took the id in the meantime
	 */
	void publish(final Path staged, final String id) {
		final Path target = folder(id);
		try {
			if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) throw new FileAlreadyExistsException(target.toString());
			Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final FileAlreadyExistsException | DirectoryNotEmptyException | NotDirectoryException e) {
			throw new FoveaException("There is already a model '" + id + "'; choose another id or remove that model first.", e);
		}
		catch (final IOException e) {
			if (Files.exists(target)) throw new FoveaException("There is already a model '" + id + "'; choose another id or remove that model first.",
				e);
			throw Failures.of("The model could not be put into the store", e);
		}
	}

	/**
	 * Lets a model disappear.
	 *
	 * @param id of the model
	 */
	void remove(final String id) {
		final Path gone = make(root.resolve(INCOMING)).resolve(UUID.randomUUID().toString());
		try {
			Files.move(folder(id), gone, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final IOException e) {
			throw Failures.of("The model '" + id + "' could not be removed", e);
		}
		discard(gone);
	}

	/**
	 * Deletes a folder as far as possible; links are deleted, not followed.
	 *
	 * @param folder to delete
	 */
	static void discard(final Path folder) {
		try {
			Files.walkFileTree(folder, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
					Files.deleteIfExists(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(final Path file, final IOException e) {
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult postVisitDirectory(final Path visited, final IOException e) throws IOException {
					Files.deleteIfExists(visited);
					return FileVisitResult.CONTINUE;
				}
			});
		}
		catch (final IOException e) {
			folder.toFile().deleteOnExit();
		}
	}

	private static Path make(final Path folder) {
		try {
			return Files.createDirectories(folder);
		}
		catch (final IOException e) {
			throw Failures.of("The folder of the models cannot be made", e);
		}
	}

	private static void sweep(final Path incoming) {
		final Instant limit = Instant.now().minus(ABANDONED);
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(incoming, entry -> Files.getLastModifiedTime(entry).toInstant().isBefore(
			limit)))
		{
			entries.forEach(Store::discard);
		}
		catch (final IOException e) {
			throw Failures.of("The folder of the models cannot be read", e);
		}
	}
}
