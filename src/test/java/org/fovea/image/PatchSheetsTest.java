package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Rectangle;
import java.util.List;
import java.util.Optional;

import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.process.ByteProcessor;

/** Projections beside patches, grey level by grey level. */
class PatchSheetsTest {

	/** One pixel of the image is one pixel of the tile. */
	private static final int SIDE = 96;
	private static final int SHIFT = SIDE + 12;

	private static final ImagePlus IMAGE = new ImagePlus("image", new ByteProcessor(SIDE, SIDE));

	private static int grey(final ImagePlus sheet, final int x, final int y) {
		final int colour = sheet.getProcessor().getPixel(SHIFT + x, y) & 0xffffff;
		assertEquals(colour & 0xff, colour >> 16, "grey");
		return colour & 0xff;
	}

	private static ImagePlus sheet(final Tensor projection) {
		final ReceptiveField all = new ReceptiveField(SIDE, 1, 0);
		final Layer layer = new Layer("layer", "Conv2d", true, new int[] { 1, 1, 1, 1 }, 0, Optional.of(all), Optional.of(all));
		final View view = new View(IMAGE, new Plane(1, 1), new Rectangle(SIDE, SIDE), Optional.empty(), SIDE, SIDE, SIDE, SIDE);
		final PatchSheets sheets = new PatchSheets("layer", List.of(0), 1, PatchSheets.Beside.PROJECTIONS);
		sheets.draw(0, 0, Sight.of(view, layer, 0, 0), projection);
		return sheets.image("");
	}

	@Test
	void aHotPixelDoesNotHideTheRest() {
		final Tensor projection = Tensor.zeros(1, 1, SIDE, SIDE);
		for (int i = 0; i < projection.length(); i++) projection.data()[i] = i % 3 - 1;
		projection.data()[5 * SIDE + 7] = 1000;
		projection.data()[5 * SIDE + 8] = -1000;
		final ImagePlus sheet = sheet(projection);
		assertEquals(255, grey(sheet, 7, 5));
		assertEquals(1, grey(sheet, 8, 5));
		assertEquals(1, grey(sheet, 0, 0));
		assertEquals(128, grey(sheet, 1, 0));
		assertEquals(255, grey(sheet, 2, 0));
	}

	@Test
	void whereHardlyAnythingIsSeenTheLargestMagnitudeCounts() {
		final Tensor projection = Tensor.zeros(1, 1, SIDE, SIDE);
		projection.data()[0] = 2;
		projection.data()[1] = -1;
		final ImagePlus sheet = sheet(projection);
		assertEquals(255, grey(sheet, 0, 0));
		assertEquals(Math.round(128 - 127 / 2d), grey(sheet, 1, 0));
		assertEquals(128, grey(sheet, 2, 0));
		assertEquals(128, grey(sheet(Tensor.zeros(1, 1, SIDE, SIDE)), 3, 3));
	}

	@Test
	void inBetweenGreysAreProportional() {
		final Tensor projection = Tensor.zeros(1, 1, SIDE, SIDE);
		for (int i = 0; i < projection.length(); i++) projection.data()[i] = (i / SIDE - 48) / 48f;
		final ImagePlus sheet = sheet(projection);
		// half a percent of 96 rows is less than one, so the first row, 1 below 0, is the limit
		assertEquals(1, grey(sheet, 4, 0));
		assertEquals(128, grey(sheet, 4, 48));
		assertEquals(Math.round(128 + 127 * 24 / 48d), grey(sheet, 4, 72));
	}
}
