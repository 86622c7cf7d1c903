package org.fovea.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ij.ImagePlus;

/**
 * Where a result comes from, kept in the {@code Info} of its image (Image &gt; Show Info...) as one {@code key: value} line each; immutable.
 */
public final class Provenance {

	/** The fact that every result holds: the command that made it. */
	public static final String TECHNIQUE = "Technique";

	private final Map<String, String> entries;

	private Provenance(final Map<String, String> entries) {
		this.entries = entries;
	}

	/** @return nothing said yet but which Fovea */
	public static Provenance start() {
		final String version = Provenance.class.getPackage().getImplementationVersion();
		return new Provenance(new LinkedHashMap<>()).with("Fovea", version == null ? "development version" : version);
	}

	/**
	 * Tells results of Fovea from other images.
	 *
	 * @param image any image
	 * @return whether its information says that a technique made it
	 */
	public static boolean isResult(final ImagePlus image) {
		final String info = image.getInfoProperty();
		return info != null && info.lines().anyMatch(line -> line.startsWith(TECHNIQUE + ": "));
	}

	/**
	 * Adds a fact.
	 *
	 * @param key what it is
	 * @param value of one line
	 * @return the longer provenance
	 */
	public Provenance with(final String key, final Object value) {
		final Map<String, String> all = new LinkedHashMap<>(entries);
		all.put(key, String.valueOf(value).replaceAll("\\R", " "));
		return new Provenance(all);
	}

	/**
	 * A fact.
	 *
	 * @param key what it is
	 * @return its value; empty where nothing was said
	 */
	public String get(final String key) {
		return entries.getOrDefault(key, "");
	}

	/**
	 * Appends the facts to an image's information, but for those that it says already.
	 *
	 * @param image that gets them
	 */
	public void write(final ImagePlus image) {
		final String before = image.getInfoProperty();
		final StringBuilder info = new StringBuilder(before == null || before.isBlank() ? "" : before.stripTrailing() + "\n");
		final Set<String> known = info.toString().lines().collect(Collectors.toSet());
		entries.entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue()).filter(fact -> !known.contains(fact)).forEach(
			fact -> info.append(fact).append('\n'));
		image.setProperty("Info", info.toString());
	}
}
