package org.fovea.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.golden.Maps;
import org.fovea.network.Heatmap;
import org.fovea.network.Intervention;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against pytorch-grad-cam where it has the technique, against its definition in double precision and its properties where not. */
class ClassActivationTest {

	@ParameterizedTest
	@CsvSource({ "gap,traced", "gap,scripted", "gap,frozen", "residual,traced", "residual,scripted", "residual,frozen" })
	void hiResLayerAndScoreCamEqualPytorchGradCam(final String name, final String form) {
		final Golden golden = Golden.of(name);
		final Target target = Target.logit(golden.target());
		try (Network network = Network.open(golden.archive(form))) {
			int checked = 0;
			for (final Maps.Entry expected : Maps.of(name).maps()) {
				final String layer = golden.layer(network, form, expected.layer());
				final GradientCam.Result result = switch (expected.method()) {
					case "HiResCAM" -> new HiResCam(layer).map(network, target, golden.input());
					case "LayerCAM" -> new LayerCam(layer).map(network, target, golden.input());
					case "ScoreCAM" -> new ScoreCam(layer, 3).map(network, target, golden.input(), Progress.NONE);
					default -> throw new IllegalStateException(expected.method());
				};
				final Heatmap map = result.maps().get(0);
				assertEquals(expected.method().equals("HiResCAM"), map.isSigned());
				final double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElseThrow();
				for (int p = 0; p < map.values().length; p++) {
					final double value = map.isSigned() ? expected.values()[p] : Math.max(0, expected.values()[p]);
					assertEquals(value, map.values()[p], 1e-5 * largest, expected.method() + " " + expected.layer());
				}
				checked++;
			}
			assertTrue(checked >= 4);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted", "frozen" })
	void camIsTheLinearLayerSpreadOverTheMap(final String form) {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive(form))) {
			final String layer = lastMap(network, golden.input());
			for (int c = 0; c < 5; c++) {
				final Target target = Target.logit(c);
				final GradientCam.Result cam = new Cam(layer).map(network, target, golden.input());
				final Heatmap map = cam.maps().get(0);
				final Plan off = Plan.FORWARD.with(new Intervention.Scale(layer, Tensor.of(new float[1], 1, 1, 1, 1)));
				final double bias = network.run(off, golden.input()).output().at(0, c);
				final double mean = mean(map);
				assertEquals(cam.trace().values()[0], mean + bias, 1e-5);
				final Heatmap gradCam = new GradCam(layer).map(network, target, golden.input()).maps().get(0);
				for (int p = 0; p < map.values().length; p++) {
					assertEquals(gradCam.values()[p] * map.values().length, Math.max(0, map.values()[p]), 1e-5 * Math.abs(map.max()));
				}
			}
		}
	}

	/** A batch normalisation before a sum: what is negative there is added, not cut off, so the target depends on it. */
	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted", "frozen" })
	void negativeActivationsCount(final String form) throws IOException {
		final Golden golden = Golden.of("residual");
		final Target target = Target.logit(golden.target());
		try (Reader reader = new InputStreamReader(ClassActivationTest.class.getResourceAsStream("/masked-maps.json"), StandardCharsets.UTF_8);
				Network network = Network.open(golden.archive(form)))
		{
			final JsonObject maps = JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject("maps");
			final String layer = golden.layer(network, form, maps.get("layer").getAsString());
			assertMap(maps.getAsJsonArray("hires"), Double.NEGATIVE_INFINITY, new HiResCam(layer).map(network, target, golden.input()));
			assertMap(maps.getAsJsonArray("layercam"), 0, new LayerCam(layer).map(network, target, golden.input()));
		}
	}

	private static void assertMap(final JsonArray expected, final double least, final GradientCam.Result result) {
		final double[] values = expected.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
		final double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
		final float[] map = result.maps().get(0).values();
		assertEquals(values.length, map.length);
		for (int p = 0; p < map.length; p++) assertEquals(Math.max(least, values[p]), map[p], 1e-5 * largest);
	}

	@Test
	void camRefusesWhatDoesNotEndInPoolingAndALinearLayer() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("traced"))) {
			final FoveaException refusal = assertThrows(FoveaException.class, () -> new Cam("features.0").map(network, Target.logit(0), golden
				.input()));
			assertTrue(refusal.getMessage().contains("use Grad-CAM instead"), refusal::getMessage);
		}
	}

	@ParameterizedTest
	@CsvSource({ "gap,features.2", "gap,features.4", "residual,layer1" })
	void gradCamPlusPlusFollowsItsFormula(final String name, final String layer) {
		final Golden golden = Golden.of(name);
		final Target target = Target.logit(golden.target());
		try (Network network = Network.open(golden.archive("scripted"))) {
			final Trace trace = network.run(Plan.FORWARD.tap(layer).gradient(layer), target, golden.input());
			final Tensor a = trace.activation(layer);
			final Tensor g = trace.gradient(layer);
			final int positions = a.size(2) * a.size(3);
			final double[] expected = new double[positions];
			for (int k = 0; k < a.size(1); k++) {
				double activity = 0;
				for (int p = 0; p < positions; p++) activity += a.data()[k * positions + p];
				double weight = 0;
				for (int p = 0; p < positions; p++) {
					final double gradient = g.data()[k * positions + p];
					if (gradient > 0) weight += gradient / (2 + activity * gradient);
				}
				for (int p = 0; p < positions; p++) expected[p] += weight * a.data()[k * positions + p];
			}
			final float[] map = new GradCamPlusPlus(layer).map(network, target, golden.input()).maps().get(0).values();
			final double largest = Arrays.stream(expected).max().orElseThrow();
			assertTrue(largest > 0);
			for (int p = 0; p < positions; p++) assertEquals(Math.max(0, expected[p]), map[p], 1e-5 * largest);
		}
	}

	@Test
	void batchesGiveWhatSingleImagesGive() {
		final Golden golden = Golden.of("gap");
		final float[] one = golden.input().data();
		final float[] two = new float[2 * one.length];
		for (int i = 0; i < one.length; i++) {
			two[i] = one[i];
			two[one.length + i] = -0.5f * one[i];
		}
		final int[] shape = golden.input().shape();
		final Tensor batch = Tensor.of(two, 2, shape[1], shape[2], shape[3]);
		try (Network network = Network.open(golden.archive("traced"))) {
			for (final GradientCam technique : List.of(new GradCam("features.4"), new GradCamPlusPlus("features.4"), new HiResCam("features.4"),
				new LayerCam("features.4")))
			{
				final List<Heatmap> maps = technique.map(network, Target.top(), batch).maps();
				for (int n = 0; n < 2; n++) {
					final Tensor single = batch.slice(n).reshape(1, shape[1], shape[2], shape[3]);
					assertArrayEquals(technique.map(network, Target.top(), single).maps().get(0).values(), maps.get(n).values(), 1e-6f);
				}
			}
		}
	}

	@Test
	void aTargetWithoutPositiveEvidenceGivesAnEmptyMap() {
		final Golden golden = Golden.of("gap");
		final Target nothing = new Target() {

			@Override
			public Set<String> layers() {
				return Set.of(Network.OUTPUT);
			}

			@Override
			public Evaluation evaluate(final Map<String, Tensor> activations) {
				return new Evaluation(new double[1], Map.of(Network.OUTPUT, Tensor.zeros(1, 5)));
			}
		};
		try (Network network = Network.open(golden.archive("traced"))) {
			assertTrue(new GradCam("features.4").map(network, nothing, golden.input()).maps().get(0).isEmpty());
			assertFalse(new GradCam("features.4").map(network, Target.top(), golden.input()).maps().get(0).values().length == 0);
		}
	}

	private static String lastMap(final Network network, final Tensor input) {
		return network.layers(input).stream().filter(layer -> layer.isSpatial() && layer.shape()[2] > 1).reduce((first, second) -> second)
			.orElseThrow().name();
	}

	private static double mean(final Heatmap map) {
		double sum = 0;
		for (final float value : map.values()) sum += value;
		return sum / map.values().length;
	}
}
