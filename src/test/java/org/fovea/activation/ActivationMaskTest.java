package org.fovea.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against sorting, and against masks whose share is known. */
class ActivationMaskTest {

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1 })
	void quantilesAreThoseOfASort(final double q) {
		final Random random = new Random(7);
		final List<Heatmap> maps = Stream.generate(() -> map(random, 37, 23)).limit(5).toList();
		final float[] sorted = new float[5 * 37 * 23];
		for (int i = 0; i < 5; i++) System.arraycopy(maps.get(i).values(), 0, sorted, i * 37 * 23, 37 * 23);
		Arrays.sort(sorted);
		final float expected = sorted[Math.max(0, (int) Math.ceil(q * sorted.length - 1e-9) - 1)];
		assertEquals(expected, (float) ActivationMask.quantile(q).threshold(maps::stream));
	}

	/** Of distinct values, a share of 1 − q is masked. */
	@ParameterizedTest
	@ValueSource(doubles = { 0.1, 0.5, 0.75, 0.9, 0.99, 0.995 })
	void theMaskedShareIsOneMinusTheQuantile(final double q) {
		final Random random = new Random(3);
		final List<Heatmap> maps = List.of(map(random, 100, 50), map(random, 100, 50));
		final double threshold = ActivationMask.quantile(q).threshold(maps::stream);
		double masked = 0;
		for (final Heatmap map : maps) {
			for (final float value : ActivationMask.mask(map, threshold).values()) masked += value;
		}
		assertEquals(1 - q, masked / 10_000, 1e-4);
	}

	@Test
	void valuesThatAreEqualAreMaskedTogetherOrNotAtAll() {
		final Heatmap map = new Heatmap(5, 2, new float[] { 0, 0, 0, 0, 0, 3, 3, 3, 4, -0f }, false);
		assertEquals(0, ActivationMask.quantile(0.5).threshold(() -> Stream.of(map)));
		assertEquals(4, masked(map, ActivationMask.quantile(0.5)));
		assertEquals(1, masked(map, ActivationMask.quantile(0.85)));
		assertEquals(0, masked(map, ActivationMask.quantile(0.99)));
	}

	@ParameterizedTest
	@ValueSource(floats = { 0, 2.5f, -1 })
	void constantMapsHaveAnEmptyMask(final float value) {
		final float[] values = new float[12];
		Arrays.fill(values, value);
		assertEquals(0, masked(new Heatmap(4, 3, values, value < 0), ActivationMask.quantile(0.5)));
	}

	@Test
	void aPlantIsFoundAtAnyThresholdBelowIt() {
		final float[] values = new float[64];
		values[27] = 2;
		values[28] = 3;
		final Heatmap map = new Heatmap(8, 8, values, false);
		final double threshold = ActivationMask.above(1.5).threshold(() -> Stream.of(map));
		assertEquals(1.5, threshold);
		final float[] mask = ActivationMask.mask(map, threshold).values();
		for (int i = 0; i < 64; i++) assertEquals(i == 27 || i == 28 ? 1 : 0, mask[i]);
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.1, Double.NaN })
	void refusesWhatIsNoQuantile(final double q) {
		assertThrows(FoveaException.class, () -> ActivationMask.quantile(q));
	}

	private static int masked(final Heatmap map, final ActivationMask technique) {
		int masked = 0;
		for (final float value : ActivationMask.mask(map, technique.threshold(() -> Stream.of(map))).values()) masked += value;
		return masked;
	}

	private static Heatmap map(final Random random, final int width, final int height) {
		final float[] values = new float[width * height];
		for (int i = 0; i < values.length; i++) values[i] = (float) (random.nextGaussian() * Math.exp(6 * random.nextGaussian()));
		return new Heatmap(width, height, values, true);
	}
}
