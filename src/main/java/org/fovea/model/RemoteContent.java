package org.fovea.model;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A package whose description is on the web, its files beside it.
 *
 * @param description the description's address
 * @param download fetches files
 */
record RemoteContent(URI description, Download download) implements Content {

	@Override
	public String copy(final String path, final Path target, final Copy copy) throws IOException {
		Files.createDirectories(target.getParent());
		download.fetch(description.resolve(path.replace(" ", "%20")).toString(), Optional.empty(), target);
		return copy.hash(target);
	}

	@Override
	public void close() {
		// nothing is held open
	}
}
