package org.fovea.command.explorer;

import java.awt.Rectangle;
import java.util.Optional;

import org.fovea.image.Framing;

import ij.ImagePlus;
import ij.gui.Roi;

/**
 * A rectangle that the window itself selected in an image, to show a place there. Nobody asked to look at that rectangle alone: until somebody
 * changes the selection, what had been selected before still counts.
 *
 * @param image with the rectangle
 * @param box the rectangle
 * @param before what had been selected; empty for nothing
 */
record Spotlight(ImagePlus image, Rectangle box, Optional<Roi> before) {

	/**
	 * A rectangle that is about to be selected.
	 *
	 * @param image that has its old selection still
	 * @param box the rectangle
	 * @param last the rectangle that was selected last
	 * @return the next
	 */
	static Spotlight on(final ImagePlus image, final Rectangle box, final Optional<Spotlight> last) {
		return new Spotlight(image, box, selection(image, last));
	}

	/**
	 * What a user selected in an image.
	 *
	 * @param image any image
	 * @param last the rectangle that the window selected last
	 * @return the image's selection, or where that is the rectangle what had been selected before
	 */
	static Optional<Roi> selection(final ImagePlus image, final Optional<Spotlight> last) {
		final Optional<Roi> selection = Framing.selection(image);
		final Optional<Spotlight> lit = last.filter(s -> s.image == image && selection.filter(roi -> roi.getType() == Roi.RECTANGLE && roi.getBounds()
			.equals(s.box)).isPresent());
		return lit.isPresent() ? lit.get().before : selection;
	}

	/** Puts back what had been selected before, unless somebody selected something else. */
	void remove() {
		final Optional<Roi> selection = Framing.selection(image);
		final Optional<Roi> wanted = selection(image, Optional.of(this));
		if (selection.equals(wanted)) return;
		wanted.ifPresentOrElse(image::setRoi, image::deleteRoi);
	}
}
