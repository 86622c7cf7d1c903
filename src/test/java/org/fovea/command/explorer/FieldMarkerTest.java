package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.awt.Color;
import java.awt.geom.Rectangle2D;

import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;

/** The rectangle over an image is a guest: the image's own overlay comes back. */
class FieldMarkerTest {

	private final ImagePlus image = IJ.createImage("image", "8-bit black", 32, 32, 1);

	@Test
	void theImagesOwnOverlayComesBack() {
		final Overlay own = new Overlay(new Roi(1, 2, 3, 4));
		image.setOverlay(own);
		try (FieldMarker marker = new FieldMarker()) {
			marker.show(image, new Rectangle2D.Double(5, 6, 7.5, 8), Color.RED);
			assertEquals(2, image.getOverlay().size());
			assertEquals(7.5, image.getOverlay().get(1).getFloatWidth());
			marker.show(image, new Rectangle2D.Double(9, 6, 7.5, 8), Color.RED);
			assertEquals(2, image.getOverlay().size());
		}
		assertSame(own, image.getOverlay());
		assertEquals(1, own.size());
		assertEquals(1, own.get(0).getBounds().x);
		assertFalse(image.changes);
	}

	@Test
	void anImageWithoutOverlayHasNoneAfterwards() {
		try (FieldMarker marker = new FieldMarker()) {
			marker.show(image, new Rectangle2D.Double(5, 6, 7, 8), Color.RED);
		}
		assertNull(image.getOverlay());
	}

	@Test
	void whatOthersPutThereMeanwhileStays() {
		try (FieldMarker marker = new FieldMarker()) {
			marker.show(image, new Rectangle2D.Double(5, 6, 7, 8), Color.RED);
			final Overlay theirs = image.getOverlay().duplicate();
			theirs.add(new Roi(0, 0, 1, 1));
			image.setOverlay(theirs);
			marker.hide();
			assertSame(theirs, image.getOverlay());
		}
	}
}
