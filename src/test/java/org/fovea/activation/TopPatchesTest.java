package org.fovea.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.activation.TopPatches.Patch;
import org.fovea.golden.Golden;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.ReceptiveField;
import org.fovea.network.Rule;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against sorting everything, and against plants. */
class TopPatchesTest {

	private static final List<Integer> UNITS = List.of(0, 1, 2, 3);

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 9, 50 })
	void equalsSortingEverything(final int count) {
		final Random random = new Random(count);
		final TopPatches<Integer> top = new TopPatches<>("layer", count);
		final List<Patch<Integer>> all = new ArrayList<>();
		for (int image = 0; image < 30; image++) {
			final int width = 3 + random.nextInt(4);
			final int height = 2 + random.nextInt(4);
			final Tensor a = Tensor.zeros(1, 4, height, width);
			for (int i = 0; i < a.length(); i++) a.data()[i] = random.nextInt(12) - 3;
			top.add(image, a, UNITS);
			for (final int unit : UNITS) all.add(brute(image, unit, a));
		}
		for (final int unit : UNITS) {
			final List<Patch<Integer>> expected = all.stream().filter(patch -> patch.unit() == unit).sorted(Comparator.comparing(
				(Patch<Integer> patch) -> -patch.activation()).thenComparing(Patch::source)).limit(count).toList();
			assertEquals(expected, top.best().get(unit));
		}
	}

	private static Patch<Integer> brute(final int image, final int unit, final Tensor a) {
		Patch<Integer> best = null;
		for (int y = 0; y < a.size(2); y++) {
			for (int x = 0; x < a.size(3); x++) {
				if (best == null || a.at(0, unit, y, x) > best.activation()) best = new Patch<>(unit, image, x, y, a.at(0, unit, y, x));
			}
		}
		return best;
	}

	@Test
	void findsAPlant() {
		final TopPatches<String> top = new TopPatches<>("layer", 1);
		for (final String name : List.of("a", "b", "c")) {
			final Tensor a = Tensor.zeros(1, 2, 5, 7);
			Arrays.fill(a.data(), 0.5f);
			if (name.equals("b")) a.data()[35 + 3 * 7 + 6] = 9;
			top.add(name, a, List.of(1));
		}
		assertEquals(List.of(new Patch<>(1, "b", 6, 3, 9f)), top.best().get(1));
	}

	/** Of units behind a ReLU, of one that is 0 everywhere, and of one that is negative now and then. */
	@Test
	void zeroIsSilenceOnlyForUnitsThatNeverGoBelow() {
		final TopPatches<String> top = new TopPatches<>("layer", 3);
		top.add("a", Tensor.of(new float[] { 0, 0, 0, 2, -1, -2, 0, 0 }, 1, 4, 1, 2), UNITS);
		top.add("b", Tensor.of(new float[] { 0, 0, 0, 0, 0, 0, 0, -4 }, 1, 4, 1, 2), UNITS);
		top.add("c", Tensor.of(new float[] { 0, 0, 1, 0, -7, -5, -1, -3 }, 1, 4, 1, 2), UNITS);
		assertEquals(List.of(), top.best().get(0));
		assertEquals(List.of(new Patch<>(1, "a", 1, 0, 2f), new Patch<>(1, "c", 0, 0, 1f)), top.best().get(1));
		assertEquals(List.of(new Patch<>(2, "b", 0, 0, 0f), new Patch<>(2, "a", 0, 0, -1f), new Patch<>(2, "c", 1, 0, -5f)), top.best().get(2));
		assertEquals(List.of("a", "b", "c"), top.best().get(3).stream().map(Patch::source).toList());
	}

	@Test
	void tokensAndNumbersHaveUnitsToo() {
		final TopPatches<String> tokens = new TopPatches<>("layer", 1);
		tokens.add("a", Tensor.of(new float[] { 1, 5, 2, 4, 3, 3 }, 1, 3, 2), List.of(0, 1));
		assertEquals(new Patch<>(0, "a", 2, 0, 3f), tokens.best().get(0).get(0));
		assertEquals(new Patch<>(1, "a", 0, 0, 5f), tokens.best().get(1).get(0));
		final TopPatches<String> numbers = new TopPatches<>("layer", 1);
		numbers.add("a", Tensor.of(new float[] { 1, 5 }, 1, 2), List.of(1));
		assertEquals(new Patch<>(1, "a", 0, 0, 5f), numbers.best().get(1).get(0));
	}

	@Test
	void notANumberIsNoMaximum() {
		final TopPatches<String> top = new TopPatches<>("layer", 1);
		top.add("a", Tensor.of(new float[] { Float.NaN, 1, Float.NaN, Float.NaN }, 1, 2, 1, 2), List.of(0, 1));
		assertEquals(1f, top.best().get(0).get(0).activation());
		assertEquals(List.of(), top.best().get(1));
	}

	@Test
	void refusesNoPatchesAndOtherUnits() {
		assertThrows(FoveaException.class, () -> new TopPatches<String>("layer", 0));
		final TopPatches<String> top = new TopPatches<>("layer", 1);
		top.add("a", Tensor.zeros(1, 2, 1, 1), List.of(0));
		assertThrows(FoveaException.class, () -> top.add("b", Tensor.zeros(1, 3, 1, 1), List.of(0)));
	}

	/** The recorded neurons are projected by Captum's NeuronGuidedBackprop and NeuronDeconvolution. */
	@ParameterizedTest
	@EnumSource(value = Rule.class, names = { "GUIDED", "DECONVNET" })
	void projectionsAreThoseOfCaptum(final Rule rule) {
		int checked = 0;
		for (final String name : List.of("plain", "gap", "residual")) {
			final Golden golden = Golden.of(name);
			final Golden.Neuron neuron = golden.neuron().orElseThrow();
			try (Network network = Network.open(golden.archive("scripted"))) {
				final Patch<String> patch = new Patch<>(neuron.unit(), "", neuron.x(), neuron.y(), 0);
				neuron.maps().get(rule.name().toLowerCase(java.util.Locale.ROOT)).check(new Projection(rule).of(network, golden.input(), neuron.layer(),
					patch), name);
				checked++;
			}
		}
		assertEquals(3, checked);
	}

	@Test
	void projectionsStayInsideTheReceptiveField() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final Layer layer = network.layers(golden.inputs()).stream().filter(l -> l.name().equals("features.3")).findFirst().orElseThrow();
			final TopPatches<Integer> top = new TopPatches<>(layer.name(), 1);
			final Tensor a = network.run(Plan.FORWARD.tap(layer.name()), golden.inputs()).activation(layer.name());
			top.add(0, a, IntStream.range(0, layer.units()).boxed().toList());
			int checked = 0;
			for (final List<Patch<Integer>> patches : top.best().values()) {
				for (final Patch<Integer> patch : patches) {
					assertInside(layer, patch, new Projection(Rule.DECONVNET).of(network, golden.input(), layer.name(), patch));
					checked++;
				}
			}
			assertTrue(checked > 2);
		}
	}

	private static void assertInside(final Layer layer, final Patch<Integer> patch, final Tensor projection) {
		final ReceptiveField h = layer.horizontal().orElseThrow();
		final ReceptiveField v = layer.vertical().orElseThrow();
		for (int i = 0; i < projection.length(); i++) {
			if (projection.data()[i] == 0) continue;
			final int x = i % projection.size(3);
			final int y = i / projection.size(3) % projection.size(2);
			assertTrue(x >= h.first(patch.x()) && x <= h.last(patch.x()) && y >= v.first(patch.y()) && y <= v.last(patch.y()));
		}
	}
}
