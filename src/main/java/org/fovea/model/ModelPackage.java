package org.fovea.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fovea.FoveaException;
import org.fovea.model.bioimageio.Description;
import org.fovea.model.bioimageio.DescriptionReader;

/**
 * A complete model in a folder: description, weights, test tensors.
 *
 * @param id in the registry
 * @param folder where it is
 * @param origin where it comes from
 * @param description what it says of itself
 */
record ModelPackage(String id, Path folder, ModelInfo.Origin origin, Description description) {

	private static final long LONGEST = 1 << 20;

	/**
	 * Reads the description in a folder.
	 *
	 * @param folder named like the model
	 * @param origin where it comes from
	 * @return the package
	 * @throws FoveaException if there is none or it is not valid
	 */
	static ModelPackage read(final Path folder, final ModelInfo.Origin origin) {
		return new ModelPackage(folder.getFileName().toString().replaceAll("/$", ""), folder, origin, DescriptionReader.read(text(folder)));
	}

	/**
	 * Whether a folder is a package.
	 *
	 * @param folder to look into
	 * @return whether there is a description in it
	 */
	static boolean isIn(final Path folder) {
		return DescriptionReader.FILE_NAMES.stream().map(folder::resolve).anyMatch(Files::isRegularFile);
	}

	/**
	 * Finds the description in a folder.
	 *
	 * @param folder of a package
	 * @return the file, best name first
	 * @throws FoveaException if there is none
	 */
	static Path descriptionIn(final Path folder) {
		return DescriptionReader.FILE_NAMES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst().orElseThrow(
			() -> new FoveaException("The folder '" + folder + "' holds no model: there is no bioimageio.yaml in it."));
	}

	/** @return what the registry says of it */
	ModelInfo info() {
		return description.info(id, origin, description.weights().sha256().orElse(""));
	}

	/** @return the TorchScript archive */
	Path weights() {
		return folder.resolve(description.weights().source());
	}

	private static String text(final Path folder) {
		final Path file = descriptionIn(folder);
		try {
			if (Files.size(file) > LONGEST) throw new FoveaException("The model's description '" + file + "' is longer than a megabyte.");
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw Failures.of("The model's description cannot be read", e);
		}
	}
}
