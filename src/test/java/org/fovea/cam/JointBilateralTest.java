package org.fovea.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import org.fovea.CancelledException;
import org.fovea.Progress;
import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.Gson;

/** Against the formula in NumPy (src/test/python/joint_bilateral.py), planted edges, and what a weighted mean must keep. */
class JointBilateralTest {

	private record Case(int[] maps, int[] image, double[] first, double[] step, double range, float[] f, float[] I, float[] F) {}

	private record Cases(String source, String numpy, Case[] cases) {}

	@Test
	void equalsTheFormulaWrittenInNumPy() throws IOException {
		final Case[] cases;
		try (Reader reader = new InputStreamReader(JointBilateralTest.class.getResourceAsStream("joint-bilateral.json"), StandardCharsets.UTF_8)) {
			cases = new Gson().fromJson(reader, Cases.class).cases();
		}
		assertEquals(3, cases.length);
		for (final Case golden : cases) {
			final Tensor maps = Tensor.of(golden.f, 1, golden.maps[0], golden.maps[1], golden.maps[2]);
			final Tensor image = Tensor.of(golden.I, 1, golden.image[0], golden.image[1], golden.image[2]);
			final Lattice lattice = new Lattice(new Lattice.Axis(golden.maps[1], golden.first[0], golden.step[0], golden.image[1]), new Lattice.Axis(
				golden.maps[2], golden.first[1], golden.step[1], golden.image[2]));
			final Tensor result = new JointBilateral(golden.range).enlarge(maps, lattice, image, Progress.NONE);
			assertArrayEquals(new int[] { 1, golden.maps[0], golden.image[1], golden.image[2] }, result.shape());
			assertArrayEquals(golden.F, result.data(), 1e-5f);
		}
	}

	@Test
	void constantMapsStayExactlyConstant() {
		final Tensor image = noise(1, 3, 33, 29);
		for (final float value : new float[] { 0, 0.1f, -3.3333333f, 1e30f, 1e-30f }) {
			final Tensor maps = constant(value, 5, 4);
			final Tensor result = new JointBilateral(0.25).enlarge(maps, Lattice.even(5, 4, image), image, Progress.NONE);
			for (final float v : result.data()) assertEquals(value, v, 0);
			assertEquals(1, Explained.variance(result, maps, Lattice.even(5, 4, image)), 0);
		}
	}

	@Test
	void nothingLeavesTheRangeOfItsNeighbours() {
		final Tensor image = noise(2, 1, 40, 40);
		final Tensor maps = noise(3, 1, 5, 5);
		final float[] sorted = maps.data().clone();
		Arrays.sort(sorted);
		for (final float v : new JointBilateral(0.1).enlarge(maps, Lattice.even(5, 5, image), image, Progress.NONE).data()) {
			assertTrue(v >= sorted[0] && v <= sorted[24]);
		}
	}

	@Test
	void theSumOfEnlargedMapsIsTheEnlargedSum() {
		final Tensor image = noise(4, 3, 24, 32);
		final Tensor units = noise(5, 6, 3, 4);
		final double[] weights = { 1, -2, 0.5, 0, 3, -0.25 };
		final Lattice lattice = Lattice.even(3, 4, image);
		final JointBilateral bilateral = new JointBilateral(0.5);
		final double[] sum = Mix.of(weights).mix(bilateral.enlarge(units, lattice, image, Progress.NONE), 0, 0);
		final float[] enlarged = bilateral.enlarge(Mix.of(weights).mix(units), lattice, image, Progress.NONE).data();
		for (int p = 0; p < sum.length; p++) assertEquals(sum[p], enlarged[p], 1e-5);
	}

	@ParameterizedTest
	@ValueSource(ints = { 17, 20, 22, 24, 29 })
	void aMapFollowsAnEdgeOfTheImageToThePixel(final int edge) {
		final float[] pixels = new float[48 * 48];
		for (int i = 0; i < pixels.length; i++) pixels[i] = i % 48 < edge ? 0 : 200;
		final Tensor image = Tensor.of(pixels, 1, 1, 48, 48);
		final float[] map = new float[36];
		for (int i = 0; i < map.length; i++) map[i] = i % 6 * 8 + 4 < edge ? 0 : 1;
		final Tensor result = new JointBilateral(0.25).enlarge(Tensor.of(map, 1, 1, 6, 6), Lattice.even(6, 6, image), image, Progress.NONE);
		for (int y = 0; y < 48; y++) {
			for (int x = 0; x < 48; x++) assertEquals(x < edge ? 0 : 1, result.at(0, 0, y, x), 0.06, edge + ": " + x);
		}
	}

	@Test
	void brightnessAndBitDepthDoNotMatterAndAnImageWithoutContrastIsNoGuide() {
		final Tensor maps = noise(6, 1, 4, 4);
		final Tensor image = noise(7, 2, 16, 16);
		final float[] bright = image.data().clone();
		for (int i = 0; i < bright.length; i++) bright[i] = bright[i] * 257 + 4096;
		final Lattice lattice = Lattice.even(4, 4, image);
		final JointBilateral bilateral = new JointBilateral(0.25);
		assertArrayEquals(bilateral.enlarge(maps, lattice, image, Progress.NONE).data(), bilateral.enlarge(maps, lattice, Tensor.of(bright, image
			.shape()), Progress.NONE).data(), 1e-3f);
		final Tensor grey = constant(77, 16, 16);
		assertArrayEquals(new JointBilateral(1e9).enlarge(maps, lattice, image, Progress.NONE).data(), bilateral.enlarge(maps, lattice, grey,
			Progress.NONE).data(), 1e-6f);
	}

	@Test
	void positionsLieInTheMiddleOfWhatTheySee() {
		final ReceptiveField field = new ReceptiveField(11, 8, -5);
		final Layer layer = new Layer("a", "Conv2d", true, new int[] { 1, 2, 6, 6 }, 0, Optional.of(field), Optional.of(new ReceptiveField(
			ReceptiveField.WHOLE, 0, 0)));
		final Lattice lattice = Lattice.of(layer, Tensor.zeros(1, 2, 6, 6), Tensor.zeros(1, 1, 48, 60));
		assertEquals(new Lattice.Axis(6, 0.5, 8, 48), lattice.vertical());
		assertEquals(new Lattice.Axis(6, 5, 10, 60), lattice.horizontal());
	}

	@Test
	void stopsWhenItIsToldTo() {
		final Progress stop = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				// nobody is watching
			}

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		final Tensor image = noise(8, 1, 8, 8);
		assertThrows(CancelledException.class, () -> new JointBilateral(1).enlarge(noise(9, 1, 2, 2), Lattice.even(2, 2, image), image, stop));
	}

	private static Tensor constant(final float value, final int height, final int width) {
		final float[] values = new float[height * width];
		Arrays.fill(values, value);
		return Tensor.of(values, 1, 1, height, width);
	}

	private static Tensor noise(final long seed, final int channels, final int height, final int width) {
		final Random random = new Random(seed);
		final float[] values = new float[channels * height * width];
		for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
		return Tensor.of(values, 1, channels, height, width);
	}
}
