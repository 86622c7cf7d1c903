package org.fovea.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.network.Network;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the network is shown of a picture, and what comes back. Numbers are those of Fel et al. 2023 and of the authors' own program (Xplique,
 * {@code features_visualizations/maco.py}): sides of mean 0.5 falling linearly to 0.05, deviation 0.05, not below 0.05; centres of deviation 0.15.
 */
class MacoTest {

	private static final int WIDTH = 64;
	private static final int HEIGHT = 48;
	private static final int CROP = 9;
	private static final PixelRange RANGE = PixelRange.grey(-1, 1, 5);

	private static Network five;

	@BeforeAll
	static void open() {
		five = Network.open(Golden.of("five-channels").archive("traced"));
	}

	@AfterAll
	static void close() {
		five.close();
	}

	/** Keeps what it is shown, and sends back what it is told to. */
	private record Recorder(List<Tensor> seen, UnaryOperator<Tensor> back) implements Preparation {

		@Override
		public Prepared prepare(final Tensor pixels) {
			seen.add(Tensor.of(pixels.data().clone(), pixels.shape()));
			return new Prepared(pixels, back);
		}
	}

	/** Waves once across the picture, two along x and two along y, by which a crop tells where it was cut out; the last channel is empty. */
	private static Phase waves() {
		final int columns = WIDTH / 2 + 1;
		final Tensor r = Tensor.zeros(1, 5, HEIGHT, columns);
		for (int c = 0; c < 2; c++) {
			r.data()[c * HEIGHT * columns + 1] = 1;
			r.data()[((2 + c) * HEIGHT + 1) * columns] = 1;
			r.data()[((2 + c) * HEIGHT + HEIGHT - 1) * columns] = 1;
		}
		return new Phase(r, WIDTH);
	}

	/** A crop, as shares of the picture. */
	private record Crop(double side, double centre) {}

	@Test
	void cropsShrinkAndLieWhereThePaperHasThem() {
		final int steps = 31;
		final int crops = 150;
		final List<Tensor> seen = new ArrayList<>();
		final Recorder still = new Recorder(seen, g -> Tensor.zeros(g.shape()));
		final Tensor picture = new Maco(five, still, RANGE, waves(), steps, crops, 0, CROP, CROP).make(List.of(Target.logit(1)), 3, Progress.NONE,
			Ascent.Watcher.NONE).summit().pixels();
		final Tensor field = Bound.SIGMOID.field(picture, RANGE);
		final List<Double> centres = new ArrayList<>();
		for (int step = 0; step < steps; step++) {
			final List<Crop> along = new ArrayList<>();
			final List<Crop> down = new ArrayList<>();
			final Tensor parts = Bound.SIGMOID.field(seen.get(step), RANGE);
			assertEquals(crops, parts.size(0));
			for (int n = 0; n < crops; n++) {
				along.add(crop(field, parts, n, true));
				down.add(crop(field, parts, n, false));
				assertEquals(along.get(n).side(), down.get(n).side(), 0.005);
				for (final Crop crop : List.of(along.get(n), down.get(n))) {
					assertTrue(crop.centre() - crop.side() / 2 > -0.01 && crop.centre() + crop.side() / 2 < 1.01, crop.toString());
				}
			}
			final double usual = 0.5 - 0.45 * step / (steps - 1);
			final double[] sides = along.stream().mapToDouble(Crop::side).toArray();
			assertTrue(Arrays.stream(sides).min().orElseThrow() > 0.049);
			if (usual > 0.2) {
				assertEquals(usual, mean(sides), 4 * 0.05 / Math.sqrt(crops));
				assertEquals(0.05, deviation(sides), 4 * 0.05 / Math.sqrt(2 * crops));
			}
			if (step == steps - 1) {
				// Half of them are cut off at 0.05, the others have half a normal distribution.
				assertEquals(0.05 + 0.05 / Math.sqrt(2 * Math.PI), mean(sides), 0.01);
				assertEquals(0.5, Arrays.stream(sides).filter(side -> side < 0.052).count() / (double) crops, 0.17);
			}
			if (usual < 0.2) {
				along.forEach(crop -> centres.add(crop.centre()));
				down.forEach(crop -> centres.add(crop.centre()));
			}
		}
		final double[] all = centres.stream().mapToDouble(c -> c).toArray();
		assertTrue(all.length > 2000);
		assertEquals(0.5, mean(all), 0.02);
		assertEquals(0.15, deviation(all), 0.01);
	}

	/** From the phases of two waves at each of a crop's pixels. */
	private static Crop crop(final Tensor picture, final Tensor crops, final int n, final boolean isAlong) {
		final int size = isAlong ? WIDTH : HEIGHT;
		final int c = isAlong ? 0 : 2;
		final double[] first = wave(picture, c, isAlong);
		final double[] second = wave(picture, c + 1, isAlong);
		final double determinant = first[0] * second[1] - first[1] * second[0];
		assertTrue(Math.abs(determinant) > 0.3, "waves too much alike");
		final double[] places = new double[CROP];
		for (int i = 0; i < CROP; i++) {
			final double a = isAlong ? crops.at(n, c, 4, i) : crops.at(n, c, i, 4);
			final double b = isAlong ? crops.at(n, c + 1, 4, i) : crops.at(n, c + 1, i, 4);
			final double place = size / (2 * Math.PI) * Math.atan2((first[0] * b - second[0] * a) / determinant, (second[1] * a - first[1] * b) /
				determinant);
			places[i] = i == 0 ? place : place + size * Math.rint((places[i - 1] - place) / size);
		}
		// The outermost pixels may look beyond the picture's edge, which is mirrored.
		final double side = (places[CROP - 3] - places[2]) / (CROP - 5) * CROP / size;
		final double centre = (places[(CROP - 1) / 2] + 0.5) / size;
		return new Crop(side, centre - Math.floor(centre));
	}

	/** p and q of p cos + q sin. */
	private static double[] wave(final Tensor picture, final int c, final boolean isAlong) {
		final int size = isAlong ? WIDTH : HEIGHT;
		final double[] wave = new double[2];
		for (int i = 0; i < size; i++) {
			final double value = isAlong ? picture.at(0, c, 0, i) : picture.at(0, c, i, 0);
			wave[0] += 2. / size * value * Math.cos(2 * Math.PI * i / size);
			wave[1] += 2. / size * value * Math.sin(2 * Math.PI * i / size);
		}
		return wave;
	}

	/** A picture without any frequency is of one value, so all that its crops hold is noise: a share of half the range, another one in every crop. */
	@Test
	void cropsAreNoisy() {
		final PixelRange wide = PixelRange.grey(-4, 2, 5);
		final List<Tensor> seen = new ArrayList<>();
		final Phase empty = new Phase(Tensor.zeros(1, 5, HEIGHT, WIDTH / 2 + 1), WIDTH);
		new Maco(five, new Recorder(seen, g -> Tensor.zeros(g.shape())), wide, empty, 2, 20, 0.08, CROP, CROP).make(List.of(Target.logit(1)), 3,
			Progress.NONE, Ascent.Watcher.NONE);
		assertEquals(2, seen.size());
		final double[] values = new double[2 * seen.get(0).length()];
		for (int i = 0; i < values.length; i++) values[i] = seen.get(i % 2).data()[i / 2];
		assertEquals(-1, mean(values), 0.02);
		assertEquals(0.08 * 3, deviation(values), 0.01);
		final int crop = 5 * CROP * CROP;
		for (int i = 0; i < crop; i++) assertTrue(seen.get(0).data()[i] != seen.get(0).data()[crop + i] && seen.get(0).data()[i] != seen.get(1).data()[i]);
	}

	/**
	 * A slope of 1 in all pixels of a crop reaches the picture with the sum of the crop's pixels, since every one of them is a mean of the picture's. Its
	 * sign changes from step to step and from channel to channel, so that only magnitudes add up; of two crops it is the mean.
	 */
	@Test
	void transparencyIsTheSumOfMagnitudes() {
		final int steps = 6;
		final List<Tensor> seen = new ArrayList<>();
		final Recorder planted = new Recorder(seen, g -> {
			final Tensor back = Tensor.zeros(g.shape());
			for (int i = 0; i < back.length(); i++) back.data()[i] = (i / (CROP * CROP) % 5 + seen.size()) % 2 == 0 ? 1 : -1;
			return back;
		});
		final Tensor transparency = new Maco(five, planted, RANGE, waves(), steps, 2, 0.1, CROP, CROP).make(List.of(Target.logit(1)), 3, Progress.NONE,
			Ascent.Watcher.NONE).transparency();
		assertArrayEquals(new int[] { 1, 1, HEIGHT, WIDTH }, transparency.shape());
		double sum = 0;
		for (final float value : transparency.data()) sum += value;
		assertEquals(steps * 5 * CROP * CROP, sum, 1e-3 * sum);
	}

	private static double mean(final double[] values) {
		return Arrays.stream(values).average().orElseThrow();
	}

	private static double deviation(final double[] values) {
		final double mean = mean(values);
		return Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow());
	}
}
