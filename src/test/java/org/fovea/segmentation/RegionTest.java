package org.fovea.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {

	/** Numbers spread from pixel to pixel until nothing changes: slow, and nothing can go wrong. */
	@ParameterizedTest
	@ValueSource(doubles = { 0.1, 0.3, 0.4, 0.6, 1 })
	void theLargestComponentIsThatOfBruteForce(final double density) {
		final Random random = new Random(5);
		for (int n = 0; n < 40; n++) {
			final int width = 1 + random.nextInt(14);
			final int height = 1 + random.nextInt(14);
			final BitSet pixels = new BitSet();
			for (int i = 0; i < width * height; i++) pixels.set(i, random.nextDouble() < density);
			assertEquals(bruteForce(width, height, pixels), new Region(width, height, pixels).largest().pixels());
		}
	}

	private static BitSet bruteForce(final int width, final int height, final BitSet pixels) {
		final int[] numbers = new int[width * height];
		for (int i = 0; i < numbers.length; i++) numbers[i] = i;
		boolean changes = true;
		while (changes) {
			changes = false;
			for (int i = 0; i < numbers.length; i++) {
				for (int j = 0; j < numbers.length; j++) {
					final boolean touch = Math.abs(i % width - j % width) <= 1 && Math.abs(i / width - j / width) <= 1;
					if (touch && pixels.get(i) && pixels.get(j) && numbers[j] < numbers[i]) {
						numbers[i] = numbers[j];
						changes = true;
					}
				}
			}
		}
		BitSet largest = new BitSet();
		for (int number = 0; number < numbers.length; number++) {
			final BitSet component = new BitSet();
			for (int i = 0; i < numbers.length; i++) component.set(i, pixels.get(i) && numbers[i] == number);
			if (component.cardinality() > largest.cardinality()) largest = component;
		}
		return largest;
	}

	@Test
	void theBoxHoldsAllPixelsAndNoEmptyRow() {
		final BitSet pixels = new BitSet();
		pixels.set(2 * 10 + 7);
		pixels.set(5 * 10 + 3);
		final Region region = new Region(10, 8, pixels);
		assertEquals(new Region.Box(3, 2, 5, 4), region.box());
		assertTrue(region.contains(7, 2) && !region.contains(3, 2));
		assertThrows(IllegalStateException.class, () -> new Region(3, 3, new BitSet()).box());
		assertEquals(0, new Region(3, 3, new BitSet()).largest().area());
	}

	@Test
	void whatIsChangedOutsideStaysOutside() {
		final BitSet pixels = new BitSet();
		pixels.set(4);
		final Region region = new Region(3, 3, pixels);
		pixels.set(5);
		region.pixels().set(6);
		assertEquals(1, region.area());
		assertThrows(IllegalArgumentException.class, () -> new Region(2, 2, pixels));
	}
}
