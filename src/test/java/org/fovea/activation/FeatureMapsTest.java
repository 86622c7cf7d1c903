package org.fovea.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.fovea.golden.Golden;
import org.fovea.network.Heatmap;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against activations that PyTorch's hooks recorded. */
class FeatureMapsTest {

	@ParameterizedTest
	@ValueSource(strings = { "gap", "residual", "unet", "plain" })
	void equalPyTorchsActivations(final String name) {
		final Golden golden = Golden.of(name);
		try (Network network = Network.open(golden.archive("scripted"))) {
			int checked = 0;
			for (final Golden.Passage passage : golden.passages()) {
				if (passage.activation().shape().length != 4) continue;
				final List<Heatmap> maps = new FeatureMaps(passage.layer()).maps(network, golden.inputs()[0]);
				final float[] all = new float[passage.activation().length()];
				final int size = maps.get(0).values().length;
				for (int k = 0; k < maps.size(); k++) System.arraycopy(maps.get(k).values(), 0, all, k * size, size);
				passage.activation().check(Tensor.of(all, passage.activation().shape()), name + " " + passage.layer());
				checked++;
			}
			assertTrue(checked > 3);
		}
	}

	@Test
	void mapsAreSignedWhereTheLayerIs() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("scripted"))) {
			assertTrue(new FeatureMaps("features.0").maps(network, golden.inputs()[0]).get(0).isSigned());
			assertFalse(new FeatureMaps("features.1").maps(network, golden.inputs()[0]).get(0).isSigned());
		}
	}

	@ParameterizedTest
	@CsvSource({ "resnet18, layer4", "densenet, features", "squeezenet, classifier.", "googlenet, inception5b", "mobilenet-v3, features" })
	void theLastMapLiesBehindTheLastConvolution(final String name, final String beginning) {
		final Golden golden = Golden.of(name);
		try (Network network = Network.open(golden.archive(golden.forms().get(0)))) {
			final Layer last = LastMap.of(network.layers(golden.inputs())).orElseThrow();
			assertTrue(last.name().startsWith(beginning), last.name());
			assertTrue(last.shape()[2] > 1);
		}
	}

	@Test
	void chainsKeepTheResolutionOfTheirLastConvolution() {
		final List<Layer> layers = List.of(layer("conv1", "Conv2d", 1, 8, 16, 16), layer("conv2", "Conv2d", 1, 16, 8, 8), layer("relu", "ReLU", 1,
			16, 8, 8), layer("block", "Block", 1, 16, 8, 8), layer("pool", "AdaptiveAvgPool2d", 1, 16, 1, 1), layer("fc", "Linear", 1, 5));
		assertEquals("block", LastMap.of(layers).orElseThrow().name());
	}

	@Test
	void theResultOfASegmenterDoesNotCount() {
		final List<Layer> layers = List.of(layer("conv", "Conv2d", 1, 8, 16, 16), layer("relu", "ReLU", 1, 8, 16, 16), layer("head", "Conv2d", 1, 2,
			16, 16));
		assertEquals("relu", LastMap.of(layers).orElseThrow().name());
	}

	@Test
	void networksWithoutConvolutionsHaveNone() {
		assertEquals(Optional.empty(), LastMap.of(List.of(layer("fc", "Linear", 1, 5))));
		assertEquals(Optional.empty(), LastMap.of(List.of()));
	}

	private static Layer layer(final String name, final String operator, final int... shape) {
		return new Layer(name, operator, true, shape, 0, Optional.empty(), Optional.empty());
	}
}
