package org.fovea.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingTest {

	private static final Tensor MAPS = Tensor.of(new float[] { 1, 2, 3, 4, 5, 6, -6, -5, -4, -3, -2, -1 }, 1, 2, 2, 3);
	private static final Tensor TOKENS = Tensor.of(new float[] { 1, 10, 2, 20, 6, 0 }, 1, 3, 2);

	@Test
	void mapsArePooledByUnitAndTokensByFeature() {
		assertArrayEquals(new float[] { 3.5f, -3.5f }, Pooling.MEAN.vector(MAPS));
		assertArrayEquals(new float[] { 6, -1 }, Pooling.MAX.vector(MAPS));
		assertArrayEquals(new float[] { 3, 10 }, Pooling.MEAN.vector(TOKENS));
		assertArrayEquals(new float[] { 6, 20 }, Pooling.MAX.vector(TOKENS));
	}

	@Test
	void flattenedValuesSayWhereTheyWere() {
		assertArrayEquals(MAPS.data(), Pooling.FLATTEN.vector(MAPS));
		final List<String> names = Pooling.FLATTEN.names(MAPS);
		assertEquals(12, names.size());
		for (int i = 0; i < 12; i++) {
			final String[] place = names.get(i).split("[f@xy]+");
			assertEquals(MAPS.data()[i], MAPS.at(0, Integer.parseInt(place[1]), Integer.parseInt(place[3]), Integer.parseInt(place[2])));
		}
		assertEquals(List.of("f0", "f1"), Pooling.MEAN.names(MAPS));
	}

	@Test
	void vectorsStayAsTheyAre() {
		for (final Pooling pooling : Pooling.values()) assertArrayEquals(new float[] { 7, 8 }, pooling.vector(Tensor.of(new float[] { 7, 8 }, 1, 2)));
		assertThrows(FoveaException.class, () -> Pooling.MEAN.vector(Tensor.of(new float[] { 7, 8 }, 2)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted", "frozen" })
	void whatTheLastLinearLayerReadsAreTheMeansOfTheLastMaps(final String export) {
		final Golden gap = Golden.of("gap");
		try (Network network = Network.open(gap.archive(export))) {
			final List<Layer> layers = network.layers(gap.input());
			final Layer penultimate = Penultimate.of(layers).orElseThrow();
			final Tensor before = network.run(Plan.FORWARD.tap(penultimate.name()), gap.input()).activation(penultimate.name());
			final Tensor maps = network.run(Plan.FORWARD.tap(LastMap.of(layers).orElseThrow().name()), gap.input()).activation(LastMap.of(layers)
				.orElseThrow().name());
			assertArrayEquals(Pooling.MEAN.vector(maps), Pooling.MEAN.vector(before), 1e-5f, penultimate.name());
		}
	}

	@Test
	void networksWithoutALinearLayerHaveNoVectorBeforeIt() {
		final Golden unet = Golden.of("unet");
		try (Network network = Network.open(unet.archive("traced"))) {
			assertTrue(Penultimate.of(network.layers(unet.input())).isEmpty());
		}
	}
}
