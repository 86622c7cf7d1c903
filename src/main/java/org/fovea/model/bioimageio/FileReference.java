package org.fovea.model.bioimageio;

import java.util.Optional;

/**
 * A file that a description names.
 *
 * @param source path relative to the description, with slashes, or a URL
 * @param sha256 that it must have, lower-case hexadecimal
 */
public record FileReference(String source, Optional<String> sha256) {

	/** @return whether the file has to be fetched */
	public boolean isRemote() {
		return source.startsWith("https://") || source.startsWith("http://");
	}

	/** @return where a remote file is kept in a package: addresses that differ never meet */
	public String localPath() {
		return "fetched/" + Integer.toHexString(source.hashCode()) + "-" + name().replaceAll("[^\\w.-]", "-");
	}

	/** @return the file's own name, without folders */
	public String name() {
		final String path = source.replaceAll("[?#].*$", "");
		return path.substring(path.lastIndexOf('/') + 1);
	}
}
