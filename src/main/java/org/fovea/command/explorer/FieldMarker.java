package org.fovea.command.explorer;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.Optional;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;

/** Draws one rectangle over an image of ImageJ, for a moment: nothing of it stays behind. Used on the event thread. */
final class FieldMarker implements AutoCloseable {

	private Optional<Mark> mark = Optional.empty();

	/** A rectangle in an overlay, which the image had before or got for it. */
	private record Mark(ImagePlus image, Overlay overlay, boolean isBorrowed, Roi rectangle) {

		private void remove() {
			overlay.remove(rectangle);
			if (!isBorrowed && image.getOverlay() == overlay && overlay.size() == 0) image.setOverlay(null);
			else image.draw();
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
		final Optional<Overlay> own = Optional.ofNullable(image.getOverlay());
		final Overlay overlay = own.orElseGet(Overlay::new);
		final Roi rectangle = new Roi(place.getX(), place.getY(), place.getWidth(), place.getHeight());
		rectangle.setStrokeColor(color);
		overlay.add(rectangle);
		if (own.isPresent()) image.draw();
		else image.setOverlay(overlay);
		mark = Optional.of(new Mark(image, overlay, own.isPresent(), rectangle));
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
