package org.fovea.sample;

/** Something that lies on the glass. */
interface Body {

	CellType type();

	double x();

	double y();

	/** @return radius of a circle around the centre that holds all of it */
	double reach();

	/**
	 * The part that a place shows, after its stain was laid down.
	 *
	 * @param slide takes the stain of the pixel
	 * @param px a pixel of the slide within reach
	 * @param py likewise
	 * @return {@link Part#BACKGROUND} outside the body
	 */
	Part paint(Slide slide, int px, int py);
}
