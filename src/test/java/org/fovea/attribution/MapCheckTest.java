package org.fovea.attribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.fovea.CancelledException;
import org.fovea.Progress;
import org.fovea.cam.GradCam;
import org.fovea.golden.Golden;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against SciPy and scikit-learn, closed forms, brute force, and networks that cannot tell anything. */
class MapCheckTest {

	/** Adds up the pixels with a weight of its own each. */
	private static Scorer linear(final float... weights) {
		return (network, batch) -> {
			final double[] scores = new double[batch.size(0)];
			for (int i = 0; i < batch.length(); i++) scores[i / weights.length] += weights[i % weights.length] * batch.data()[i];
			return scores;
		};
	}

	@Test
	void rankCorrelationEqualsScipyWithAndWithoutTies() throws IOException {
		int checked = 0;
		for (final JsonElement element : golden().getAsJsonArray("pairs")) {
			final JsonObject pair = element.getAsJsonObject();
			assertEquals(pair.get("spearman").getAsDouble(), RankCorrelation.of(floats(pair.getAsJsonArray("a")), floats(pair.getAsJsonArray("b"))), 1e-12);
			checked++;
		}
		assertEquals(5, checked);
		assertTrue(Double.isNaN(RankCorrelation.of(new float[3], new float[] { 1, 2, 3 })));
		assertEquals(1, RankCorrelation.of(new float[] { 0f, 1, 2 }, new float[] { -0f, 5, 9 }));
		assertThrows(IllegalArgumentException.class, () -> RankCorrelation.of(new float[2], new float[3]));
	}

	@Test
	void areasEqualScikitLearn() throws IOException {
		for (final JsonElement element : golden().getAsJsonArray("curves")) {
			final double[] scores = element.getAsJsonObject().getAsJsonArray("scores").asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
			assertEquals(element.getAsJsonObject().get("area").getAsDouble(), new Replacement.Curve(scores).area(), 1e-12);
		}
	}

	@Test
	void edgesEqualScipyAndTheirReductionPytorch() throws IOException {
		final Heatmap edges = Edges.of(Tensor.of(floats(golden().getAsJsonArray("image")), 1, 3, 11, 14));
		assertArrayEquals(floats(golden().getAsJsonArray("edges")), edges.values(), 1e-5f);
		assertArrayEquals(floats(golden().getAsJsonArray("reduced")), Edges.reduced(edges, 4, 3).values(), 1e-5f);
		assertEquals(edges, Edges.reduced(edges, 14, 11));
		assertEquals(28, Edges.reduced(edges, 28, 22).width());
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "3,2", "10,4", "10,100", "7,1" })
	void curvesOfALinearScoreHaveAClosedForm(final int steps, final int batch) {
		final int pixels = 35;
		final float[] weights = new float[2 * pixels];
		final float[] image = new float[2 * pixels];
		final float[] cover = new float[2 * pixels];
		final float[] order = new float[pixels];
		for (int i = 0; i < weights.length; i++) {
			weights[i] = (i * 7 % 11) - 5;
			image[i] = (i * 5 % 13) / 3f;
			cover[i] = (i * 3 % 7) / 2f;
			order[i % pixels] = i * 17 % pixels;
		}
		final double[] scores = new Replacement(Tensor.of(image, 1, 2, 5, 7), Tensor.of(cover, 1, 2, 5, 7), steps, batch, 1).along(null, linear(
			weights), new Heatmap(7, 5, order, false), Progress.NONE).scores();
		for (int k = 0; k <= steps; k++) {
			final long replaced = Math.round((double) k * pixels / steps);
			double expected = 0;
			for (int i = 0; i < weights.length; i++) expected += weights[i] * (order[i % pixels] >= pixels - replaced ? cover[i] : image[i]);
			assertEquals(expected, scores[k], 1e-4);
		}
	}

	@Test
	void noOrderOfThePixelsBeatsTheirTrueContributions() {
		final float[] weights = { 3, -1, 0.5f, 2, 0, -2 };
		final float[] image = { 1, 2, -1, 0.5f, 4, 1 };
		final Tensor input = Tensor.of(image, 1, 1, 2, 3);
		final Tensor black = Tensor.zeros(1, 1, 2, 3);
		final float[] contributions = new float[6];
		for (int i = 0; i < 6; i++) contributions[i] = weights[i] * image[i];
		final Heatmap best = new Heatmap(3, 2, contributions, true);
		final double deletion = area(input, black, weights, best);
		final double insertion = area(black, input, weights, best);
		final List<float[]> orders = new ArrayList<>();
		permutations(new float[6], 0, orders);
		assertEquals(720, orders.size());
		int worse = 0;
		for (final float[] order : orders) {
			final Heatmap map = new Heatmap(3, 2, order, true);
			assertTrue(area(input, black, weights, map) >= deletion - 1e-9);
			assertTrue(area(black, input, weights, map) <= insertion + 1e-9);
			if (area(input, black, weights, map) > deletion + 1e-9) worse++;
		}
		assertTrue(worse > 700);
	}

	@Test
	void equalValuesAreReplacedInAnOrderOfTheSeed() {
		final float[] weights = { 1, 2, 4, 8, 16, 32, 64, 128 };
		final float[] ones = new float[8];
		Arrays.fill(ones, 1);
		final Heatmap flat = new Heatmap(4, 2, new float[8], false);
		final double[][] scores = new double[3][];
		for (int i = 0; i < 3; i++) {
			scores[i] = new Replacement(Tensor.of(ones, 1, 1, 2, 4), Tensor.zeros(1, 1, 2, 4), 8, 3, i / 2).along(null, linear(weights), flat,
				Progress.NONE).scores();
		}
		assertArrayEquals(scores[0], scores[1]);
		assertFalse(Arrays.equals(scores[0], scores[2]));
		assertEquals(0, scores[2][8]);
	}

	@ParameterizedTest
	@CsvSource({ "gap,traced,4", "gap,scripted,4", "gap,frozen,4", "residual,traced,0", "residual,scripted,0", "residual,frozen,0" })
	void shufflingNothingChangesNothingAndShufflingKeepsTheNumbers(final String name, final String form, final int expected) {
		final Golden golden = Golden.of(name);
		try (Network network = Network.open(golden.archive(form))) {
			final List<String> parts = network.taught(golden.input());
			if (expected > 0) assertEquals(expected, parts.size(), parts.toString());
			final float[] before = network.run(Plan.FORWARD, golden.input()).output().data();
			try (Network copy = network.forgetful(List.of(), 1)) {
				assertArrayEquals(before, copy.run(Plan.FORWARD, golden.input()).output().data());
				assertEquals(network.layers(golden.input()), copy.layers(golden.input()));
			}
			try (Network one = network.forgetful(parts, 1); Network again = network.forgetful(parts, 1); Network other = network.forgetful(parts, 2)) {
				final float[] shuffled = one.run(Plan.FORWARD, golden.input()).output().data();
				assertArrayEquals(shuffled, again.run(Plan.FORWARD, golden.input()).output().data());
				assertFalse(Arrays.equals(before, shuffled));
				assertFalse(Arrays.equals(shuffled, other.run(Plan.FORWARD, golden.input()).output().data()));
				for (final float value : shuffled) assertTrue(Float.isFinite(value));
			}
			assertArrayEquals(before, network.run(Plan.FORWARD, golden.input()).output().data());
		}
	}

	@Test
	void theCascadeBeginsAtTheTop() {
		final Golden golden = Golden.of("gap");
		for (final String form : List.of("traced", "scripted", "frozen")) {
			try (Network network = Network.open(golden.archive(form))) {
				final List<String> parts = network.taught(golden.input());
				assertEquals(form.equals("frozen") ? List.of("/linear_1", "/conv2d_3", "/conv2d_2", "/conv2d_1") : List.of("fc", "features.4", "features.2",
					"features.0"), parts);
				final String last = network.layers(golden.input()).stream().filter(layer -> layer.isSpatial()).reduce((a, b) -> b).orElseThrow().name();
				try (Network top = network.forgetful(parts.subList(0, 1), 1)) {
					final float[] features = network.run(Plan.FORWARD.tap(last), golden.input()).activation(last).data();
					assertArrayEquals(features, top.run(Plan.FORWARD.tap(last), golden.input()).activation(last).data());
					assertFalse(Arrays.equals(network.run(Plan.FORWARD, golden.input()).output().data(), top.run(Plan.FORWARD, golden.input()).output()
						.data()));
				}
			}
		}
	}

	@Test
	void edgesDoNotCareWhatTheNetworkLearnedAndGradCamDoes() {
		final Golden golden = Golden.of("gap");
		final Target target = Target.logit(golden.target());
		try (Network network = Network.open(golden.archive("traced"))) {
			final MapCheck.Report edges = check(network, target, golden.input(), (n, progress) -> Edges.of(golden.input()));
			for (final MapCheck.Stage stage : edges.stages()) assertEquals(List.of(1.0, 1.0), stage.correlations());
			assertEquals(1, edges.edgeCorrelation(), 1e-12);
			assertEquals(edges.own().deletion().area(), edges.edges().deletion().area());
			final MapCheck.Report gradCam = check(network, target, golden.input(), (n, progress) -> new GradCam("features.4").map(n, target, golden
				.input()).maps().get(0));
			assertEquals(List.of(1, 3, 4), gradCam.stages().stream().map(MapCheck.Stage::shuffled).toList());
			assertTrue(Math.abs(gradCam.stages().get(2).mean()) < 0.9);
			assertEquals(4, gradCam.parts());
			assertEquals(5, gradCam.own().deletion().scores().length);
			assertEquals(3, gradCam.randomDeletions().length);
			final double clean = network.run(Plan.FORWARD, target, golden.input()).values()[0];
			assertEquals(clean, gradCam.own().deletion().scores()[0], 1e-5);
			assertEquals(clean, gradCam.own().insertion().scores()[4], 1e-5);
			assertEquals(gradCam.edges().deletion().scores()[4], gradCam.own().deletion().scores()[4], 1e-5);
		}
	}

	/** What the target cannot see is zero in every map, and would tie. */
	@Test
	void onlyPixelsThatSomeMapGivesAValueAreCompared() {
		final Golden golden = Golden.of("gap");
		final Target target = Target.position("features.4", 3, 2, 3);
		try (Network network = Network.open(golden.archive("traced"))) {
			final int side = 16;
			final MapCheck.Source source = (n, progress) -> {
				final float[] values = new float[side * side];
				final float[] seen = n.run(Plan.FORWARD.tap("features.4"), golden.input()).activation("features.4").data();
				for (int i = 0; i < 36; i++) values[(i / 6 + 4) * side + i % 6 + 5] = seen[i];
				return new Heatmap(side, side, values, true);
			};
			final float[] own = source.map(network, Progress.NONE).values();
			final MapCheck.Report report = check(network, target, golden.input(), source);
			final List<String> parts = List.of("features.4", "features.2", "features.0");
			assertEquals(parts, network.taught(target.layers(), golden.input()));
			assertEquals(List.of(1, 2, 3), report.stages().stream().map(MapCheck.Stage::shuffled).toList());
			for (int n = 0; n < 2; n++) {
				try (Network forgetful = network.forgetful(parts, 1 + n)) {
					final float[] other = source.map(forgetful, Progress.NONE).values();
					final float[] a = new float[36];
					final float[] b = new float[36];
					for (int i = 0; i < 36; i++) {
						a[i] = Math.abs(own[(i / 6 + 4) * side + i % 6 + 5]);
						b[i] = Math.abs(other[(i / 6 + 4) * side + i % 6 + 5]);
					}
					assertEquals(RankCorrelation.of(a, b), report.stages().get(2).correlations().get(n), 1e-12);
				}
			}
		}
	}

	/** By shuffling every part alone; a class token of zeros is the same when shuffled. */
	@ParameterizedTest
	@CsvSource({ "gap,traced,features.2,0", "gap,scripted,output,0", "gap,frozen,features.2,0", "residual,scripted,layer1,0",
		"residual,frozen,layer1,0", "unet,traced,,0", "unet,scripted,output,0", "attention,traced,output,0",
		"squeezenet,scripted,features.3.expand3x3,0", "vit,scripted,encoder.layers.encoder_layer_0,1" })
	void onlyPartsThatChangeTheTargetAreShuffled(final String name, final String form, final String module, final int zeros) {
		final Golden golden = Golden.of(name);
		try (Network network = Network.open(golden.archive(form))) {
			final List<String> names = network.layers(golden.inputs()).stream().map(layer -> layer.name()).toList();
			final String layer = module == null ? names.get(names.size() / 2) : module.equals(Network.OUTPUT) ? module : golden.layer(network, form,
				module);
			final List<String> all = network.taught(golden.inputs());
			final List<String> expected = new ArrayList<>();
			for (final String part : all) {
				try (Network forgetful = network.forgetful(List.of(part), 3)) {
					if (!Arrays.equals(read(network, layer, golden), read(forgetful, layer, golden))) expected.add(part);
				}
			}
			assertFalse(expected.isEmpty());
			final List<String> found = network.taught(Set.of(layer), golden.inputs());
			assertEquals(expected, found.subList(0, found.size() - zeros), layer + " of " + all);
		}
	}

	private static float[] read(final Network network, final String layer, final Golden golden) {
		if (layer.equals(Network.OUTPUT)) return network.run(Plan.FORWARD, golden.inputs()).output().data();
		return network.run(Plan.FORWARD.tap(layer), golden.inputs()).activation(layer).data();
	}

	@ParameterizedTest
	@ValueSource(strings = { "traced", "frozen" })
	void theSameSeedGivesTheSameReport(final String form) {
		final Golden golden = Golden.of("residual");
		final Target target = Target.logit(golden.target());
		try (Network network = Network.open(golden.archive(form))) {
			final MapCheck.Source gradient = (n, progress) -> new Gradient(Rule.PLAIN).attribute(n, target, golden.input(), progress).maps(
				Reduction.ABSOLUTE).get(0);
			final MapCheck.Report one = check(network, target, golden.input(), gradient);
			final MapCheck.Report two = check(network, target, golden.input(), gradient);
			assertEquals(one.stages(), two.stages());
			assertArrayEquals(one.randomDeletions(), two.randomDeletions());
			assertArrayEquals(one.randomInsertions(), two.randomInsertions());
		}
	}

	@Test
	void anEmptyMapIsNotChecked() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("traced"))) {
			assertTrue(new MapCheck(SETTINGS).check(network, List.of(), linear(1), images(golden.input()), (n, progress) -> new Heatmap(2, 2, new float[4], false),
				Progress.NONE).isEmpty());
		}
	}

	@Test
	void theCheckStopsWhenAsked() {
		final Golden golden = Golden.of("gap");
		final Target target = Target.logit(0);
		final AtomicInteger asked = new AtomicInteger();
		final Progress impatient = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				assertTrue(fraction >= 0 && fraction <= 1, what);
			}

			@Override
			public boolean isCancelled() {
				return asked.incrementAndGet() > 3;
			}
		};
		try (Network network = Network.open(golden.archive("traced"))) {
			final MapCheck.Source edges = (n, progress) -> Edges.of(golden.input());
			assertThrows(CancelledException.class, () -> new MapCheck(SETTINGS).check(network, network.taught(golden.input()), Scorer.of(target), images(
				golden.input()), edges, impatient));
		}
	}

	private static final MapCheck.Settings SETTINGS = new MapCheck.Settings(4, 3, 3, 2, 1);

	private static MapCheck.Report check(final Network network, final Target target, final Tensor input, final MapCheck.Source source) {
		return new MapCheck(SETTINGS).check(network, network.taught(target.layers(), input), Scorer.of(target), images(input), source, Progress.NONE).orElseThrow();
	}

	private static MapCheck.Images images(final Tensor input) {
		return new MapCheck.Images(input, Tensor.zeros(input.shape()), Tensor.zeros(input.shape()));
	}

	private static double area(final Tensor from, final Tensor to, final float[] weights, final Heatmap map) {
		return new Replacement(from, to, 6, 7, 1).along(null, linear(weights), map, Progress.NONE).area();
	}

	private static void permutations(final float[] ranks, final int next, final List<float[]> found) {
		if (next == ranks.length) {
			found.add(ranks.clone());
			return;
		}
		for (int i = 0; i < ranks.length; i++) {
			if (ranks[i] != 0) continue;
			ranks[i] = next + 1;
			permutations(ranks, next + 1, found);
			ranks[i] = 0;
		}
	}

	private static JsonObject golden() throws IOException {
		try (Reader reader = new InputStreamReader(MapCheckTest.class.getResourceAsStream("/map-check.json"), StandardCharsets.UTF_8)) {
			return JsonParser.parseReader(reader).getAsJsonObject();
		}
	}

	private static float[] floats(final JsonArray array) {
		final float[] numbers = new float[array.size()];
		for (int i = 0; i < numbers.length; i++) numbers[i] = array.get(i).getAsFloat();
		return numbers;
	}
}
