package org.fovea.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the user's models are kept. */
final class StoreLocation {

	/** The system property that names the folder. */
	static final String PROPERTY = "fovea.store";

	private StoreLocation() {
	}

	/**
	 * Chooses the folder: the one that is named, else {@code models/fovea} in Fiji where that can be written, else one in the user's home.
	 *
	 * @param named by {@link #PROPERTY}
	 * @param application the folder of Fiji or ImageJ
	 * @param home of the user
	 * @return the folder, which need not exist
	 */
	static Path choose(final Optional<String> named, final Optional<Path> application, final Path home) {
		return named.filter(text -> !text.isBlank()).map(Path::of).or(() -> application.filter(StoreLocation::isInstallation).map(root -> root
			.resolve("models").resolve("fovea")).filter(StoreLocation::isWritable)).orElseGet(() -> home.resolve(".fovea").resolve("models"));
	}

	/** A folder that ImageJ was started from is not an installation unless plugins are kept there. */
	private static boolean isInstallation(final Path root) {
		return Files.isDirectory(root.resolve("jars")) && Files.isDirectory(root.resolve("plugins"));
	}

	private static boolean isWritable(final Path folder) {
		Path existing = folder;
		while (existing != null && !Files.exists(existing)) existing = existing.getParent();
		return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
	}
}
