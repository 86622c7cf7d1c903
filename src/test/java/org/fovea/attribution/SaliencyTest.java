package org.fovea.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;

import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Captum's Saliency, reduced here by the definition, and against properties. */
class SaliencyTest {

	static Stream<String> networks() {
		return Golden.names().stream().filter(name -> {
			final Golden golden = Golden.of(name);
			return golden.hasGradients() && golden.map("saliency").isPresent() && golden.saliency().isWhole() && golden.saliency()
				.shape().length == 4 && golden.inputs().length == 1;
		});
	}

	@ParameterizedTest
	@MethodSource("networks")
	void absoluteEqualsTheMaximumOfCaptumsChannels(final String name) {
		final Golden golden = Golden.of(name);
		final Tensor captum = golden.saliency().tensor();
		for (final String form : golden.forms()) {
			try (Network network = Network.open(golden.archive(form))) {
				final Heatmap map = map(network, golden, Reduction.ABSOLUTE);
				assertFalse(map.isSigned());
				for (int y = 0; y < map.height(); y++) {
					for (int x = 0; x < map.width(); x++) {
						double expected = 0;
						for (int c = 0; c < captum.size(1); c++) expected = Math.max(expected, captum.at(0, c, y, x));
						assertEquals(expected, map.values()[y * map.width() + x], 1e-5 * golden.saliency().max(), name + " " + form);
					}
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted", "frozen" })
	void signedSumsAndSquaredAddsSquares(final String form) {
		final Golden golden = Golden.of("gap");
		final Tensor gradient = golden.gradient().tensor();
		try (Network network = Network.open(golden.archive(form))) {
			final Heatmap signed = map(network, golden, Reduction.SIGNED);
			final Heatmap squared = map(network, golden, Reduction.SQUARED);
			assertTrue(signed.isSigned());
			assertFalse(squared.isSigned());
			final double max = golden.gradient().max();
			for (int p = 0; p < signed.values().length; p++) {
				double sum = 0;
				double squares = 0;
				for (int c = 0; c < 3; c++) {
					final double g = gradient.at(0, c, p / signed.width(), p % signed.width());
					sum += g;
					squares += g * g;
				}
				assertEquals(sum, signed.values()[p], 3e-5 * max);
				assertEquals(squares, squared.values()[p], 3e-5 * max * max);
			}
		}
	}

	private static Heatmap map(final Network network, final Golden golden, final Reduction reduction) {
		return new Gradient(Rule.PLAIN).attribute(network, Target.logit(golden.target()), golden.inputs()[0], Progress.NONE).maps(reduction)
			.get(0);
	}
}
