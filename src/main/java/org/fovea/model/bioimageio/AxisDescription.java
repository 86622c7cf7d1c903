package org.fovea.model.bioimageio;

import java.util.List;

/**
 * One axis of a tensor.
 *
 * @param letter {@code b c y x z t i}
 * @param id its name in format 0.5, the letter in 0.4
 * @param size fixed; 0 = any
 * @param minimum the smallest size accepted, where it is not fixed
 * @param step sizes accepted are {@code minimum + k·step}
 * @param names of the channels, where they are named
 */
public record AxisDescription(char letter, String id, int size, int minimum, int step, List<String> names) {

	/** Copies the names. */
	public AxisDescription {
		names = List.copyOf(names);
	}

	/** @return whether this is y or x */
	public boolean isSpatial() {
		return letter == 'y' || letter == 'x';
	}
}
