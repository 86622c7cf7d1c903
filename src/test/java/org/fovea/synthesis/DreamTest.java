package org.fovea.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dreams and inversions: what they start from, that they rise, and where they must end. */
class DreamTest {

	private static final PixelRange RANGE = PixelRange.grey(-1, 1, 3);

	private static Network gap;

	@BeforeAll
	static void open() {
		gap = Network.open(Golden.of("gap").archive("traced"));
	}

	@AfterAll
	static void close() {
		gap.close();
	}

	private static final DeepDream.Scenery SCENERY = new DeepDream.Scenery() {

		@Override
		public Tensor resize(final Tensor pixels, final int width, final int height) {
			final Tensor result = Tensor.zeros(1, pixels.size(1), height, width);
			for (int c = 0; c < pixels.size(1); c++) {
				final int plane = pixels.size(2) * pixels.size(3);
				final float[] values = Arrays.copyOfRange(pixels.data(), c * plane, (c + 1) * plane);
				final Heatmap map = new Heatmap(pixels.size(3), pixels.size(2), values, true).resize(width, height);
				System.arraycopy(map.values(), 0, result.data(), c * width * height, width * height);
			}
			return result;
		}

		@Override
		public Prepared prepare(final Tensor pixels) {
			return Preparation.NONE.prepare(pixels);
		}
	};

	@Test
	void noStepsAreTheImageItself() {
		final Tensor image = Golden.formula(1, 1, 3, 21, 27);
		final DeepDream.Dream dream = new DeepDream(gap, SCENERY, RANGE, 3, 1.5, 0, 0.1, 4).dream(image, new Energy("features.4"), 1, Progress.NONE,
			Ascent.Watcher.NONE);
		assertArrayEquals(image.data(), dream.pixels().data());
	}

	@ParameterizedTest
	@CsvSource({ "1,0", "4,0", "4,3" })
	void theObjectiveRisesAtEverySize(final int octaves, final int jitter) {
		final Tensor image = Golden.formula(1, 1, 3, 31, 37);
		final DeepDream dreaming = new DeepDream(gap, SCENERY, RANGE, octaves, 1.4, 6, 0.1, jitter);
		final DeepDream.Dream dream = dreaming.dream(image, new Energy("features.4"), 1, Progress.NONE, Ascent.Watcher.NONE);
		assertEquals(octaves, dream.before().size());
		assertEquals(6 * octaves, dream.steps());
		for (int i = 0; i < octaves; i++) assertTrue(dream.after().get(i) > dream.before().get(i), i + ": " + dream);
		final double first = gap.run(Plan.FORWARD, new Energy("features.4"), image).values()[0];
		assertTrue(gap.run(Plan.FORWARD, new Energy("features.4"), dream.pixels()).values()[0] > first);
		assertArrayEquals(dream.pixels().data(), dreaming.dream(image, new Energy("features.4"), 1, Progress.NONE, Ascent.Watcher.NONE).pixels()
			.data());
	}

	/**
	 * Two sizes of one step each, by hand: before any ReLU the slope is the same for every picture. A step adds to v = pixel / deviation what has a mean
	 * magnitude of the rate; what the small size added is enlarged and added to the image at the large one.
	 */
	@Test
	void whatWasAddedAtASmallSizeIsCarriedToTheNext() {
		final double[] deviations = { 0.5, 1, 2 };
		final PixelRange range = new PixelRange(-10, 10, Arrays.stream(deviations).mapToObj(deviation -> new PixelRange.Channel(0, deviation)).toList());
		final Tensor image = Golden.formula(1, 1, 3, 8, 12);
		final Target unit = Target.unit("features.0", 3);
		final double rate = 0.2;
		final DeepDream.Dream dream = new DeepDream(gap, SCENERY, range, 2, 2, 1, rate, 0).dream(image, unit, 1, Progress.NONE, Ascent.Watcher.NONE);
		final Tensor small = step(unit, 4, 6, rate, deviations);
		final Tensor large = step(unit, 8, 12, rate, deviations);
		final Tensor carried = SCENERY.resize(small, 12, 8);
		for (int i = 0; i < image.length(); i++) {
			assertEquals(image.data()[i] + carried.data()[i] + large.data()[i], dream.pixels().data()[i], 1e-5);
		}
		final Tensor reduced = SCENERY.resize(image, 6, 4);
		assertEquals(score(unit, reduced), dream.before().get(0), 1e-4);
		assertEquals(score(unit, Slopes.moved(reduced, small, 1)), dream.after().get(0), 1e-4);
		assertEquals(score(unit, Slopes.moved(image, carried, 1)), dream.before().get(1), 1e-4);
		assertEquals(score(unit, dream.pixels()), dream.after().get(1), 1e-4);
	}

	private static Tensor step(final Target unit, final int height, final int width, final double rate, final double[] deviations) {
		final Tensor slope = gap.run(Plan.FORWARD.gradient(Network.INPUT), unit, Tensor.zeros(1, 3, height, width)).gradient(Network.INPUT);
		final double[] v = new double[slope.length()];
		for (int i = 0; i < v.length; i++) v[i] = slope.data()[i] * deviations[i / (height * width)];
		final double mean = Arrays.stream(v).map(Math::abs).average().orElseThrow();
		final Tensor step = Tensor.zeros(slope.shape());
		for (int i = 0; i < v.length; i++) step.data()[i] = (float) (deviations[i / (height * width)] * rate * v[i] / mean);
		return step;
	}

	private static double score(final Target target, final Tensor image) {
		return gap.run(Plan.FORWARD, target, image).values()[0];
	}

	/** The first layer has eight linear maps of three channels, so only one picture has them. */
	@Test
	void anInvertibleLayerGivesTheImageBack() {
		final Tensor image = Slopes.random(3, 0.3, 1, 3, 12, 12);
		final Tensor wanted = gap.run(Plan.FORWARD.tap("features.0"), image).activation("features.0");
		final Distance distance = new Distance("features.0", wanted);
		final Ascent.Summit summit = new Ascent(gap, Preparation.NONE, PixelRange.grey(-2, 2, 3), new PixelParametrization(), List.of(), List.of(),
			new Optimizer.Adam(0.02), 600).climb(List.of(distance), 1, new int[] { 3, 12, 12 }, Progress.NONE, Ascent.Watcher.NONE);
		assertTrue(-gap.run(Plan.FORWARD, distance, summit.pixels()).values()[0] < 1e-4);
		for (int i = 0; i < image.length(); i++) assertEquals(image.data()[i], summit.pixels().data()[i], 0.05);
	}

	@Test
	void theErrorOfDeepLayersFalls() {
		final Tensor wanted = gap.run(Plan.FORWARD.tap("features.4"), Golden.of("gap").input()).activation("features.4");
		final Ascent.Summit summit = new Ascent(gap, Preparation.NONE, RANGE, new FourierParametrization(16), List.of(new Variation(0.01), new AlphaNorm(
			0.01, 6, 3)), List.of(), new Optimizer.Adam(0.05), 80).climb(List.of(new Distance("features.4", wanted)), 1, new int[] { 3, 16, 16 },
				Progress.NONE, Ascent.Watcher.NONE);
		assertTrue(summit.objective().get(79)[0] > 0.3 * summit.objective().get(0)[0]);
	}

	@Test
	void distancesAreRelativeAndDifferentiated() {
		final Tensor wanted = Slopes.random(1, 1, 1, 4, 3, 3);
		final Tensor a = Slopes.random(2, 1, 2, 4, 3, 3);
		final Distance distance = new Distance("layer", wanted);
		final Tensor gradient = distance.evaluate(Map.of("layer", a)).gradients().get("layer");
		final Tensor direction = Slopes.random(3, 1, a.shape());
		assertEquals((sum(distance, Slopes.moved(a, direction, 1e-3)) - sum(distance, Slopes.moved(a, direction, -1e-3))) / 2e-3, Slopes.dot(gradient,
			direction), 1e-3);
		assertEquals(0, distance.evaluate(Map.of("layer", wanted)).values()[0]);
		assertEquals(-1, distance.evaluate(Map.of("layer", Tensor.zeros(1, 4, 3, 3))).values()[0], 1e-6);
	}

	@Test
	void largePixelsArePenalised() {
		final AlphaNorm norm = new AlphaNorm(2, 6, 3);
		final Tensor field = Tensor.of(new float[] { 0, 3, -3, 6 }, 1, 1, 2, 2);
		final float[] bent = norm.bend(field, Tensor.zeros(1, 1, 2, 2)).data();
		assertArrayEquals(new float[] { 0, -1, 1, -32 }, bent, 1e-5f);
	}

	private static double sum(final Distance distance, final Tensor a) {
		double sum = 0;
		for (final double value : distance.evaluate(Map.of("layer", a)).values()) sum += value;
		return sum;
	}
}
