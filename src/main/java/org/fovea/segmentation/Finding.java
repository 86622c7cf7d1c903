package org.fovea.segmentation;

import java.util.Optional;

/**
 * A region that was looked for, or why there is none.
 *
 * @param region empty where there is none
 * @param missing what it lacks; empty where there is one
 */
public record Finding(Optional<Region> region, Optional<Missing> missing) {

	/** What can be missing. */
	public enum Missing {
		/** The map is positive nowhere. */
		EVIDENCE,
		/** The percentiles of the map, between which object and background are told apart, are the same value. */
		CONTRAST,
		/** No pixel is called object. */
		OBJECT
	}

	/**
	 * A region.
	 *
	 * @param region of at least one pixel
	 * @return what was found
	 */
	public static Finding of(final Region region) {
		return new Finding(Optional.of(region), Optional.empty());
	}

	/**
	 * Nothing.
	 *
	 * @param missing why
	 * @return what was found
	 */
	public static Finding without(final Missing missing) {
		return new Finding(Optional.empty(), Optional.of(missing));
	}
}
