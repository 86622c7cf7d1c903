package org.fovea.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Holds opened networks to what must be true of any network: determinism, linearity, planted changes, flat memory, clear refusals. */
class NetworkPropertyTest {

	private static final int PAGE = 4096;
	private static final int ROUNDS = 8;

	private static Network open(final String name, final String form) {
		return Network.open(Golden.of(name).archive(form));
	}

	private static double dot(final Tensor a, final Tensor b) {
		double sum = 0;
		for (int i = 0; i < a.length(); i++) sum += a.data()[i] * (double) b.data()[i];
		return sum;
	}

	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted", "frozen" })
	void inputTimesGradientOfABiasFreeNetworkIsItsLogit(final String form) {
		final Golden golden = Golden.of("plain");
		try (Network network = Network.open(golden.archive(form))) {
			for (int c = 0; c < 4; c++) {
				final Trace trace = network.run(Plan.FORWARD.gradient(Network.INPUT), Target.logit(c), golden.input());
				assertEquals(trace.output().at(0, c), dot(golden.input(), trace.gradient(Network.INPUT)), 1e-5);
			}
		}
	}

	@Test
	void inputTimesGradientIsTheLogitAlsoUnderAblation() {
		final Golden golden = Golden.of("plain");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final Tensor mask = Tensor.of(new float[] { 1, 0, 1, 0, 0, 1, 2, 1, 0, 1, 0, 1 }, 1, 12, 1, 1);
			final Plan plan = Plan.FORWARD.gradient(Network.INPUT).with(new Intervention.Scale("relu2", mask));
			final Trace ablated = network.run(plan, Target.logit(1), golden.input());
			assertEquals(ablated.output().at(0, 1), dot(golden.input(), ablated.gradient(Network.INPUT)), 1e-5);
			assertTrue(Math.abs(ablated.output().at(0, 1) - network.run(Plan.FORWARD, golden.input()).output().at(0, 1)) > 0.01);
		}
	}

	/** The gradient at a layer is what a small change of that layer does to the target. */
	@ParameterizedTest
	@ValueSource(strings = { "layer1.0", "conv2", "fc1" })
	void gradientAtALayerPredictsAShiftOfIt(final String layer) {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("traced"))) {
			final Trace trace = network.run(Plan.FORWARD.gradient(layer), Target.logit(2), golden.input());
			final Tensor gradient = trace.gradient(layer);
			final double norm = dot(gradient, gradient);
			final float[] step = gradient.data().clone();
			for (int i = 0; i < step.length; i++) step[i] *= (float) (1e-3 / Math.sqrt(norm));
			final Plan shifted = Plan.FORWARD.with(new Intervention.Shift(layer, Tensor.of(step, gradient.shape())));
			final double rise = network.run(shifted, golden.input()).output().at(0, 2) - trace.values()[0];
			assertEquals(1e-3 * Math.sqrt(norm), rise, 0.02e-3 * Math.sqrt(norm) + 2e-6);
		}
	}

	@Test
	void changingNothingIsBitIdentical() {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final float[] plain = network.run(Plan.FORWARD, golden.input()).output().data();
			for (final Layer layer : network.layers(golden.input())) {
				final Plan plan = Plan.FORWARD.with(new Intervention.Scale(layer.name(), Tensor.of(new float[] { 1 }, 1))).with(
					new Intervention.Shift(layer.name(), Tensor.zeros(1)));
				assertArrayEquals(plain, network.run(plan, golden.input()).output().data(), layer.name());
			}
		}
	}

	@Test
	void silencingALayerIsReplacingItByZero() {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("traced"))) {
			final float[] plain = network.run(Plan.FORWARD, golden.input()).output().data();
			int changed = 0;
			for (final Layer layer : network.layers(golden.input())) {
				final Plan scale = Plan.FORWARD.tap(layer.name()).with(new Intervention.Scale(layer.name(), Tensor.zeros(1)));
				final Plan replace = Plan.FORWARD.tap(layer.name()).with(new Intervention.Replace(layer.name(), Tensor.zeros(1)));
				final Trace scaled = network.run(scale, golden.input());
				for (final float value : scaled.activation(layer.name()).data()) assertTrue(value == 0);
				assertArrayEquals(scaled.output().data(), network.run(replace, golden.input()).output().data(), Float.MIN_VALUE, layer.name());
				if (!Arrays.equals(plain, scaled.output().data())) changed++;
			}
			assertTrue(changed > 20, "only " + changed + " layers matter");
		}
	}

	/** A tap, a gradient and a rule must not change what else comes back. */
	@Test
	void whatElseIsAskedForDoesNotMatter() {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final String[] names = network.layers(golden.input()).stream().map(Layer::name).filter(name -> !name.endsWith("/mean_1")).toArray(
				String[]::new);
			final Trace alone = network.run(Plan.FORWARD.gradient(Network.INPUT), Target.logit(1), golden.input());
			final Trace all = network.run(Plan.FORWARD.tap(names).gradient(names).gradient(Network.INPUT), Target.logit(1), golden.input());
			assertArrayEquals(alone.output().data(), all.output().data());
			golden.output().check(all.output(), "output");
			final double scale = 1e-6 * Math.sqrt(dot(alone.gradient(Network.INPUT), alone.gradient(Network.INPUT)));
			assertArrayEquals(alone.gradient(Network.INPUT).data(), all.gradient(Network.INPUT).data(), (float) scale);
		}
	}

	static Stream<Target> combinations() {
		return Stream.of(Target.logit(0).minus(Target.logit(3)), Target.logit(1).times(-2.5), Target.unit("layer1", 3).plus(Target.logit(2)), Target
			.position("layer2.0.conv1", 4, 1, 2).minus(Target.position("maxpool", 2, 3, 3)), Target.top());
	}

	/** A combined target's gradient is the combination of finite differences along the gradient itself. */
	@ParameterizedTest
	@MethodSource("combinations")
	void combinedTargetsRiseAlongTheirGradient(final Target target) {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final Plan plan = Plan.FORWARD.gradient(Network.INPUT);
			final Trace trace = network.run(plan, target, golden.input());
			final Tensor gradient = trace.gradient(Network.INPUT);
			final double norm = Math.sqrt(dot(gradient, gradient));
			assertTrue(norm > 1e-3);
			final float[] moved = golden.input().data().clone();
			for (int i = 0; i < moved.length; i++) moved[i] += (float) (1e-3 * gradient.data()[i] / norm);
			final double rise = network.run(plan, target, Tensor.of(moved, golden.input().shape())).values()[0] - trace.values()[0];
			assertEquals(1e-3 * norm, rise, 0.03e-3 * norm + 4e-6);
		}
	}

	@ParameterizedTest
	@EnumSource(Rule.class)
	void severalThreadsGetIdenticalResults(final Rule rule) throws InterruptedException, ExecutionException {
		final Golden golden = Golden.of("residual");
		final ExecutorService threads = Executors.newFixedThreadPool(6);
		try (Network one = Network.open(golden.archive("traced")); Network other = Network.open(golden.archive("scripted"))) {
			final Plan plan = Plan.FORWARD.tap("layer1").gradient(Network.INPUT).under(rule);
			final List<Network> networks = List.of(one, other);
			final List<Trace> expected = networks.stream().map(network -> network.run(plan, Target.logit(1), golden.input())).toList();
			final List<Callable<Trace>> work = new ArrayList<>();
			for (int i = 0; i < 120; i++) {
				final Network network = networks.get(i % 2);
				work.add(() -> network.run(plan, Target.logit(1), golden.input()));
			}
			final List<Future<Trace>> traces = threads.invokeAll(work);
			for (int i = 0; i < traces.size(); i++) {
				final Trace trace = traces.get(i).get();
				assertArrayEquals(expected.get(i % 2).output().data(), trace.output().data());
				assertArrayEquals(expected.get(i % 2).activation("layer1").data(), trace.activation("layer1").data());
				assertArrayEquals(expected.get(i % 2).gradient(Network.INPUT).data(), trace.gradient(Network.INPUT).data());
				assertEquals(expected.get(i % 2).rectifiers(), trace.rectifiers());
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** Memory that the process holds once everything that can be collected is collected. */
	private static long resident() {
		System.gc();
		try {
			return PAGE * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Compares medians of early and late rounds: what the allocator keeps for later comes and goes between them. */
	private static void staysFlat(final int runs, final long megabytes, final Runnable run) {
		final long[] rounds = new long[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < runs / ROUNDS; i++) run.run();
			rounds[round] = resident() >> 20;
		}
		final long early = Arrays.stream(rounds, 0, 3).sorted().toArray()[1];
		final long late = Arrays.stream(rounds, ROUNDS - 3, ROUNDS).sorted().toArray()[1];
		assertTrue(late - early < megabytes, () -> "grew in " + runs + " runs: " + Arrays.toString(rounds) + " MB");
	}

	/** A leak of the input alone would show as 300 MB, of the tapped layer as 800 MB. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void memoryStaysFlatOverTenThousandForwards() {
		try (Network network = open("gap", "traced")) {
			final Tensor input = Golden.formula(0, 1, 3, 64, 64);
			staysFlat(10_000, 120, () -> network.run(Plan.FORWARD.tap("features.0"), input));
		}
	}

	/** A leak of the graph would show as 300 MB. */
	@ParameterizedTest
	@EnumSource(Rule.class)
	@EnabledOnOs(OS.LINUX)
	void memoryStaysFlatOverBackwards(final Rule rule) {
		try (Network network = open("gap", "scripted")) {
			final Tensor input = Golden.formula(0, 1, 3, 64, 64);
			final Plan plan = Plan.FORWARD.tap("features.1").gradient(Network.INPUT, "features.3").under(rule);
			staysFlat(960, 120, () -> network.run(plan, Target.top(), input));
		}
	}

	/** A leak of the input would show as 300 MB. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void memoryStaysFlatOverRefusals() {
		try (Network network = open("gap", "traced")) {
			final Tensor wrong = Golden.formula(0, 1, 5, 128, 128);
			staysFlat(1600, 120, () -> assertThrows(FoveaException.class, () -> network.run(Plan.FORWARD, wrong)));
		}
	}

	/** Unused code of a rewritten network is some megabytes. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void memoryStaysFlatOverOpenings() {
		staysFlat(24, 50, () -> open("resnet18", "scripted").close());
	}

	@Test
	void whatDoesNotExistIsRefusedInWords() {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final Tensor input = golden.input();
			final Plan gradient = Plan.FORWARD.gradient(Network.INPUT);
			final Tensor wrong = Golden.formula(0, 1, 4, 16, 16);
			final Intervention nowhere = new Intervention.Scale("layer9", Tensor.zeros(1));
			final Intervention unfit = new Intervention.Shift("layer1", Tensor.zeros(1, 7, 1, 1));
			assertAll( //
				() -> refused("layer9", () -> network.run(Plan.FORWARD.tap("layer9"), input)), //
				() -> refused("layer9", () -> network.run(Plan.FORWARD.gradient("layer9"), Target.logit(0), input)), //
				() -> refused("layer9", () -> network.run(Plan.FORWARD.with(nowhere), input)), //
				() -> refused("layer1", () -> network.run(Plan.FORWARD.with(unfit), input)), //
				() -> refused("5", () -> network.run(gradient, Target.logit(5), input)), //
				() -> refused("8", () -> network.run(gradient, Target.unit("layer1", 8), input)), //
				() -> refused("8", () -> network.run(gradient, Target.position("layer1", 0, 8, 0), input)), //
				() -> refused("fc1", () -> network.run(Plan.FORWARD.gradient("fc1"), Target.unit("layer1", 0), input)), //
				() -> refused("2", () -> network.run(Plan.FORWARD, input, input)), //
				() -> refused("4", () -> network.run(Plan.FORWARD, wrong)));
			golden.output().check(network.run(Plan.FORWARD, input).output(), "output after the refusals");
		}
	}

	private static void refused(final String word, final Executable run) {
		final String sentence = assertThrows(FoveaException.class, run).getMessage();
		assertTrue(sentence.contains(word) && sentence.endsWith(".") && !sentence.contains("\n"), sentence);
	}

	@Test
	void aClosedNetworkDoesNotRun() {
		final Network network = open("plain", "traced");
		network.close();
		network.close();
		assertThrows(IllegalStateException.class, () -> network.run(Plan.FORWARD, Golden.of("plain").input()));
	}

	@Test
	void hashesAreThoseOfTheFiles() throws IOException, NoSuchAlgorithmException {
		final Path archive = Golden.of("plain").archive("traced");
		final byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
		try (Network network = Network.open(archive); Network other = open("plain", "scripted")) {
			assertEquals(HexFormat.of().formatHex(digest), network.sha256());
			assertFalse(other.sha256().equals(network.sha256()));
		}
	}
}
