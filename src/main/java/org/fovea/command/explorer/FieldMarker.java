package org.fovea.command.explorer;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.Optional;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;

/** Draws one rectangle over an image of ImageJ, for a moment: the image's own overlay comes back as it was. Used on the event thread. */
final class FieldMarker implements AutoCloseable {

	private Optional<Mark> mark = Optional.empty();

	/** What was put over an image, and what lay there before. */
	private record Mark(ImagePlus image, Overlay shown, Optional<Overlay> before, Roi rectangle) {

		private void remove() {
			if (image.getOverlay() == shown) image.setOverlay(before.orElse(null));
			else if (image.getOverlay() != null) {
				image.getOverlay().remove(rectangle);
				image.draw();
			}
		}
	}

	/**
	 * Moves the rectangle.
	 *
	 * @param image that it lies over
	 * @param place in the image's pixels
	 * @param color of the line
	 */
	void show(final ImagePlus image, final Rectangle2D place, final Color color) {
		hide();
		final Optional<Overlay> before = Optional.ofNullable(image.getOverlay());
		final Overlay shown = before.map(Overlay::duplicate).orElseGet(Overlay::new);
		final Roi rectangle = new Roi(place.getX(), place.getY(), place.getWidth(), place.getHeight());
		rectangle.setStrokeColor(color);
		shown.add(rectangle);
		image.setOverlay(shown);
		mark = Optional.of(new Mark(image, shown, before, rectangle));
	}

	/** Takes the rectangle away. */
	void hide() {
		mark.ifPresent(Mark::remove);
		mark = Optional.empty();
	}

	@Override
	public void close() {
		hide();
	}
}
