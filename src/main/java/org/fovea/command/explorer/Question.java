package org.fovea.command.explorer;

import java.util.Optional;

import ij.ImagePlus;
import ij.gui.Roi;

/**
 * What somebody wants to see.
 *
 * @param model id of a model
 * @param image that is shown to it, at its current plane and selection; empty to see the layers alone
 * @param layer name of a layer, or {@code auto}
 * @param spotlight a selection that is not the user's
 */
record Question(String model, Optional<ImagePlus> image, String layer, Optional<Spotlight> spotlight) {

	/**
	 * A question about an image with the user's own selection.
	 *
	 * @param model id of a model
	 * @param image that is shown to it
	 * @param layer name of a layer, or {@code auto}
	 */
	Question(final String model, final Optional<ImagePlus> image, final String layer) {
		this(model, image, layer, Optional.empty());
	}

	/** @return what the user selected in the image; empty for nothing */
	Optional<Roi> selection() {
		return image.flatMap(i -> Spotlight.selection(i, spotlight));
	}

	/**
	 * The same about another image.
	 *
	 * @param other image; empty to see the layers alone
	 * @return the question
	 */
	Question about(final Optional<ImagePlus> other) {
		return new Question(model, other, layer, spotlight);
	}

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
