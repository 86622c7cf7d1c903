package org.fovea.attribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.golden.Maps;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods that cover parts of the input: against Captum, closed forms and planted objects. */
class MaskingTest {

	/** Adds up the pixels with a weight of its own each: covering takes exactly the covered pixels' part away. */
	private static Scorer linear(final float[] weights) {
		return (network, batch) -> {
			final double[] scores = new double[batch.size(0)];
			for (int i = 0; i < batch.length(); i++) scores[i / weights.length] += weights[i % weights.length] * batch.data()[i];
			return scores;
		};
	}

	@ParameterizedTest
	@CsvSource({ "gap,traced,1", "gap,scripted,5", "gap,frozen,7", "residual,traced,3", "residual,scripted,64", "residual,frozen,16" })
	void occlusionEqualsCaptumWhateverTheBatch(final String name, final String form, final int batch) {
		final Golden golden = Golden.of(name);
		final double[] expected = Maps.of(name).occlusion();
		final Tensor cover = constant(golden.input(), 0.25f);
		try (Network network = Network.open(golden.archive(form))) {
			final Heatmap map = new Occlusion(4, 2, batch, Occlusion.Quantity.DROP).map(network, Scorer.of(Target.logit(golden.target())), golden
				.input(), cover, Progress.NONE);
			final double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
			for (int p = 0; p < expected.length; p++) assertEquals(expected[p], map.values()[p], 1e-5 * largest);
		}
	}

	@ParameterizedTest
	@CsvSource({ "3,2,7,5", "4,3,9,10", "5,5,5,5", "1,1,4,3", "7,6,11,9" })
	void occlusionOfALinearScoreHasAClosedForm(final int window, final int stride, final int width, final int height) {
		final float[] weights = new float[width * height];
		final float[] pixels = new float[width * height];
		for (int i = 0; i < weights.length; i++) {
			weights[i] = (i * 7 % 11) - 5;
			pixels[i] = (i * 5 % 13) / 3f;
		}
		final Tensor input = Tensor.of(pixels, 1, 1, height, width);
		final Heatmap map = new Occlusion(window, stride, 3, Occlusion.Quantity.DROP).map(null, linear(weights), input, constant(input, 0.5f),
			Progress.NONE);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				double sum = 0;
				int count = 0;
				for (int top = 0; top <= height - window; top++) {
					for (int left = 0; left <= width - window; left++) {
						final boolean isWindow = (top % stride == 0 || top == height - window) && (left % stride == 0 || left == width - window);
						if (!isWindow || y < top || y >= top + window || x < left || x >= left + window) continue;
						count++;
						for (int v = top; v < top + window; v++) {
							for (int u = left; u < left + window; u++) sum += weights[v * width + u] * (pixels[v * width + u] - 0.5);
						}
					}
				}
				assertTrue(count > 0);
				assertEquals(sum / count, map.values()[y * width + x], 1e-4);
			}
		}
	}

	/** Batches and crops of another size are rounded differently. */
	@ParameterizedTest
	@CsvSource({ "one-channel,1", "gap,3", "residual,3", "unet,1" })
	void whatOnlyRoundingChangesIsNoEvidence(final String name, final int channels) {
		try (Network network = Network.open(Golden.of(name).archive("traced"))) {
			for (final float value : new float[] { 0, 0.5f, 30 }) {
				for (final int side : new int[] { 32, 64 }) {
					for (int k = 0; k < 3; k++) {
						final Scorer scorer = Scorer.of(Target.logit(k));
						final Tensor input = constant(Tensor.zeros(1, channels, side, side), value);
						final Heatmap same = new Occlusion(side / 8, side / 16, 32, Occlusion.Quantity.DROP).map(network, scorer, input, input,
							Progress.NONE);
						assertArrayEquals(new float[side * side], same.values(), name + " " + value + " " + side + " " + k);
						if (value != 0) continue;
						assertArrayEquals(new float[side * side], new Rise(50, 7, 1, 32).map(network, scorer, input, Progress.NONE).values());
					}
				}
			}
		}
	}

	@Test
	void whatIsSmallButNoRoundingStays() {
		final Tensor input = Tensor.of(new float[] { 1000, 0.01f, 1, 1 }, 1, 1, 2, 2);
		final float[] drops = new Occlusion(1, 1, 4, Occlusion.Quantity.DROP).map(null, linear(new float[] { 1, 1, 1, 0.0001f }), input, Tensor
			.zeros(1, 1, 2, 2), Progress.NONE).values();
		assertArrayEquals(new float[] { 1000, 0.01f, 1, 0 }, drops, 1e-4f);
		assertEquals(0, drops[3]);
	}

	@Test
	void occlusionDrawsTheScoreItselfWhereAsked() {
		final Tensor input = Tensor.of(new float[] { 1, 2, 3, 4 }, 1, 1, 2, 2);
		final Heatmap map = new Occlusion(1, 1, 4, Occlusion.Quantity.SCORE).map(null, linear(new float[] { 1, 1, 1, 1 }), input, Tensor.zeros(1,
			1, 2, 2), Progress.NONE);
		assertArrayEquals(new float[] { 9, 8, 7, 6 }, map.values());
		assertFalse(map.isSigned());
	}

	/** What no window covers was not measured, and would look as if it did not matter. */
	@Test
	void stridesThatLeavePixelsOutAreRefused() {
		final Tensor input = Tensor.zeros(1, 1, 16, 16);
		final FoveaException refusal = assertThrows(FoveaException.class, () -> new Occlusion(4, 8, 1, Occlusion.Quantity.SCORE).map(null, linear(
			new float[256]), input, input, Progress.NONE));
		assertTrue(refusal.getMessage().contains("at most the window"), refusal::getMessage);
		new Occlusion(4, 4, 1, Occlusion.Quantity.SCORE).map(null, linear(new float[256]), input, input, Progress.NONE);
	}

	@Test
	void windowsLargerThanTheImageAreRefused() {
		final Tensor input = Tensor.zeros(1, 1, 4, 9);
		final FoveaException refusal = assertThrows(FoveaException.class, () -> new Occlusion(5, 1, 1, Occlusion.Quantity.DROP).map(null, linear(
			new float[36]), input, input, Progress.NONE));
		assertTrue(refusal.getMessage().contains("9×4"), refusal::getMessage);
	}

	@Test
	void riseFindsThePlantedObject() {
		final int side = 28;
		final float[] weights = new float[side * side];
		for (int y = 4; y < 9; y++) {
			for (int x = 17; x < 23; x++) weights[y * side + x] = 1;
		}
		final Tensor input = constant(Tensor.zeros(1, 1, side, side), 1);
		final Heatmap map = new Rise(1500, 7, 1, 50).map(null, linear(weights), input, Progress.NONE);
		int best = 0;
		for (int p = 0; p < map.values().length; p++) if (map.values()[p] > map.values()[best]) best = p;
		assertEquals(1, weights[best], "the peak lies at " + best % side + "," + best / side);
		double far = 0;
		for (int y = 18; y < side; y++) for (int x = 0; x < 10; x++) far += map.values()[y * side + x] / 100;
		assertEquals(0, far, 0.2 * map.max());
	}

	@Test
	void masksEqualNumpy() throws IOException {
		int checked = 0;
		for (final JsonElement element : golden().getAsJsonArray("masks")) {
			final JsonObject mask = element.getAsJsonObject();
			final int cells = mask.get("cells").getAsInt();
			assertArrayEquals(floats(mask.get("mask")), Rise.mask(new Heatmap(cells, cells, floats(mask.get("grid")), false), mask.get("dx").getAsInt(),
				mask.get("dy").getAsInt(), mask.get("width").getAsInt(), mask.get("height").getAsInt()), 1e-6f);
			checked++;
		}
		assertEquals(3, checked);
	}

	/** The score of an image of ones sees the masks themselves: each is a grid of its own, shifted by up to a cell less a pixel. */
	@Test
	void everyMaskIsShiftedByChance() {
		final int cells = 3;
		final int width = 10;
		final int height = 7;
		final List<float[]> masks = new ArrayList<>();
		new Rise(60, cells, 9, 7).map(null, (network, batch) -> {
			for (int n = 0; n < batch.size(0); n++) masks.add(batch.slice(n).data());
			return new double[batch.size(0)];
		}, constant(Tensor.zeros(1, 1, height, width), 1), Progress.NONE);
		final SplittableRandom random = new SplittableRandom(9);
		final Set<List<Integer>> shifts = new HashSet<>();
		for (final float[] mask : masks) {
			final float[] grid = new float[cells * cells];
			for (int i = 0; i < grid.length; i++) grid[i] = random.nextDouble() < 0.5 ? 1 : 0;
			final int dx = random.nextInt(4);
			final int dy = random.nextInt(3);
			shifts.add(List.of(dx, dy));
			assertArrayEquals(Rise.mask(new Heatmap(cells, cells, grid, false), dx, dy, width, height), mask);
		}
		assertEquals(60, masks.size());
		assertEquals(12, shifts.size());
	}

	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted", "frozen" })
	void riseDependsOnItsSeedButNotOnItsBatch(final String form) {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive(form))) {
			final Scorer scorer = Scorer.of(Target.logit(golden.target()));
			final float[] one = new Rise(20, 4, 5, 20).map(network, scorer, golden.input(), Progress.NONE).values();
			final float[] two = new Rise(20, 4, 5, 3).map(network, scorer, golden.input(), Progress.NONE).values();
			final float[] other = new Rise(20, 4, 6, 20).map(network, scorer, golden.input(), Progress.NONE).values();
			assertArrayEquals(one, two, 1e-6f);
			assertFalse(Arrays.equals(one, other));
		}
	}

	@Test
	void bothStopWhenAsked() {
		final Progress cancelled = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				throw new AssertionError("went on");
			}

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		final Tensor input = Tensor.zeros(1, 1, 8, 8);
		final Scorer scorer = linear(new float[64]);
		assertThrows(CancelledException.class, () -> new Rise(10, 2, 1, 5).map(null, scorer, input, cancelled));
		assertThrows(CancelledException.class, () -> new Occlusion(2, 1, 5, Occlusion.Quantity.DROP).map(null, scorer, input, input, cancelled));
	}

	private static JsonObject golden() throws IOException {
		try (Reader reader = new InputStreamReader(MaskingTest.class.getResourceAsStream("/masked-maps.json"), StandardCharsets.UTF_8)) {
			return JsonParser.parseReader(reader).getAsJsonObject();
		}
	}

	private static float[] floats(final JsonElement array) {
		final float[] numbers = new float[array.getAsJsonArray().size()];
		for (int i = 0; i < numbers.length; i++) numbers[i] = array.getAsJsonArray().get(i).getAsFloat();
		return numbers;
	}

	private static Tensor constant(final Tensor like, final float value) {
		final float[] data = new float[like.length()];
		Arrays.fill(data, value);
		return Tensor.of(data, like.shape());
	}
}
