package org.fovea.synthesis;

import static org.fovea.synthesis.Slopes.assertPullsBack;
import static org.fovea.synthesis.Slopes.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

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
		for (final Phase phase : List.of(Phase.natural(channels, height, width), Phase.of(random(5, 1, 3, channels, height, width)))) {
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
		final Phase phase = Phase.of(random(5, 1, 3, channels, height, width));
		final Tensor angles = random(6, 1, phase.spectrum().shape());
		final Tensor gradient = random(7, 1, 1, channels, height, width);
		assertPullsBack(phase::field, angles, gradient, phase.pullBack(angles, gradient), 1e-3, 1e-2);
	}

	@Test
	void theMeanSpectrumOfPicturesIsTheirs() {
		final Tensor one = random(1, 1, 1, 2, 6, 8);
		final Tensor spectrum = Fourier.transform(one);
		final Phase phase = Phase.of(Ascent.repeated(one, 3));
		for (int i = 0; i < phase.spectrum().length(); i++) {
			final double expected = i % 30 == 0 ? 0 : Math.hypot(spectrum.data()[2 * i], spectrum.data()[2 * i + 1]);
			assertEquals(expected, phase.spectrum().data()[i], 1e-4);
		}
		assertEquals(2, Phase.natural(1, 8, 8).spectrum().at(0, 0, 0, 1) / Phase.natural(1, 8, 8).spectrum().at(0, 0, 0, 2), 1e-6);
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

	@Test
	void pictures() {
		try (Network gap = Network.open(Golden.of("gap").archive("traced"))) {
			final PixelRange range = PixelRange.grey(-1, 1, 3);
			final Maco maco = new Maco(gap, Preparation.NONE, range, Phase.natural(3, 20, 24), 30, 6, 0.05, 16, 16);
			final List<Target> targets = List.of(Target.logit(1), Target.unit("features.4", 2));
			final Maco.Made made = maco.make(targets, 1, Progress.NONE, Ascent.Watcher.NONE);
			assertArrayEquals(new int[] { 2, 3, 20, 24 }, made.summit().pixels().shape());
			assertArrayEquals(new int[] { 2, 1, 20, 24 }, made.transparency().shape());
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
