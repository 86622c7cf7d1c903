package org.fovea.model;

import java.io.IOException;
import java.io.InputStream;

/** The files of a package that is being imported, wherever they are. */
interface Content extends AutoCloseable {

	/**
	 * Opens a file.
	 *
	 * @param path relative to the description, with slashes
	 * @return its bytes
	 * @throws java.nio.file.NoSuchFileException if it is not there
	 * @throws IOException if it cannot be read
	 */
	InputStream open(String path) throws IOException;

	@Override
	void close() throws IOException;
}
