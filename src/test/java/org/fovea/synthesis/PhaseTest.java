package org.fovea.synthesis;

import static org.fovea.synthesis.Slopes.assertPullsBack;
import static org.fovea.synthesis.Slopes.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.network.Fourier;
import org.fovea.network.Network;
import org.fovea.network.Preparation;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Transformation.Motion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures whose magnitudes are fixed: they are, whatever the phases, and phases are moved along their derivative. */
class PhaseTest {

	@ParameterizedTest
	@CsvSource({ "8,6,3", "7,5,3", "6,9,1", "9,8,5", "1,4,1", "5,1,2" })
	void theSpectrumIsKeptAtEveryFrequency(final int width, final int height, final int channels) {
		for (final Phase phase : List.of(Phase.natural(channels, height, width), mean(random(5, 1, 3, channels, height, width)))) {
			final Tensor spectrum = Fourier.transform(phase.raw(phase.noise(new Random(1))));
			for (int i = 0; i < phase.spectrum().length(); i++) {
				final double r = phase.spectrum().data()[i];
				assertEquals(r, Math.hypot(spectrum.data()[2 * i], spectrum.data()[2 * i + 1]), 1e-5 * Math.max(1, r));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "8,6,3", "7,5,3", "6,9,1", "9,8,5" })
	void fieldsAreDifferentiatedByPhases(final int width, final int height, final int channels) {
		final Phase phase = mean(random(5, 1, 3, channels, height, width));
		final Tensor angles = random(6, 1, phase.spectrum().shape());
		final Tensor gradient = random(7, 1, 1, channels, height, width);
		assertPullsBack(phase::field, angles, gradient, phase.pullBack(angles, gradient), 1e-3, 1e-2);
	}

	@Test
	void theMeanSpectrumOfPicturesIsThatOfNumpy() throws IOException {
		final MeanSpectrum mean = new MeanSpectrum(3, 6, 9);
		mean.add(Golden.formula(1, 2, 3, 6, 9));
		mean.add(Golden.formula(3, 1, 3, 6, 9));
		final double[] expected = PictureTest.golden("/spectrum.json").getAsJsonArray("spectrum").asList().stream().mapToDouble(v -> v.getAsDouble()).toArray();
		final float[] r = mean.phase().spectrum().data();
		assertEquals(expected.length, r.length);
		for (int i = 0; i < r.length; i++) assertEquals(i % 30 == 0 ? 0 : expected[i], r[i], 1e-4);
	}

	@Test
	void picturesWithoutStructureHaveNoSpectrum() {
		final MeanSpectrum mean = new MeanSpectrum(3, 6, 8);
		assertThrows(FoveaException.class, mean::phase);
		final Tensor flat = Tensor.zeros(1, 3, 6, 8);
		Arrays.fill(flat.data(), 0.3f);
		mean.add(flat);
		assertThrows(FoveaException.class, mean::phase);
	}

	@Test
	void naturalSpectraFallWithTheFrequency() {
		assertEquals(2, Phase.natural(1, 8, 8).spectrum().at(0, 0, 0, 1) / Phase.natural(1, 8, 8).spectrum().at(0, 0, 0, 2), 1e-6);
	}

	@ParameterizedTest
	@CsvSource({ "3,0", "3,1", "3,2", "1,0", "5,0" })
	void radialSpectraAreTheSameInEveryDirectionAndAtEverySize(final int channels, final int axis) {
		final RadialSpectrum spectrum = new RadialSpectrum(new double[] { 0.1, 0.4 }, new double[][] { { 8, 80, 800 }, { 1, 10, 100 } });
		final double scale = channels == 3 ? Math.pow(10, axis) : 1;
		final Tensor r = spectrum.phase(channels, 20, 40).spectrum();
		assertArrayEquals(new int[] { 1, channels, 20, 21 }, r.shape());
		final int c = channels - 3 + axis < 0 ? 0 : channels == 3 ? axis : channels - 1;
		assertEquals(0, r.at(0, c, 0, 0));
		assertEquals(8 * scale, r.at(0, c, 0, 4), 1e-4 * scale, "0.1 along x");
		assertEquals(8 * scale, r.at(0, c, 2, 0), 1e-4 * scale, "0.1 along y");
		assertEquals(8 * scale, r.at(0, c, 18, 0), 1e-4 * scale, "-0.1 along y");
		assertEquals(8 * scale, r.at(0, c, 0, 1), 1e-4 * scale, "below the first frequency");
		assertEquals(Math.pow(8, 0.5) * scale, r.at(0, c, 4, 0), 1e-4 * scale, "0.2 lies halfway in log frequency");
		assertEquals(scale, r.at(0, c, 10, 20), 1e-4 * scale, "beyond the last");
		assertEquals(r.at(0, c, 4, 0), spectrum.phase(channels, 60, 60).spectrum().at(0, c, 12, 0), 1e-4 * scale, "0.2 at another size");
	}

	@Test
	void smearsHaveBlobsOfCellsAndMoreColourThanPhotographs() {
		final RadialSpectrum smears = RadialSpectrum.smears();
		for (int i = 0; i < smears.frequencies().length; i++) {
			assertTrue(i == 0 || smears.frequencies()[i] > smears.frequencies()[i - 1]);
			assertEquals(3, smears.magnitudes()[i].length);
			for (final double magnitude : smears.magnitudes()[i]) assertTrue(magnitude > 0);
		}
		final Tensor r = smears.phase(3, 128, 128).spectrum();
		final Tensor natural = Phase.natural(3, 128, 128).spectrum();
		assertTrue(r.at(0, 0, 1, 0) / r.at(0, 0, 32, 0) > 2 * natural.at(0, 0, 1, 0) / natural.at(0, 0, 32, 0), "fewer edges than photographs");
		assertTrue(r.at(0, 1, 1, 0) > r.at(0, 0, 1, 0));
	}

	@Test
	void cropsArePulledBack() {
		final Warp crop = new Warp(new Motion(0.3, 0, 0, 0.4, 2, -1), 16, 12, 7, 9);
		final Tensor picture = random(1, 1, 2, 3, 12, 16);
		final Tensor gradient = random(2, 1, 2, 3, 9, 7);
		assertPullsBack(crop::apply, picture, gradient, crop.pullBack(gradient), 0.5, 1e-4);
		final Tensor ramp = Tensor.zeros(1, 1, 12, 16);
		for (int i = 0; i < ramp.length(); i++) ramp.data()[i] = i % 16;
		assertEquals(7.5 + 2 + 0.3 * 3, crop.apply(ramp).at(0, 0, 4, 6), 1e-5);
	}

	private static Phase mean(final Tensor fields) {
		final MeanSpectrum spectrum = new MeanSpectrum(fields.size(1), fields.size(2), fields.size(3));
		spectrum.add(fields);
		return spectrum.phase();
	}

	@Test
	void pictures() {
		try (Network gap = Network.open(Golden.of("gap").archive("traced"))) {
			final PixelRange range = PixelRange.grey(-1, 1, 3);
			final Maco maco = new Maco(gap, Preparation.NONE, range, Phase.natural(3, 20, 24), 30, 6, 0.05, 16, 16);
			final List<Target> targets = List.of(Target.logit(1), Target.unit("features.4", 2));
			final Maco.Made made = maco.make(targets, 1, Progress.NONE, Ascent.Watcher.NONE);
			assertArrayEquals(new int[] { 2, 3, 20, 24 }, made.summit().pixels().shape());
			assertArrayEquals(new int[] { 2, 1, 20, 24 }, made.transparency().shape());
			for (int n = 0; n < 2; n++) {
				final Maco.Made alone = maco.make(targets.subList(n, n + 1), 1, Progress.NONE, Ascent.Watcher.NONE);
				assertArrayEquals(alone.summit().pixels().data(), made.summit().pixels().slice(n).data());
				assertArrayEquals(alone.transparency().data(), made.transparency().slice(n).data());
			}
			final List<double[]> objective = made.summit().objective();
			for (int n = 0; n < 2; n++) {
				double first = 0;
				double last = 0;
				for (int i = 0; i < 5; i++) {
					first += objective.get(i)[n];
					last += objective.get(29 - i)[n];
				}
				assertTrue(last > first, n + ": " + first + " " + last);
			}
			assertTrue(Slopes.dot(made.transparency(), made.transparency()) > 0);
			assertArrayEquals(made.summit().pixels().data(), maco.make(targets, 1, Progress.NONE, Ascent.Watcher.NONE).summit().pixels().data());
			assertFalse(Arrays.equals(made.summit().pixels().data(), maco.make(targets, 2, Progress.NONE, Ascent.Watcher.NONE).summit().pixels()
				.data()));
		}
	}
}
