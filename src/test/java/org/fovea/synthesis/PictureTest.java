package org.fovea.synthesis;

import static org.fovea.synthesis.Slopes.assertPullsBack;
import static org.fovea.synthesis.Slopes.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.fovea.network.Tensor;
import org.fovea.synthesis.PixelRange.Channel;
import org.fovea.synthesis.Transformation.Motion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Every piece between parameters and network: values, inverses, and derivatives against differences. */
class PictureTest {

	private static final PixelRange RANGE = new PixelRange(0, 255, List.of(new Channel(188, 16), new Channel(177, 26), new Channel(182, 19)));

	@ParameterizedTest
	@CsvSource({ "8,6,3", "7,5,3", "6,9,1", "9,7,5", "1,3,2" })
	void fourierParametersDescribeEveryField(final int width, final int height, final int channels) {
		final FourierParametrization fourier = new FourierParametrization(width);
		final Tensor field = random(1, 1, 2, channels, height, width);
		assertArrayEquals(field.data(), fourier.field(fourier.parameters(field)).data(), 1e-4f);
		final Tensor theta = random(2, 1, fourier.noise(new Random(3), 2, channels, height, width).shape());
		assertPullsBack(fourier::field, theta, field, fourier.pullBack(field), 0.5, 1e-3);
	}

	@Test
	void equalStepsOfParametersAreLargeAtLowFrequencies() {
		final FourierParametrization fourier = new FourierParametrization(16);
		final double[] lengths = new double[9];
		for (int u = 0; u < lengths.length; u++) {
			final Tensor theta = Tensor.zeros(1, 1, 16, 9, 2);
			theta.data()[2 * u] = 1;
			lengths[u] = Math.sqrt(Slopes.dot(fourier.field(theta), fourier.field(theta)));
		}
		for (int u = 2; u < 8; u++) assertEquals(lengths[1] / u, lengths[u], 1e-4 * lengths[1]);
	}

	@Test
	void coloursAreDecorrelatedForThreeChannelsOnly() {
		final Tensor axes = Tensor.zeros(1, 3, 1, 3);
		for (int axis = 0; axis < 3; axis++) axes.data()[axis * 3 + axis] = 1;
		final Tensor colours = Colours.mixed(axes);
		final float r = colours.at(0, 0, 0, 0);
		assertArrayEquals(new float[] { r, r, r }, new float[] { r, colours.at(0, 1, 0, 0), colours.at(0, 2, 0, 0) });
		assertEquals(0, colours.at(0, 1, 0, 1));
		assertEquals(0, colours.at(0, 0, 0, 2) + colours.at(0, 1, 0, 2) + colours.at(0, 2, 0, 2), 1e-7);
		assertArrayEquals(axes.data(), Colours.separated(colours).data(), 1e-6f);
		final Tensor five = random(1, 1, 2, 5, 3, 3);
		assertArrayEquals(five.data(), Colours.mixed(five).data());
	}

	/**
	 * {@code color_correlation_svd_sqrt} of lucid ({@code lucid/optvis/param/color.py}, Google 2018), the square root of the covariance of the colours
	 * of ImageNet as it is printed there, to two digits: rows are red, green and blue, columns the axes. Lucid divides it by its longest column.
	 */
	private static final double[][] LUCID = { { 0.26, 0.09, 0.02 }, { 0.27, 0, -0.05 }, { 0.27, -0.09, 0.03 } };

	@Test
	void coloursVaryAsThoseOfPhotographs() {
		final double longest = Math.sqrt(0.26 * 0.26 + 0.27 * 0.27 + 0.27 * 0.27);
		for (int axis = 0; axis < 3; axis++) {
			final Tensor one = Tensor.zeros(1, 3, 1, 1);
			one.data()[axis] = 1;
			for (int c = 0; c < 3; c++) assertEquals(LUCID[c][axis], longest * Colours.mixed(one).data()[c], 0.0075, c + " along " + axis);
		}
	}

	@ParameterizedTest
	@EnumSource(Bound.class)
	void pixelsStayInTheirRange(final Bound bound) {
		final Tensor huge = random(1, 1e4, 2, 3, 5, 4);
		for (final float pixel : bound.pixels(huge, RANGE).data()) assertTrue(pixel >= 0 && pixel <= 255);
		final Tensor empty = bound.pixels(Tensor.zeros(1, 3, 2, 2), RANGE);
		assertArrayEquals(new float[] { 188, 177, 182 }, new float[] { empty.at(0, 0, 0, 0), empty.at(0, 1, 1, 0), empty.at(0, 2, 1, 1) }, 1e-4f);
		final Tensor field = random(2, 1, 2, 3, 5, 4);
		assertArrayEquals(field.data(), bound.field(bound.pixels(field, RANGE), RANGE).data(), 1e-4f);
		final Tensor gradient = random(3, 1, 2, 3, 5, 4);
		assertPullsBack(v -> bound.pixels(v, RANGE), field, gradient, bound.pullBack(bound.pixels(field, RANGE), gradient, RANGE), 1e-2, 1e-2);
	}

	@ParameterizedTest
	@CsvSource({ "8,6", "7,5", "1,4" })
	void motionsArePulledBack(final int width, final int height) {
		final Tensor picture = random(1, 1, 2, 3, height, width);
		final Tensor gradient = random(2, 1, 2, 3, height, width);
		final Random random = new Random(4);
		for (final Transformation transformation : List.of(new Transformation.Jitter(9), new Transformation.Zoom(0.3), new Transformation.Rotation(
			40)))
		{
			final Warp warp = new Warp(transformation.draw(random), width, height);
			assertPullsBack(warp::apply, picture, gradient, warp.pullBack(gradient), 0.5, 1e-4);
		}
		assertArrayEquals(picture.data(), new Warp(Motion.NONE, width, height).apply(picture).data());
	}

	@Test
	void jitterMovesWholePixelsAndMirrorsWhatIsBeyondTheEdge() {
		final Tensor row = Tensor.of(new float[] { 1, 2, 3, 4 }, 1, 1, 1, 4);
		assertArrayEquals(new float[] { 3, 4, 3, 2 }, new Warp(new Motion(1, 0, 0, 1, 2, 0), 4, 1).apply(row).data());
		assertArrayEquals(new float[] { 2, 1, 2, 3 }, new Warp(new Motion(1, 0, 0, 1, -1, 0), 4, 1).apply(row).data());
		assertArrayEquals(row.data(), new Warp(new Motion(1, 0, 0, 1, 6, 0), 4, 1).apply(row).data());
	}

	@Test
	void motionsCombineAsTheyFollowEachOther() {
		final Random random = new Random(1);
		final Motion first = new Transformation.Rotation(30).draw(random);
		final Motion second = new Transformation.Zoom(0.2).draw(random).then(new Transformation.Jitter(3).draw(random));
		final Tensor smooth = Tensor.zeros(1, 1, 64, 64);
		for (int i = 0; i < smooth.length(); i++) smooth.data()[i] = (float) Math.sin(i % 64 / 9. + i / 64 / 14.);
		final Tensor once = new Warp(first.then(second), 64, 64).apply(smooth);
		final Tensor twice = new Warp(second, 64, 64).apply(new Warp(first, 64, 64).apply(smooth));
		for (int y = 24; y < 40; y++) {
			for (int x = 24; x < 40; x++) assertEquals(once.at(0, 0, y, x), twice.at(0, 0, y, x), 0.01);
		}
		final Motion quarter = new Motion(0, 1, -1, 0, 0, 0);
		final Tensor square = Tensor.of(new float[] { 1, 2, 3, 4 }, 1, 1, 2, 2);
		assertArrayEquals(new float[] { 4, 3, 2, 1 }, new Warp(quarter.then(quarter), 2, 2).apply(square).data());
	}

	@ParameterizedTest
	@CsvSource({ "8,6", "1,5", "7,1" })
	void variationIsPenalisedByItsDerivative(final int width, final int height) {
		final Variation variation = new Variation(3);
		final Tensor field = random(1, 1, 2, 3, height, width);
		final Tensor slope = variation.bend(field, Tensor.zeros(field.shape()));
		final double step = 1e-2;
		final Tensor direction = random(2, 1, field.shape());
		final double difference = (variation.of(Slopes.moved(field, direction, step)) - variation.of(Slopes.moved(field, direction, -step))) / (2 *
			step);
		assertEquals(-difference, Slopes.dot(slope, direction), 5e-3 * Math.max(1, Math.abs(difference)));
	}

	@Test
	void blurKeepsMeansAndTakesOutCheckerboards() {
		final Tensor field = Tensor.zeros(1, 2, 9, 11);
		Arrays.fill(field.data(), 0, 99, 3);
		for (int i = 99; i < 198; i++) field.data()[i] = i % 2 == 0 ? 1 : -1;
		final Tensor blurred = new Blur(1.5, 4).shrink(field, field);
		for (int i = 0; i < 99; i++) assertEquals(3, blurred.data()[i], 1e-5);
		for (int i = 99; i < 198; i++) assertEquals(0, blurred.data()[i], 0.02);
		assertTrue(new Blur(1, 4).isDue(8) && !new Blur(1, 4).isDue(9) && !new Blur(0, 4).isDue(8));
	}

	/** A Gaussian of the wanted width: sum 1, variance σ² along x and along y, none across, and at σ what e^−½ leaves of its peak. */
	@ParameterizedTest
	@ValueSource(doubles = { 1, 2, 3.5 })
	void aBlurredPointIsAGaussian(final double sigma) {
		final Tensor point = Tensor.zeros(1, 1, 61, 61);
		point.data()[30 * 61 + 30] = 1;
		final Tensor blurred = new Blur(sigma, 1).shrink(point, point);
		double sum = 0;
		double xx = 0;
		double yy = 0;
		double xy = 0;
		for (int i = 0; i < blurred.length(); i++) {
			final double v = blurred.data()[i];
			final int x = i % 61 - 30;
			final int y = i / 61 - 30;
			sum += v;
			xx += v * x * x;
			yy += v * y * y;
			xy += v * x * y;
		}
		assertEquals(1, sum, 1e-5);
		assertEquals(sigma * sigma, xx, 0.01 * sigma * sigma);
		assertEquals(sigma * sigma, yy, 0.01 * sigma * sigma);
		assertEquals(0, xy, 1e-5);
		assertEquals(Math.exp(-2 / (sigma * sigma)), blurred.at(0, 0, 30, 32) / blurred.at(0, 0, 30, 30), 1e-5);
	}

	@Test
	void clippedPixelsAreThoseThatMatterLeast() {
		final Tensor field = Tensor.of(new float[] { 1, -2, 3, 4, 0, 0, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0 }, 2, 2, 1, 4);
		assertArrayEquals(new float[] { 0, 0, 3, 4, 0, 0, 3, 4, 0, 0, 7, 8, 0, 0, 0, 0 }, new Clip(Clip.Measure.NORM, 0.5).shrink(field, field)
			.data());
		final Tensor gradient = Tensor.of(new float[] { 9, 5, 0, 0, 0, 0, 1, -0.5f, 1, 1, 1, 1, 9, 9, 9, 9 }, 2, 2, 1, 4);
		assertArrayEquals(new float[] { 1, -2, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8, 0, 0, 0, 0 }, new Clip(Clip.Measure.CONTRIBUTION, 0.5).shrink(field,
			gradient).data());
		for (final float value : new Clip(Clip.Measure.NORM, 1).shrink(field, field).data()) assertEquals(0, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "adam", "nadam", "sgd" })
	void optimizersEqualPyTorchs(final String name) throws IOException {
		final Optimizer optimizer = switch (name) {
			case "adam" -> new Optimizer.Adam(0.05);
			case "nadam" -> new Optimizer.NAdam(0.05);
			default -> new Optimizer.Sgd(0.05);
		};
		final float[] w = { 1, -2, 0.5f, 3 };
		final float[] x = { 0.1f, -0.2f, 0.3f, 0.4f };
		final Optimizer.Climber climber = optimizer.start(4);
		for (int step = 0; step < 10; step++) {
			final float[] gradient = new float[4];
			for (int i = 0; i < 4; i++) gradient[i] = w[i] - x[i] * x[i] * x[i];
			climber.step(x, gradient);
		}
		final double[] expected = golden().getAsJsonObject("optimizers").getAsJsonArray(name).asList().stream().mapToDouble(v -> v.getAsDouble())
			.toArray();
		for (int i = 0; i < 4; i++) assertEquals(expected[i], x[i], 1e-5);
	}

	static JsonObject golden() throws IOException {
		return golden("/synthesis.json");
	}

	static JsonObject golden(final String resource) throws IOException {
		try (Reader reader = new InputStreamReader(PictureTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
			return JsonParser.parseReader(reader).getAsJsonObject();
		}
	}
}
