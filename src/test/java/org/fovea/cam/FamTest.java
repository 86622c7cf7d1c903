package org.fovea.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against PyTorch's pooling and cosine similarity, and cases whose answer is known. */
class FamTest {

	@ParameterizedTest
	@CsvSource({ "gap,traced", "gap,scripted", "gap,frozen", "residual,traced", "residual,scripted", "residual,frozen" })
	void sharesSumUpToPytorchsCosineSimilarityAndWeightTheMaps(final String name, final String form) throws IOException {
		final Golden golden = Golden.of(name);
		int checked = 0;
		try (Network network = Network.open(golden.archive(form)); Reader reader = new InputStreamReader(FamTest.class.getResourceAsStream(
			"/feature-activation.json"), StandardCharsets.UTF_8))
		{
			for (final JsonElement element : JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject("nets").getAsJsonArray(name)) {
				final JsonObject expected = element.getAsJsonObject();
				final String layer = golden.layer(network, form, expected.get("layer").getAsString());
				final Fam.Result result = fam(network, layer, expected.get("reference").getAsString(), golden.input()).map(tap(network, layer, golden
					.input())).get(0);
				assertEquals(expected.get("similarity").getAsDouble(), result.similarity(), 1e-5, layer);
				final float[] map = result.map().values();
				assertEquals(expected.getAsJsonArray("map").size(), map.length);
				for (int p = 0; p < map.length; p++) {
					assertEquals(Math.max(0, expected.getAsJsonArray("map").get(p).getAsDouble()), map[p], 1e-5 * result.map().max(), layer);
				}
				checked++;
			}
		}
		assertTrue(checked >= 6);
	}

	private static Fam fam(final Network network, final String layer, final String reference, final Tensor input) {
		if (reference.equals("self")) return new Fam(layer);
		final double[] one = embedding(network, layer, Golden.formula(7, input.shape()));
		if (reference.equals("image")) return new Fam(layer, one);
		final double[] two = embedding(network, layer, Golden.formula(9, input.shape()));
		for (int k = 0; k < one.length; k++) one[k] = (one[k] + two[k]) / 2;
		return new Fam(layer, one);
	}

	private static double[] embedding(final Network network, final String layer, final Tensor input) {
		return Fam.embeddings(layer, tap(network, layer, input)).get(0);
	}

	private static Tensor tap(final Network network, final String layer, final Tensor input) {
		return network.run(Plan.FORWARD.tap(layer), input).activation(layer);
	}

	@Test
	void toItselfEveryChannelSharesByItsSquare() {
		final Tensor maps = Golden.formula(4, 2, 5, 3, 4);
		final List<Fam.Result> results = new Fam("maps").map(maps);
		for (int n = 0; n < 2; n++) {
			final double[] x = Fam.embeddings("maps", maps).get(n);
			double length = 0;
			for (final double v : x) length += v * v;
			for (int k = 0; k < x.length; k++) assertEquals(x[k] * x[k] / length, results.get(n).shares()[k], 1e-12);
			assertEquals(1, results.get(n).similarity(), 1e-12);
		}
	}

	/** Two things in the image, each with a channel of its own: the reference decides which of them is lit. */
	@Test
	void theReferencesThingIsLit() {
		final Tensor maps = Tensor.of(new float[] { 1, 0, 0, 0, /**/ 0, 0, 0, 1 }, 1, 2, 2, 2);
		assertArrayEquals(new float[] { 0.70710677f, 0, 0, 0 }, new Fam("maps", new double[] { 3, 0 }).map(maps).get(0).map().values(), 1e-7f);
		assertArrayEquals(new float[] { 0, 0, 0, 0.70710677f }, new Fam("maps", new double[] { 0, 2 }).map(maps).get(0).map().values(), 1e-7f);
		final Fam.Result against = new Fam("maps", new double[] { -1, 0 }).map(maps).get(0);
		assertTrue(against.map().isEmpty());
		assertEquals(-Math.sqrt(0.5), against.similarity(), 1e-12);
	}

	@Test
	void lengthOfTheReferenceDoesNotMatter() {
		final Tensor maps = Golden.formula(3, 1, 4, 5, 5);
		final float[] once = new Fam("maps", new double[] { 1, -2, 3, 0.5 }).map(maps).get(0).map().values();
		assertArrayEquals(once, new Fam("maps", new double[] { 100, -200, 300, 50 }).map(maps).get(0).map().values(), 1e-7f);
	}

	@Test
	void whatIsSilentIsSimilarToNothing() {
		final Fam.Result silent = new Fam("maps").map(Tensor.zeros(1, 3, 2, 2)).get(0);
		assertEquals(0, silent.similarity());
		assertTrue(silent.map().isEmpty());
	}

	@Test
	void embeddingsOfOtherLayersAreRefused() {
		final Fam fam = new Fam("maps", new double[] { 1, 1, 1, 1 });
		assertTrue(assertThrows(FoveaException.class, () -> fam.map(Tensor.zeros(1, 3, 2, 2))).getMessage().contains("4 channels"));
	}

	@Test
	void vectorsAndSilentReferencesAreRefused() {
		assertTrue(assertThrows(FoveaException.class, () -> new Fam("fc").map(Tensor.zeros(1, 5))).getMessage().contains("no maps to pool"));
		assertTrue(assertThrows(FoveaException.class, () -> new Fam("maps", new double[3])).getMessage().contains("another reference"));
	}
}
