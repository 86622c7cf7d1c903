package org.fovea.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.network.Intervention;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Holds every export of every golden network, opened for introspection, against PyTorch, Captum and the untouched archive. */
class NetworkGoldenTest {

	private static final Map<String, Network> OPEN = new LinkedHashMap<>();

	static Stream<Arguments> archives() {
		return PlainArchiveTest.archives();
	}

	static Stream<Arguments> runnable() {
		return PlainArchiveTest.runnable();
	}

	/** Exports that keep their submodules. */
	static Stream<Arguments> modular() {
		return where((golden, form) -> !form.equals("frozen"));
	}

	static Stream<Arguments> rectified() {
		return where((golden, form) -> golden.activeRectifiers() > 0);
	}

	static Stream<Arguments> unrectified() {
		return where((golden, form) -> golden.activeRectifiers() == 0);
	}

	static Stream<Arguments> withNeuron() {
		return where((golden, form) -> golden.neuron().isPresent());
	}

	static Stream<Arguments> withCams() {
		return where((golden, form) -> !golden.cams().isEmpty());
	}

	static Stream<Arguments> withChanges() {
		return where((golden, form) -> !form.equals("frozen") && !golden.changes().isEmpty());
	}

	/** A trace may have fixed the size of the batch. */
	static Stream<Arguments> anyBatch() {
		return where((golden, form) -> form.equals("scripted"));
	}

	/** Frozen exports without normalisation, which would be folded into the convolutions. */
	static Stream<Arguments> unfolded() {
		return where((golden, form) -> form.equals("frozen") && List.of("plain", "gap", "two-inputs", "loop", "pre-activation",
			"squeeze-excitation").contains(golden.name()));
	}

	private static Stream<Arguments> where(final BiPredicate<Golden, String> condition) {
		return archives().filter(archive -> condition.test((Golden) archive.get()[0], (String) archive.get()[1]));
	}

	private static Network open(final Golden golden, final String form) {
		return OPEN.computeIfAbsent(golden + "-" + form, name -> Network.open(golden.archive(form)));
	}

	@AfterAll
	static void close() {
		OPEN.values().forEach(Network::close);
		OPEN.clear();
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("archives")
	void nothingIsHidden(final Golden golden, final String form) {
		assertEquals(List.of(), open(golden, form).limitations(), golden + " " + form);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("runnable")
	void outputIsBitIdenticalToTheUntouchedArchive(final Golden golden, final String form) {
		final Network network = open(golden, form);
		final Tensor[] inputs = golden.inputs();
		final String[] everything = network.layers(inputs).stream().map(Layer::name).toArray(String[]::new);
		try (PlainArchive archive = new PlainArchive(golden.archive(form))) {
			final Map<String, Tensor> plain = archive.run(golden.outputs().keySet(), inputs);
			for (final Plan plan : List.of(Plan.FORWARD, Plan.FORWARD.tap(everything))) {
				final Map<String, Tensor> probed = network.run(plan, inputs).outputs();
				plain.values().forEach(expected -> assertTrue(probed.values().stream().anyMatch(actual -> Arrays.equals(expected.shape(), actual
					.shape()) && Arrays.equals(expected.data(), actual.data())), golden + " " + form));
			}
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("archives")
	void outputsEqualPyTorch(final Golden golden, final String form) {
		final Trace trace = open(golden, form).run(Plan.FORWARD, golden.inputs());
		check(golden.outputs(), trace.outputs());
	}

	/** Names are those of PyTorch, except that a trace turns a named tuple into a tuple, and scripted googlenet always returns several. */
	private static void check(final Map<String, Reference> expected, final Map<String, Tensor> actual) {
		if (expected.size() == 1) expected.get("output").check(actual.values().iterator().next(), "output");
		else {
			assertEquals(expected.keySet(), actual.keySet());
			expected.forEach((name, reference) -> reference.check(actual.get(name), name));
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("modular")
	void everySubmoduleIsListed(final Golden golden, final String form) {
		final Map<String, Layer> layers = open(golden, form).layers(golden.inputs()).stream().collect(Collectors.toMap(Layer::name, Function
			.identity()));
		assertAll(golden + " " + form, passages(golden, form).stream().map(passage -> () -> {
			final Layer layer = layers.get(passage.layer());
			assertNotNull(layer, passage.layer());
			assertArrayEquals(passage.activation().shape(), layer.shape(), passage.layer());
			assertEquals(passage.of(), layer.operator(), passage.layer());
			assertTrue(layer.isModule(), passage.layer());
		}));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("archives")
	void everyListedLayerCanBeTapped(final Golden golden, final String form) {
		final Network network = open(golden, form);
		final List<Layer> layers = network.layers(golden.inputs());
		final String[] names = layers.stream().map(Layer::name).toArray(String[]::new);
		assertEquals(names.length, Stream.of(names).distinct().count(), golden + " " + form);
		final Trace trace = network.run(Plan.FORWARD.tap(names), golden.inputs());
		for (final Layer layer : layers) assertArrayEquals(layer.shape(), trace.activation(layer.name()).shape(), golden + " " + layer.name());
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("modular")
	void activationsEqualPyTorch(final Golden golden, final String form) {
		final Network network = open(golden, form);
		final List<Golden.Passage> passages = listed(network, golden, form);
		final Trace trace = network.run(Plan.FORWARD.tap(names(passages)), golden.inputs());
		assertAll(golden + " " + form, passages.stream().map(passage -> () -> passage.activation().check(trace.activation(passage.layer()), passage.layer())));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("archives")
	void gradientAtTheInputEqualsPyTorch(final Golden golden, final String form) {
		final Trace trace = open(golden, form).run(Plan.FORWARD.gradient(Network.INPUT), Target.logit(golden.target()), golden.inputs());
		golden.gradient().check(trace.gradient(Network.INPUT), golden + " " + form);
		final float[] magnitudes = trace.gradient(Network.INPUT).data().clone();
		for (int i = 0; i < magnitudes.length; i++) magnitudes[i] = Math.abs(magnitudes[i]);
		golden.saliency().check(Tensor.of(magnitudes, trace.gradient(Network.INPUT).shape()), "saliency");
		assertEquals(sum(trace.output(), golden.target()), trace.values()[0], 1e-4 * Math.max(1, golden.output().max()));
	}

	private static double sum(final Tensor output, final int unit) {
		final boolean isTokens = output.rank() == 3;
		final int units = output.size(isTokens ? 2 : 1);
		final int positions = output.length() / units;
		double sum = 0;
		for (int p = 0; p < positions; p++) sum += output.data()[isTokens ? p * units + unit : unit * positions + p];
		return sum;
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("modular")
	void gradientsAtEverySubmoduleEqualPyTorch(final Golden golden, final String form) {
		final Network network = open(golden, form);
		final List<Golden.Passage> passages = listed(network, golden, form).stream().filter(passage -> passage.gradient().isPresent()).toList();
		final List<Executable> checks = new ArrayList<>();
		for (final Golden.Passage passage : passages) {
			checks.add(() -> {
				final Trace trace = network.run(Plan.FORWARD.gradient(passage.layer()), Target.logit(golden.target()), golden.inputs());
				passage.gradient().orElseThrow().check(trace.gradient(passage.layer()), passage.layer());
			});
		}
		checks.add(() -> {
			final Trace trace = network.run(Plan.FORWARD.gradient(names(passages)), Target.logit(golden.target()), golden.inputs());
			passages.forEach(passage -> passage.gradient().orElseThrow().check(trace.gradient(passage.layer()), passage.layer() + " with all others"));
		});
		assertAll(golden + " " + form, checks);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("rectified")
	void rulesEqualCaptum(final Golden golden, final String form) {
		final Network network = open(golden, form);
		final int rectifiers = golden.activeRectifiers();
		final String six = golden.rectifiers6() > 0 ? "6" : "";
		for (final Rule rule : List.of(Rule.GUIDED, Rule.DECONVNET)) {
			final Trace trace = network.run(Plan.FORWARD.gradient(Network.INPUT).under(rule), Target.logit(golden.target()), golden.inputs());
			golden.map(rule.name().toLowerCase(Locale.ROOT) + six).orElseThrow().check(trace.gradient(Network.INPUT), golden + " " + form + " " + rule);
			assertEquals(rectifiers, trace.rectifiers(), golden + " " + form);
			check(golden.outputs(), trace.outputs());
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("unrectified")
	void rulesAreRefusedWithoutRectifiers(final Golden golden, final String form) {
		final Plan plan = Plan.FORWARD.gradient(Network.INPUT).under(Rule.GUIDED);
		final Target target = Target.logit(golden.target());
		assertThrows(FoveaException.class, () -> open(golden, form).run(plan, target, golden.inputs()));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("withNeuron")
	void neuronsEqualCaptum(final Golden golden, final String form) {
		final Golden.Neuron neuron = golden.neuron().orElseThrow();
		final String layer = golden.layer(open(golden, form), form, neuron.layer());
		final Target target = Target.position(layer, neuron.unit(), neuron.x(), neuron.y());
		final Map<String, Rule> rules = Map.of("gradient", Rule.PLAIN, "guided", Rule.GUIDED, "deconvnet", Rule.DECONVNET);
		assertAll(golden + " " + form, neuron.maps().entrySet().stream().map(map -> () -> {
			final Plan plan = Plan.FORWARD.gradient(Network.INPUT).under(rules.get(map.getKey()));
			final Trace trace = open(golden, form).run(plan, target, golden.inputs());
			map.getValue().check(trace.gradient(Network.INPUT), map.getKey());
			if (map.getKey().equals("gradient")) return;
			assertTrue(trace.rectifiers() <= golden.rectifiers());
		}));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("withCams")
	void gradCamEqualsCaptum(final Golden golden, final String form) {
		assertAll(golden + " " + form, golden.cams().stream().map(cam -> () -> {
			final String layer = golden.layer(open(golden, form), form, cam.layer());
			final Plan plan = Plan.FORWARD.tap(layer).gradient(layer);
			final Trace trace = open(golden, form).run(plan, Target.logit(golden.target()), golden.inputs());
			final Tensor signed = weighted(trace.activation(layer), trace.gradient(layer));
			cam.signed().check(signed, cam.layer());
			final float[] positive = signed.data().clone();
			for (int i = 0; i < positive.length; i++) positive[i] = Math.max(0, positive[i]);
			cam.positive().check(Tensor.of(positive, signed.shape()), cam.layer());
		}));
	}

	/** Σ_k mean(g_k) A_k. */
	private static Tensor weighted(final Tensor activation, final Tensor gradient) {
		final int positions = activation.size(2) * activation.size(3);
		final double[] map = new double[positions];
		for (int k = 0; k < activation.size(1); k++) {
			double mean = 0;
			for (int p = 0; p < positions; p++) mean += gradient.data()[k * positions + p] / (double) positions;
			for (int p = 0; p < positions; p++) map[p] += mean * activation.data()[k * positions + p];
		}
		final float[] floats = new float[positions];
		for (int p = 0; p < positions; p++) floats[p] = (float) map[p];
		return Tensor.of(floats, 1, 1, activation.size(2), activation.size(3));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("withChanges")
	void interventionsEqualPyTorch(final Golden golden, final String form) {
		assertAll(golden + " " + form, golden.changes().stream().map(change -> () -> {
			final Intervention intervention = switch (change.kind()) {
				case "scale" -> new Intervention.Scale(change.layer(), change.values());
				case "shift" -> new Intervention.Shift(change.layer(), change.values());
				default -> new Intervention.Replace(change.layer(), change.values());
			};
			final Trace trace = open(golden, form).run(Plan.FORWARD.with(intervention), golden.inputs());
			check(change.outputs(), trace.outputs());
		}));
	}

	/** Every entry of a batch must come out as if it were alone. */
	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("anyBatch")
	void batchesEqualSingleRuns(final Golden golden, final String form) {
		final Network network = open(golden, form);
		final Tensor[] one = golden.inputs();
		final Tensor[] other = new Tensor[one.length];
		for (int i = 0; i < one.length; i++) other[i] = Golden.formula(50 + i, one[i].shape());
		final Tensor[] both = new Tensor[one.length];
		for (int i = 0; i < one.length; i++) both[i] = join(one[i], other[i]);
		final Plan plan = Plan.FORWARD.gradient(Network.INPUT);
		final Target target = Target.logit(golden.target());
		final Trace together = network.run(plan, target, both);
		final List<Trace> alone = List.of(network.run(plan, target, one), network.run(plan, target, other));
		for (int n = 0; n < 2; n++) {
			near(alone.get(n).output().slice(0), together.output().slice(n), golden + " output");
			near(alone.get(n).gradient(Network.INPUT).slice(0), together.gradient(Network.INPUT).slice(n), golden + " gradient");
			assertEquals(alone.get(n).values()[0], together.values()[n], 1e-5 * Math.max(1, Math.abs(together.values()[n])));
		}
	}

	private static Tensor join(final Tensor one, final Tensor other) {
		final float[] data = Arrays.copyOf(one.data(), one.length() + other.length());
		System.arraycopy(other.data(), 0, data, one.length(), other.length());
		final int[] shape = one.shape();
		shape[0] *= 2;
		return Tensor.of(data, shape);
	}

	private static void near(final Tensor expected, final Tensor actual, final String what) {
		double max = 0;
		for (final float value : expected.data()) max = Math.max(max, Math.abs(value));
		assertArrayEquals(expected.data(), actual.data(), (float) (Reference.TOLERANCE * max), what);
	}

	/** Without submodules the operators must show what the modules did: each plain convolution's activation is among them. */
	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("unfolded")
	void frozenOperatorsShowTheConvolutions(final Golden golden, final String form) {
		final Network network = open(golden, form);
		final String[] names = network.layers(golden.inputs()).stream().map(Layer::name).toArray(String[]::new);
		final Trace trace = network.run(Plan.FORWARD.tap(names), golden.inputs());
		final List<Golden.Passage> convolutions = golden.passages().stream().filter(passage -> passage.of().equals("Conv2d")).toList();
		assertTrue(convolutions.size() > 0);
		for (final Golden.Passage passage : convolutions) {
			assertTrue(trace.activations().values().stream().anyMatch(a -> passage.activation().difference(a) <= Reference.TOLERANCE), passage
				.layer());
		}
	}

	/** What an export can show: tracing forgets modules that hand on what they were given. */
	private static List<Golden.Passage> passages(final Golden golden, final String form) {
		final Set<String> forgotten = form.equals("traced") ? Set.of("Identity", "StochasticDepth") : Set.of();
		return golden.passages().stream().filter(passage -> !forgotten.contains(passage.of())).toList();
	}

	private static List<Golden.Passage> listed(final Network network, final Golden golden, final String form) {
		final List<String> names = network.layers(golden.inputs()).stream().map(Layer::name).toList();
		return passages(golden, form).stream().filter(passage -> names.contains(passage.layer())).toList();
	}

	private static String[] names(final List<Golden.Passage> passages) {
		return passages.stream().map(Golden.Passage::layer).toArray(String[]::new);
	}
}
