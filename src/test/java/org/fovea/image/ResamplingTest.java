package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;

/** Against PyTorch's antialiased bilinear interpolation and reflection padding (src/test/python/resampling.py). */
class ResamplingTest {

	@Test
	void resizesAsPyTorchDoes() throws IOException {
		final List<String[]> golden = golden("resize");
		assertEquals(6, golden.size());
		for (final String[] words : golden) {
			final Tensor expected = tensor(words);
			final Tensor result = Resampling.resize(input(), expected.size(3), expected.size(2));
			assertArrayEquals(expected.shape(), result.shape());
			assertArrayEquals(expected.data(), result.data(), 1e-3f, Arrays.toString(expected.shape()));
		}
	}

	@Test
	void mirrorsAsPyTorchDoes() throws IOException {
		final Tensor expected = tensor(golden("reflect").get(0));
		assertArrayEquals(expected.data(), Resampling.reflect(input(), expected.size(3), expected.size(2)).data());
	}

	@Test
	void mirrorsMoreThanOnceWhereTheImageIsSmall() {
		final Tensor line = Tensor.of(new float[] { 1, 2, 3 }, 1, 1, 1, 3);
		assertArrayEquals(new float[] { 1, 2, 3, 2, 1, 2, 3, 2 }, Resampling.reflect(line, 8, 1).data());
		assertArrayEquals(new float[] { 7, 7, 7, 7 }, Resampling.reflect(Tensor.of(new float[] { 7 }, 1, 1, 1, 1), 2, 2).data());
	}

	@Test
	void leavesAnImageOfTheRightSizeAlone() throws IOException {
		final Tensor input = input();
		assertSame(input, Resampling.resize(input, 7, 9));
	}

	@Test
	void averagesFineStructureInsteadOfAliasingIt() {
		final float[] stripes = new float[64 * 64];
		for (int i = 0; i < stripes.length; i++) stripes[i] = i % 2;
		final Tensor grey = Resampling.resize(Tensor.of(stripes, 1, 1, 64, 64), 16, 16);
		for (int x = 1; x < 15; x++) assertEquals(0.5, grey.at(0, 0, 8, x), 1e-6);
	}

	private static Tensor input() throws IOException {
		return tensor(golden("input").get(0));
	}

	private static List<String[]> golden(final String name) throws IOException {
		try (InputStream in = ResamplingTest.class.getResourceAsStream("resampling.txt")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split(" ")).filter(w -> w[0].equals(name)).toList();
		}
	}

	private static Tensor tensor(final String[] words) {
		final float[] values = new float[words.length - 4];
		for (int i = 0; i < values.length; i++) values[i] = Float.parseFloat(words[i + 4]);
		return Tensor.of(values, 1, Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
	}
}
