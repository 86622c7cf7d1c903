package org.fovea.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.segmentation.Finding.Missing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planted objects under a map that covers only a part of them. */
class SaliencyGraphCutTest {

	@ParameterizedTest
	@CsvSource({ "1,1", "3,1", "3,257", "5,0.001", "1,1e6" })
	void findsThePlantedObjectInChannelsOfAnyUnit(final int channels, final double unit) {
		final Scene scene = new Scene(150, 110, channels, unit);
		final Region region = new SaliencyGraphCut(95, 30).cut(scene.map, scene.colors, Progress.NONE).region().orElseThrow();
		final BitSet both = region.pixels();
		both.and(scene.object);
		final BitSet either = region.pixels();
		either.or(scene.object);
		final double overlap = (double) both.cardinality() / either.cardinality();
		assertTrue(overlap > 0.9, () -> "IoU " + overlap);
		assertEquals(region, new SaliencyGraphCut(95, 30).cut(scene.map, scene.colors, Progress.NONE).region().orElseThrow());
	}

	@Test
	void withoutPositiveEvidenceThereIsNothing() {
		final Scene scene = new Scene(40, 30, 3, 1);
		assertEquals(Finding.without(Missing.EVIDENCE), new SaliencyGraphCut(95, 30).cut(new Heatmap(40, 30, new float[1200], false), scene.colors,
			Progress.NONE));
		final float[] against = new float[1200];
		against[5] = -1;
		assertEquals(Finding.without(Missing.EVIDENCE), new SaliencyGraphCut(95, 30).cut(new Heatmap(40, 30, against, true), scene.colors,
			Progress.NONE));
	}

	/** Both percentiles of a map with a single positive pixel are zero, though there is evidence. */
	@Test
	void whatIsMissingElseIsSaid() {
		final Scene scene = new Scene(40, 30, 3, 1);
		final float[] dot = new float[1200];
		dot[5] = 1;
		assertEquals(Finding.without(Missing.CONTRAST), new SaliencyGraphCut(95, 30).cut(new Heatmap(40, 30, dot, false), scene.colors, Progress.NONE));
		assertNotEquals(Finding.without(Missing.CONTRAST), new SaliencyGraphCut(99.95, 30).cut(new Heatmap(40, 30, dot, false), scene.colors,
			Progress.NONE));
	}

	/** A line of two pixels costs much boundary for little inside: it stays because its colour may weigh up to 10. */
	@Test
	void thinObjectsAreKept() {
		final Random random = new Random(4);
		final float[] evidence = new float[6000];
		final double[][] values = new double[6000][1];
		final BitSet line = new BitSet();
		for (int i = 0; i < evidence.length; i++) {
			line.set(i, i / 100 == 30 || i / 100 == 31);
			evidence[i] = line.get(i) ? 1 + i % 7 : 0.01f * random.nextFloat();
			values[i][0] = random.nextGaussian() + (line.get(i) ? 3 : 0);
		}
		final Region region = new SaliencyGraphCut(96.7, 30).cut(new Heatmap(100, 60, evidence, false), new Colors(100, 60, values), Progress.NONE)
			.region().orElseThrow();
		final BitSet both = region.pixels();
		both.and(line);
		assertTrue(both.cardinality() > 100 && region.area() < 140, both.cardinality() + " of 200 pixels, of " + region.area());
	}

	/** Salient is one pixel in a hundred, scattered over a ground of its own colours: cutting each out costs more than to leave it. */
	@Test
	void objectsMayHaveNoPixel() {
		final float[] evidence = new float[10_000];
		final double[][] values = new double[10_000][1];
		for (int i = 0; i < evidence.length; i++) {
			final boolean isSalient = i / 100 % 10 == 5 && i % 10 == 5;
			evidence[i] = isSalient ? 1 : 0.001f * (i % 97);
			values[i][0] = isSalient ? 0.6 : i % 7 / 7.0;
		}
		assertEquals(Finding.without(Missing.OBJECT), new SaliencyGraphCut(99.5, 30).cut(new Heatmap(100, 100, evidence, false), new Colors(100, 100,
			values), Progress.NONE));
	}

	@Test
	void imagesWithoutContrastAreNoError() {
		final Colors flat = new Colors(30, 20, new double[600][3]);
		final float[] map = new float[600];
		for (int i = 0; i < 600; i++) map[i] = i;
		new SaliencyGraphCut(95, 30).cut(new Heatmap(30, 20, map, false), flat, Progress.NONE).region().ifPresent(region -> assertEquals(600, region.area()));
	}

	@Test
	void percentilesAreChecked() {
		assertThrows(IllegalArgumentException.class, () -> new SaliencyGraphCut(30, 95));
		assertThrows(IllegalArgumentException.class, () -> new SaliencyGraphCut(95, Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> new SaliencyGraphCut(101, 5));
	}

	/** An ellipse of its own colours on a ground of two; the map lights its middle and, weakly, something elsewhere. */
	private static final class Scene {

		private final BitSet object = new BitSet();
		private final Heatmap map;
		private final Colors colors;

		Scene(final int width, final int height, final int channels, final double unit) {
			final Random random = new Random(8);
			final double[][] values = new double[width * height][channels];
			final float[] evidence = new float[width * height];
			for (int i = 0; i < evidence.length; i++) {
				final double x = (i % width - 0.6 * width) / (0.2 * width);
				final double y = (i / width - 0.4 * height) / (0.25 * height);
				object.set(i, x * x + y * y < 1);
				final boolean isLeft = i % width < width / 3;
				for (int c = 0; c < channels; c++) {
					final double mean = object.get(i) ? 180 - 20 * c : isLeft ? 60 + 10 * c : 90;
					values[i][c] = unit * (mean + 12 * random.nextGaussian());
				}
				evidence[i] = (float) (Math.exp(-3 * (x * x + y * y)) + 0.1 * random.nextDouble());
			}
			map = new Heatmap(width, height, evidence, false);
			colors = new Colors(width, height, values);
		}
	}
}
