package org.fovea.command.explorer;

import java.util.Optional;

import ij.ImagePlus;

/**
 * What somebody wants to see.
 *
 * @param model id of a model
 * @param image that is shown to it, at its current plane and selection; empty to see the layers alone
 * @param layer name of a layer, or {@code auto}
 */
record Question(String model, Optional<ImagePlus> image, String layer) {

	/**
	 * Tells another question from the same one about other pixels.
	 *
	 * @param other an earlier question
	 * @return whether its answer is no longer of interest
	 */
	boolean replaces(final Question other) {
		return !equals(other);
	}
}
