package org.fovea.attribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.attribution.InputAttribution.Shares;
import org.fovea.cam.GradCam;
import org.fovea.golden.Golden;
import org.fovea.golden.Maps;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Captum, and against what the methods promise. */
class InputAttributionTest {

	@ParameterizedTest
	@CsvSource({ "gap,traced", "gap,scripted", "gap,frozen", "residual,traced", "residual,scripted", "residual,frozen" })
	void integratedGradientsAndProductEqualCaptum(final String name, final String form) {
		final Golden golden = Golden.of(name);
		final Target target = Target.logit(golden.target());
		final Maps expected = Maps.of(name);
		try (Network network = Network.open(golden.archive(form))) {
			final Shares integrated = new IntegratedGradients(50).attribute(network, target, golden.input(), Progress.NONE);
			check(expected.integrated(), integrated.values().data());
			assertEquals(-expected.delta(), integrated.sum().orElseThrow().residual()[0], 1e-4);
			assertTrue(Math.abs(integrated.sum().orElseThrow().residual()[0]) <= 0.01 * Math.abs(integrated.trace().values()[0]) + 1e-3);
			check(expected.product(), new InputTimesGradient().attribute(network, target, golden.input(), Progress.NONE).values().data());
		}
	}

	private static void check(final double[] expected, final float[] values) {
		final double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
		assertEquals(expected.length, values.length);
		for (int i = 0; i < values.length; i++) assertEquals(expected[i], values[i], 1e-5 * largest);
	}

	/** Fifty steps miss a fifth of a difference as small as that of this target. */
	@Test
	void stepsAreDoubledUntilTheSharesSumUp() {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("scripted"))) {
			double before = 0;
			for (int k = 0; k < 5; k++) {
				final Target target = Target.logit(k);
				final InputAttribution.Sum few = new IntegratedGradients(10).attribute(network, target, golden.input(), Progress.NONE).sum().orElseThrow();
				final InputAttribution.Sum refined = new IntegratedGradients(10, 2560).attribute(network, target, golden.input(), Progress.NONE).sum()
					.orElseThrow();
				final Shares shares = new IntegratedGradients(refined.samples()).attribute(network, target, golden.input(), Progress.NONE);
				assertArrayEquals(refined.residual(), shares.sum().orElseThrow().residual());
				assertEquals(few.missing() <= 0.01, refined.samples() == 10);
				assertTrue(refined.missing() <= 0.01 || refined.samples() == 2560, k + ": " + refined.missing());
				before = Math.max(before, few.missing());
			}
			assertTrue(before > 0.01, String.valueOf(before));
		}
	}

	@Test
	void withoutBiasesTheProductSumsUpToTheScore() {
		final Golden golden = Golden.of("plain");
		try (Network network = Network.open(golden.archive("traced"))) {
			final Shares shares = new InputTimesGradient().attribute(network, Target.logit(golden.target()), golden.input(), Progress.NONE);
			assertEquals(0, shares.sum().orElseThrow().residual()[0], 1e-4 * Math.abs(shares.trace().values()[0]));
		}
	}

	@Test
	void smoothGradWithoutNoiseIsTheGradientAndItsSeedDecides() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("traced"))) {
			final float[] plain = new Gradient(Rule.PLAIN).attribute(network, Target.top(), golden.input(), Progress.NONE).values().data();
			assertArrayEquals(plain, smooth(network, golden, 0, 1), 1e-7f);
			final float[] noisy = smooth(network, golden, 0.15, 1);
			assertArrayEquals(noisy, smooth(network, golden, 0.15, 1));
			assertFalse(Arrays.equals(noisy, smooth(network, golden, 0.15, 2)));
			assertFalse(Arrays.equals(noisy, plain));
		}
	}

	private static float[] smooth(final Network network, final Golden golden, final double noise, final long seed) {
		return new SmoothGrad(4, noise, seed).attribute(network, Target.top(), golden.input(), Progress.NONE).values().data();
	}

	@Test
	void guidedGradCamIsTheProductOfBoth() {
		final Golden golden = Golden.of("gap");
		final Target target = Target.logit(golden.target());
		try (Network network = Network.open(golden.archive("traced"))) {
			final GradCam cam = new GradCam("features.4");
			final Heatmap weights = cam.map(network, target, golden.input()).maps().get(0).resize(golden.input().size(3), golden.input().size(2));
			final float[] guided = golden.guided().orElseThrow().tensor().data();
			final float[] both = new GuidedGradCam((passes, t, progress) -> cam.map(passes.trace("features.4", t, progress)).maps()).attribute(network, target,
				golden.input(), Progress.NONE).values().data();
			final double scale = weights.max() * golden.guided().orElseThrow().max();
			for (int i = 0; i < both.length; i++) assertEquals(guided[i] * weights.values()[i % weights.values().length], both[i], 1e-5 * scale);
		}
	}

	@Test
	void rulesRefuseNetworksWithoutReLU() {
		final Golden golden = Golden.of("tokens");
		try (Network network = Network.open(golden.archive("traced"))) {
			final FoveaException refusal = assertThrows(FoveaException.class, () -> new Gradient(Rule.GUIDED).attribute(network, Target.top(),
				golden.input(), Progress.NONE));
			assertTrue(refusal.getMessage().contains("no ReLU"), refusal::getMessage);
		}
	}

	@Test
	void longMethodsStopWhenAsked() {
		final Golden golden = Golden.of("gap");
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
		try (Network network = Network.open(golden.archive("traced"))) {
			for (final InputAttribution method : List.of(new SmoothGrad(9, 0.1, 1), new IntegratedGradients(9), new Gradient(Rule.PLAIN))) {
				assertThrows(CancelledException.class, () -> method.attribute(network, Target.top(), golden.input(), cancelled));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "7", "50", "101" })
	void quadratureIntegratesPolynomialsExactly(final int n) {
		for (final int power : new int[] { 0, 1, Math.min(2 * n - 1, 60) }) {
			double integral = 0;
			for (int i = 0; i < n; i++) {
				final IntegratedGradients.Node node = IntegratedGradients.Node.of(i, n);
				integral += node.weight() * Math.pow(node.t(), power);
			}
			assertEquals(1.0 / (power + 1), integral, 1e-12);
		}
	}
}
