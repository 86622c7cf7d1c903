package org.fovea.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

import org.fovea.CancelledException;
import org.fovea.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridCutTest {

	@ParameterizedTest
	@CsvSource({ "4,3,1", "3,4,5", "12,1,2", "1,9,1", "3,3,0", "4,4,20" })
	void smallPlanesAreCutAtTheLeastEnergyOfAllSplits(final int width, final int height, final double lambda) {
		for (int seed = 0; seed < 5; seed++) {
			final GridCut grid = noise(width, height, lambda, seed, GridCut.EXACT);
			double least = Double.POSITIVE_INFINITY;
			for (long bits = 0; bits < 1L << width * height; bits++) least = Math.min(least, grid.energy(BitSet.valueOf(new long[] { bits })));
			assertEquals(least, grid.energy(grid.cut(Progress.NONE).pixels()), 1e-9);
		}
	}

	@Test
	void theEnergyIsThatOfTheDefinition() {
		final double[][] colors = { { 0 }, { 1 }, { 3 }, { 0 } };
		final GridCut grid = new GridCut(new Colors(2, 2, colors), new double[] { 7, -2, 5, 1 }, 10);
		// squared differences 1, 0, 9 | 1 at the sides, 0 and 4 at the diagonals: mean of six pairs 15/6… written out
		final double beta = 1 / (2 * ((1 + 9 + 0 + 4 + 1 + 9) / 6.0));
		final BitSet object = new BitSet();
		object.set(2);
		final double apart = 10 * (Math.exp(-9 * beta) + Math.exp(-9 * beta) + Math.exp(-4 * beta) / Math.sqrt(2));
		assertEquals(7 - 2 + 1 + apart, grid.energy(object), 1e-9);
	}

	/** In bands, from coarse to fine, against the same plane cut at once. */
	@ParameterizedTest
	@CsvSource({ "70,50,1", "63,91,2", "130,40,3" })
	void bandsComeCloseToTheExactCut(final int width, final int height, final int seed) {
		final GridCut whole = discs(width, height, seed, width * height);
		final GridCut banded = discs(width, height, seed, 600);
		final BitSet exact = whole.cut(Progress.NONE).pixels();
		final BitSet found = banded.cut(Progress.NONE).pixels();
		final double nothing = whole.energy(new BitSet());
		final double least = whole.energy(exact);
		assertTrue(least < nothing);
		assertTrue(whole.energy(found) - least < 0.01 * (nothing - least), () -> whole.energy(found) + " against " + least + " of " + nothing);
		assertEquals(found, banded.cut(Progress.NONE).pixels());
	}

	@Test
	void stopsWhenToldTo() {
		final Progress stopped = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				// nobody is watching
			}

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		assertThrows(CancelledException.class, () -> discs(70, 50, 1, 600).cut(stopped));
	}

	@Test
	void onePlaneOfOneColour() {
		final double[] pull = new double[100];
		Arrays.fill(pull, -0.1);
		pull[55] = 3;
		final Region region = new GridCut(new Colors(10, 10, new double[100][1]), pull, 0.1).cut(Progress.NONE);
		assertEquals(1, region.area());
	}

	private static GridCut noise(final int width, final int height, final double lambda, final int seed, final int exact) {
		final Random random = new Random(seed);
		final double[][] colors = new double[width * height][2];
		final double[] pull = new double[width * height];
		for (int i = 0; i < pull.length; i++) {
			colors[i] = new double[] { random.nextGaussian(), random.nextGaussian() };
			pull[i] = 3 * random.nextGaussian();
		}
		return new GridCut(new Colors(width, height, colors), pull, lambda, exact);
	}

	private static GridCut discs(final int width, final int height, final int seed, final int exact) {
		final Random random = new Random(seed);
		final double[][] colors = new double[width * height][1];
		final double[] pull = new double[width * height];
		for (int i = 0; i < pull.length; i++) {
			final double x = i % width;
			final double y = i / width;
			final boolean inside = Math.hypot(x - 0.3 * width, y - 0.5 * height) < 0.3 * Math.min(width, height) || Math.hypot(x - 0.8 * width, y -
				0.4 * height) < 0.15 * width;
			colors[i][0] = (inside ? 1 : 0) + 0.3 * random.nextGaussian();
			pull[i] = (inside ? 2 : -2) + 3 * random.nextGaussian();
		}
		return new GridCut(new Colors(width, height, colors), pull, 3, exact);
	}
}
