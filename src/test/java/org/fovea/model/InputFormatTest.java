package org.fovea.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fovea.FoveaException;
import org.fovea.model.preprocessing.FullRange;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;

class InputFormatTest {

	@Test
	void fullRangeDependsOnThePixels() {
		final InputFormat input = new InputFormat(1, 0, 0, 1, 1, List.of(new FullRange()));
		final Tensor pixels = Tensor.of(new float[] { 0, 51, 255, 1000 }, 1, 1, 2, 2);
		assertArrayEquals(new float[] { 0, 0.2f, 1, 1000 / 255f }, input.prepare(pixels, PixelType.BYTE).data(), 1e-6f);
		assertArrayEquals(pixels.data(), input.prepare(pixels, PixelType.SHORT).data());
		assertArrayEquals(pixels.data(), input.prepare(pixels, PixelType.FLOAT).data());
	}

	@Test
	void imagesThatDoNotFitAreRefusedWithAWayOut() {
		assertTrue(refused(new InputFormat(3, 0, 0, 1, 1, List.of()), Tensor.zeros(1, 1, 4, 4)).contains("RGB Color"));
		assertTrue(refused(new InputFormat(1, 0, 0, 1, 1, List.of()), Tensor.zeros(1, 3, 4, 4)).contains("8-bit"));
		assertTrue(refused(new InputFormat(5, 0, 0, 1, 1, List.of()), Tensor.zeros(1, 3, 4, 4)).contains("Merge Channels"));
		assertTrue(refused(new InputFormat(1, 0, 0, 32, 1, List.of()), Tensor.zeros(1, 1, 1, 1)).contains("at least 32×32"));
		assertTrue(refused(new InputFormat(1, 0, 0, 1, 1, List.of()), Tensor.of(new float[] { Float.NaN }, 1, 1, 1, 1)).contains("NaN"));
		assertTrue(refused(new InputFormat(1, 0, 0, 1, 1, List.of()), Tensor.of(new float[] { Float.POSITIVE_INFINITY }, 1, 1, 1, 1)).contains(
			"infinite"));
	}

	@Test
	void acceptedSidesAreMinimumPlusSteps() {
		final InputFormat input = new InputFormat(1, 0, 0, 32, 16, List.of());
		assertEquals(32, input.accepted(1));
		assertEquals(32, input.accepted(32));
		assertEquals(48, input.accepted(33));
		assertEquals(48, input.accepted(48));
		assertEquals(7, new InputFormat(1, 0, 0, 0, 0, List.of()).accepted(7));
	}

	@Test
	void layoutsPermuteAndRestore() {
		final Tensor image = Tensor.zeros(2, 3, 4, 5);
		for (int i = 0; i < image.length(); i++) image.data()[i] = i;
		for (final String axes : List.of("bcyx", "byxc", "cbxy", "bczyx", "tbicyx", "xycb")) {
			final Layout layout = new Layout(axes);
			final Tensor arranged = layout.arrange(image);
			assertEquals(axes.length(), arranged.rank());
			assertArrayEquals(image.data(), layout.restore(arranged).data(), axes);
			assertArrayEquals(image.shape(), layout.restore(arranged).shape(), axes);
		}
		final Tensor last = new Layout("byxc").arrange(image);
		assertEquals(image.at(1, 2, 3, 4), last.at(1, 3, 4, 2));
		final Tensor deep = new Layout("bczyx").arrange(image);
		assertEquals(image.at(1, 2, 3, 4), deep.at(1, 2, 0, 3, 4));
	}

	@Test
	void axesThatAreMissingMustBeSingle() {
		assertTrue(assertThrows(FoveaException.class, () -> new Layout("byx").arrange(Tensor.zeros(1, 3, 2, 2))).getMessage().contains(
			"channel instead of 3"));
		assertEquals(3, new Layout("byx").arrange(Tensor.zeros(1, 1, 2, 2)).rank());
		assertEquals(2, new Layout("bc").arrange(Tensor.zeros(1, 64, 1, 1)).rank());
		assertThrows(FoveaException.class, () -> new Layout("yx").arrange(Tensor.zeros(2, 1, 2, 2)));
		assertThrows(FoveaException.class, () -> new Layout("bczyx").restore(Tensor.zeros(1, 1, 2, 2, 2)));
		assertThrows(FoveaException.class, () -> new Layout("bcyx").restore(Tensor.zeros(1, 2)));
		assertThrows(IllegalArgumentException.class, () -> new Layout("bccx"));
	}

	private static String refused(final InputFormat input, final Tensor pixels) {
		return assertThrows(FoveaException.class, () -> input.prepare(pixels, PixelType.BYTE)).getMessage();
	}
}
