package org.fovea.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

import org.fovea.FoveaException;

/** Says in one sentence why a file could not be read or written. */
final class Failures {

	private Failures() {
	}

	/**
	 * Makes a sentence of a failure.
	 *
	 * @param doing what was tried, as in "The model could not be copied"
	 * @param e what happened
	 * @return the exception for the user
	 */
	static FoveaException of(final String doing, final IOException e) {
		final String message = e.getMessage() == null ? "" : e.getMessage();
		final String lower = message.toLowerCase(Locale.ROOT);
		if (lower.contains("no space left") || lower.contains("not enough space") || lower.contains("disk quota exceeded")) {
			return new FoveaException(doing + " because the disk is full; free some space and try again.", e);
		}
		if (e instanceof AccessDeniedException || lower.contains("read-only file system")) {
			return new FoveaException(doing + " because '" + file(e) + "' may not be accessed; change its permissions or the folder of the models.",
				e);
		}
		if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
			return new FoveaException(doing + " because there is no file '" + file(e) + "'.", e);
		}
		final String reason = message.isBlank() ? e.getClass().getSimpleName() : message.lines().findFirst().orElse(message);
		return new FoveaException(doing + ": " + reason.replaceAll("[.\\s]+$", "") + ".", e);
	}

	private static String file(final IOException e) {
		return e instanceof final FileSystemException system && system.getFile() != null ? system.getFile() : String.valueOf(e.getMessage());
	}
}
