package org.fovea.cam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Captum's LayerGradCam on every golden network that has maps. */
class GradCamTest {

	static Stream<String> networks() {
		return Golden.names().stream().filter(name -> !Golden.of(name).cams().isEmpty() && Golden.of(name).inputs().length == 1);
	}

	@ParameterizedTest
	@MethodSource("networks")
	void equalsCaptum(final String name) {
		final Golden golden = Golden.of(name);
		for (final String form : golden.forms()) {
			try (Network network = Network.open(golden.archive(form))) {
				for (final Golden.Cam cam : golden.cams()) {
					final Heatmap map = map(network, golden, golden.layer(network, form, cam.layer()));
					cam.positive().check(Tensor.of(map.values(), 1, 1, map.height(), map.width()), name + " " + form + " " + cam.layer());
				}
			}
		}
	}

	@Test
	void isTheSameForAnyPositiveMultipleOfTheTargetUpToThatMultiple() {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("traced"))) {
			final String layer = golden.cams().get(0).layer();
			final Heatmap once = map(network, golden, layer);
			final Heatmap thrice = new GradCam(layer).map(network, Target.logit(golden.target()).times(3), golden.inputs()[0]).maps().get(0);
			for (int i = 0; i < once.values().length; i++) assertEquals(3 * once.values()[i], thrice.values()[i], 1e-5 * 3 * once.max());
		}
	}

	@Test
	void mapsOfABatchAreThoseOfItsEntries() {
		final Golden golden = Golden.of("gap");
		final String layer = golden.cams().get(0).layer();
		final Tensor one = golden.inputs()[0];
		final Tensor other = Golden.formula(3, one.shape());
		final float[] both = new float[2 * one.length()];
		System.arraycopy(other.data(), 0, both, 0, one.length());
		System.arraycopy(one.data(), 0, both, one.length(), one.length());
		try (Network network = Network.open(golden.archive("scripted"))) {
			final List<Heatmap> maps = new GradCam(layer).map(network, Target.logit(golden.target()), Tensor.of(both, 2, one.size(1), one.size(2), one
				.size(3))).maps();
			final Heatmap alone = map(network, golden, layer);
			for (int i = 0; i < alone.values().length; i++) assertEquals(alone.values()[i], maps.get(1).values()[i], 1e-5 * alone.max());
		}
	}

	@Test
	void refusesLayersWithoutMaps() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final String last = network.layers(golden.inputs()).stream().filter(layer -> layer.shape().length == 2).findFirst().orElseThrow().name();
			final String sentence = assertThrows(FoveaException.class, () -> map(network, golden, last)).getMessage();
			assertTrue(sentence.contains("'" + last + "' has no maps"), sentence);
		}
	}

	private static Heatmap map(final Network network, final Golden golden, final String layer) {
		return new GradCam(layer).map(network, Target.logit(golden.target()), golden.inputs()[0]).maps().get(0);
	}
}
