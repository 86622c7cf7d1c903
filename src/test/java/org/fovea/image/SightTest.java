package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Rectangle;
import java.util.Optional;

import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;
import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.process.ByteProcessor;

/** Receptive fields in the pixels of images, counted by hand. */
class SightTest {

	/** Rows: position p sees the pixels 2p − 1 to 2p + 1. Columns: 4p − 2 to 4p + 2. */
	private static final Layer LAYER = layer(new ReceptiveField(3, 2, -1), new ReceptiveField(5, 4, -2));

	private static Layer layer(final ReceptiveField vertical, final ReceptiveField horizontal) {
		return new Layer("layer", "Conv2d", true, new int[] { 1, 1, 10, 8 }, 0, Optional.of(vertical), Optional.of(horizontal));
	}

	/** An area of 32 × 20 pixels with its corner at 6, 3. */
	private static View plain() {
		return view(new Rectangle(6, 3, 32, 20), 32, 20);
	}

	private static View view(final Rectangle area, final int width, final int height) {
		return new View(new ImagePlus("image", new ByteProcessor(120, 100)), new Plane(1, 1), area, Optional.empty(), width, height, width, height);
	}

	@Test
	void theCentreOfAFieldIsTheCentreOfItsMiddlePixel() {
		assertArrayEquals(new double[] { 6.5, 3.5 }, Sight.of(plain(), LAYER, 0, 0).centre());
		assertArrayEquals(new double[] { 6 + 4 * 3 + 0.5, 3 + 2 * 4 + 0.5 }, Sight.of(plain(), LAYER, 3, 4).centre());
		// three times as large in the image, whose first pixel of the tensor covers pixels 0 to 3 with its middle at 1.5
		final View enlarged = view(new Rectangle(0, 0, 96, 60), 32, 20);
		assertArrayEquals(new double[] { 1.5, 1.5 }, Sight.of(enlarged, LAYER, 0, 0).centre());
		assertArrayEquals(new double[] { 3 * 4.5, 3 * 2.5 }, Sight.of(enlarged, LAYER, 1, 1).centre());
	}

	/** Between the middles 4.5 and 8.5 of two columns, and 2.5 and 4.5 of two rows, the nearer one is meant. */
	@Test
	void thePositionOfAPlaceIsTheOneWhoseMiddleIsNearest() {
		assertArrayEquals(new int[] { 1, 1 }, Sight.position(plain(), LAYER, 6 + 6.4, 3 + 3.4));
		assertArrayEquals(new int[] { 2, 2 }, Sight.position(plain(), LAYER, 6 + 6.6, 3 + 3.6));
		assertArrayEquals(new int[] { 0, 0 }, Sight.position(plain(), LAYER, 6 + 2.4, 3 + 1.4));
		assertArrayEquals(new int[] { 7, 9 }, Sight.position(plain(), LAYER, 6 + 32, 3 + 20));
		final View enlarged = view(new Rectangle(0, 0, 96, 60), 32, 20);
		assertArrayEquals(new int[] { 1, 1 }, Sight.position(enlarged, LAYER, 3 * 6.4, 3 * 3.4));
		assertArrayEquals(new int[] { 2, 2 }, Sight.position(enlarged, LAYER, 3 * 6.6, 3 * 3.6));
	}

	@Test
	void everyPositionIsFoundAtItsOwnCentre() {
		for (int y = 0; y < 10; y++) {
			for (int x = 0; x < 8; x++) {
				final double[] centre = Sight.of(plain(), LAYER, x, y).centre();
				assertArrayEquals(new int[] { x, y }, Sight.position(plain(), LAYER, centre[0], centre[1]));
			}
		}
	}

	@Test
	void boxesAreClippedAtTheArea() {
		assertEquals(new Rectangle(6, 3, 3, 2), Sight.of(plain(), LAYER, 0, 0).box());
		assertEquals(new Rectangle(6 + 10, 3 + 7, 5, 3), Sight.of(plain(), LAYER, 3, 4).box());
		assertEquals(new Rectangle(6 + 26, 3 + 17, 5, 3), Sight.of(plain(), LAYER, 7, 9).box());
	}

	/** A column at the border sees the opposite one, so all columns may matter; the rows are as they are. */
	@Test
	void whereAFieldWrapsTheWholeSideIsSeen() {
		final Layer circular = layer(new ReceptiveField(3, 2, -1), new ReceptiveField(5, 4, -2, true));
		assertEquals(new Rectangle(6, 3 + 7, 32, 3), Sight.of(plain(), circular, 0, 4).box());
		assertEquals(new Rectangle(6 + 10, 3 + 7, 5, 3), Sight.of(plain(), circular, 3, 4).box());
		assertEquals(Sight.Extent.PART, Sight.of(plain(), circular, 0, 4).extent());
		final Layer both = layer(new ReceptiveField(3, 2, -1, true), new ReceptiveField(5, 4, -2, true));
		assertEquals(Sight.Extent.WHOLE, Sight.of(plain(), both, 0, 0).extent());
	}
}
