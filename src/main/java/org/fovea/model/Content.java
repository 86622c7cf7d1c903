package org.fovea.model;

import java.io.IOException;
import java.nio.file.Path;

/** The files of a package that is being imported, wherever they are. */
interface Content extends AutoCloseable {

	/**
	 * Copies a file.
	 *
	 * @param path relative to the description, with slashes
	 * @param target to make, with its folders
	 * @param copy does it
	 * @return the SHA-256 of the file, lower-case hexadecimal
	 * @throws java.nio.file.NoSuchFileException if it is not there
	 * @throws IOException if it cannot be read or written
	 */
	String copy(String path, Path target, Copy copy) throws IOException;

	@Override
	void close() throws IOException;
}
