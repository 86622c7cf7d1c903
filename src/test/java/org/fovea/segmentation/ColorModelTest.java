package org.fovea.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColorModelTest {

	private static final double FLOOR = 1e-6;

	/** One component is the Gaussian of the samples' own mean and covariance, written out for two channels. */
	@Test
	void oneComponentIsTheClosedForm() {
		final Random random = new Random(1);
		final double[][] samples = new double[500][];
		for (int n = 0; n < samples.length; n++) {
			final double a = random.nextGaussian();
			samples[n] = new double[] { 3 + 2 * a, -1 + a + 0.5 * random.nextGaussian() };
		}
		final double mx = Arrays.stream(samples).mapToDouble(s -> s[0]).average().orElseThrow();
		final double my = Arrays.stream(samples).mapToDouble(s -> s[1]).average().orElseThrow();
		final double xx = Arrays.stream(samples).mapToDouble(s -> (s[0] - mx) * (s[0] - mx)).average().orElseThrow() + FLOOR;
		final double yy = Arrays.stream(samples).mapToDouble(s -> (s[1] - my) * (s[1] - my)).average().orElseThrow() + FLOOR;
		final double xy = Arrays.stream(samples).mapToDouble(s -> (s[0] - mx) * (s[1] - my)).average().orElseThrow();
		final double determinant = xx * yy - xy * xy;
		final ColorModel model = ColorModel.fit(samples, 1, FLOOR);
		for (final double[] at : new double[][] { { 3, -1 }, { 0, 0 }, { 8, 4 } }) {
			final double x = at[0] - mx;
			final double y = at[1] - my;
			final double distance = (yy * x * x - 2 * xy * x * y + xx * y * y) / determinant;
			assertEquals(-0.5 * distance - Math.log(2 * Math.PI) - 0.5 * Math.log(determinant), model.logDensity(at), 1e-9);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5 })
	void densitiesHaveTheIntegralOne(final int components) {
		final Random random = new Random(2);
		final double[][] samples = new double[2000][];
		for (int n = 0; n < samples.length; n++) samples[n] = new double[] { (n % 3 - 1) * 4 + random.nextGaussian() };
		final ColorModel model = ColorModel.fit(samples, components, FLOOR);
		double integral = 0;
		for (double x = -20; x < 20; x += 0.01) integral += 0.01 * Math.exp(model.logDensity(new double[] { x }));
		assertEquals(1, integral, 1e-4);
	}

	/** Three clusters: the mixture is as likely as the one that made the samples, and far likelier than a single Gaussian. */
	@Test
	void clustersAreFound() {
		final Random random = new Random(3);
		final double[][] centres = { { 0, 0, 0 }, { 6, 0, 2 }, { -3, 5, 5 } };
		final double[][] samples = new double[3000][];
		double truth = 0;
		for (int n = 0; n < samples.length; n++) {
			final double[] centre = centres[n % 3];
			samples[n] = new double[] { centre[0] + random.nextGaussian(), centre[1] + random.nextGaussian(), centre[2] + random.nextGaussian() };
			double density = 0;
			for (final double[] c : centres) {
				double distance = 0;
				for (int k = 0; k < 3; k++) distance += (samples[n][k] - c[k]) * (samples[n][k] - c[k]);
				density += Math.exp(-distance / 2) / 3 / Math.pow(2 * Math.PI, 1.5);
			}
			truth += Math.log(density) / samples.length;
		}
		final double reached = likelihood(ColorModel.fit(samples, 3, FLOOR), samples);
		assertTrue(reached > truth - 0.01, reached + " against " + truth);
		assertTrue(reached > likelihood(ColorModel.fit(samples, 1, FLOOR), samples) + 0.5);
	}

	private static double likelihood(final ColorModel model, final double[][] samples) {
		return Arrays.stream(samples).mapToDouble(model::logDensity).average().orElseThrow();
	}

	@Test
	void fewOrEqualSamplesAreNoError() {
		final double[][] one = { { 4, 4, 4 } };
		assertTrue(ColorModel.fit(one, 5, 1e-3).logDensity(new double[] { 4, 4, 4 }) > 0);
		final double[][] equal = new double[50][2];
		assertTrue(Double.isFinite(ColorModel.fit(equal, 5, 1e-3).logDensity(new double[] { 100, -100 })));
	}
}
