package org.fovea.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

import org.fovea.FoveaException;

/** The names of models in the registry: lower-case letters, digits and dashes, so that they serve as folders and in macros. */
final class Ids {

	private static final int LONGEST = 64;

	private static final String VALID = "[a-z0-9]+(?:-[a-z0-9]+)*";

	/** Words that Windows keeps for devices. */
	private static final String RESERVED = "con|prn|aux|nul|com[0-9]|lpt[0-9]";

	private Ids() {
	}

	/**
	 * Takes the wanted id, or makes one from a file's name.
	 *
	 * @param wanted id, if there is one
	 * @param fileName with extension
	 * @return the id
	 * @throws FoveaException if the wanted id has other characters, suggesting one that has not
	 */
	static String choose(final Optional<String> wanted, final String fileName) {
		final Optional<String> given = wanted.map(String::strip).filter(id -> !id.isEmpty());
		given.filter(id -> !isValid(id)).ifPresent(id -> {
			throw new FoveaException("A model's id has lower-case letters, digits and dashes only: instead of '" + id + "' take '" + make(id) +
				"'.");
		});
		return given.orElseGet(() -> make(fileName.replaceFirst("(?i)(?:\\.bioimage\\.io)?\\.(?:pt|pth|torchscript|ts|zip|ya?ml)$", "")));
	}

	/**
	 * Whether something can be an id.
	 *
	 * @param id to look at
	 * @return whether it is short enough and has the right characters
	 */
	static boolean isValid(final String id) {
		return id.length() <= LONGEST && id.matches(VALID) && !id.matches(RESERVED);
	}

	private static String make(final String name) {
		final String plain = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT);
		final String dashed = plain.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
		final String cut = dashed.substring(0, Math.min(LONGEST, dashed.length())).replaceAll("-+$", "");
		if (cut.isEmpty()) return "model";
		return cut.matches(RESERVED) ? cut + "-model" : cut;
	}
}
