package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fovea.model.PixelType;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;

/** What covers a part of an image, against values worked out by hand. */
class FillTest {

	private static final Tensor TWO_CHANNELS = Tensor.of(new float[] { 0, 10, 20, 30, 100, 200, 300, 400 }, 1, 2, 2, 2);

	@Test
	void blackGreyAndMean() {
		assertArrayEquals(new float[8], Fill.BLACK.paint(TWO_CHANNELS, PixelType.SHORT, 1).data());
		assertArrayEquals(new float[] { 15, 15, 15, 15, 250, 250, 250, 250 }, Fill.MEAN.paint(TWO_CHANNELS, PixelType.SHORT, 1).data());
		for (final float value : Fill.GREY.paint(TWO_CHANNELS, PixelType.SHORT, 1).data()) assertEquals(200, value);
		for (final float value : Fill.GREY.paint(TWO_CHANNELS, PixelType.BYTE, 1).data()) assertEquals(127.5f, value);
	}

	@Test
	void blurTakesAwayWhatFitsTheWindowAndKeepsTheBrightness() {
		final int side = 41;
		final float[] dots = new float[side * side];
		for (int i = 0; i < dots.length; i++) dots[i] = (i % side / 2 + i / side / 2) % 2 * 100;
		final float[] blurred = Fill.BLUR.paint(Tensor.of(dots, 1, 1, side, side), PixelType.BYTE, 6).data();
		for (int y = 12; y < side - 12; y++) {
			for (int x = 12; x < side - 12; x++) assertEquals(50, blurred[y * side + x], 2);
		}
	}
}
