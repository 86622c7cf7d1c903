package org.fovea.model.bioimageio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every step against numpy; the numbers come from {@code src/test/python/model_fixtures.py}. */
class StepReaderTest {

	private static final List<AxisDescription> AXES = List.of(axis('b', "batch"), axis('c', "channel"), axis('y', "y"), axis('x', "x"));

	@TestFactory
	Stream<DynamicTest> stepsEqualNumpy() throws IOException {
		final Fields golden = golden();
		final int[] shape = golden.numbers("shape").stream().mapToInt(Double::intValue).toArray();
		final List<DynamicTest> tests = new ArrayList<>();
		for (final Fields example : golden.list("cases")) {
			final Tensor input = Tensor.of(floats(golden.numbers(example.required("input"))), shape);
			final Fields step = example.fields("step");
			final boolean isOld = example.required("format").startsWith("0.4");
			tests.add(DynamicTest.dynamicTest((isOld ? "0.4 " : "0.5 ") + step.map(), () -> {
				final float[] before = input.data().clone();
				final Tensor result = new StepReader("raw", AXES, isOld).read(step).orElseThrow().apply(input);
				assertArrayEquals(shape, result.shape());
				final float[] expected = floats(example.numbers("expected"));
				for (int i = 0; i < expected.length; i++) {
					assertEquals(expected[i], result.data()[i], 1e-5 * Math.max(1, Math.abs(expected[i])), "value " + i);
				}
				assertArrayEquals(before, input.data(), "the argument was changed");
			}));
		}
		assertEquals(40, tests.size());
		return tests.stream();
	}

	@Test
	void referenceToAnotherTensorIsRefused() {
		final String message = refused("scale_range", Map.of("reference_tensor", "other"), false);
		assertTrue(message.contains("'other'") && message.contains("'raw'"), message);
	}

	@Test
	void numbersThatDoNotFitTheChannelsAreRefused() {
		final PreprocessingStep step = step("scale_linear", Map.of("axis", "channel", "gain", List.of(1., 2.)), false);
		final String message = assertThrows(FoveaException.class, () -> step.apply(Tensor.zeros(1, 3, 2, 2))).getMessage();
		assertTrue(message.contains("2 numbers") && message.contains("has 3"), message);
	}

	@Test
	void malformedStepsAreRefusedByName() {
		assertTrue(refused("scale_linear", Map.of("gain", List.of(1., 2.)), false).contains("along which axis"));
		assertTrue(refused("scale_linear", Map.of("gain", "much"), false).contains("'much'"));
		assertTrue(refused("ensure_dtype", Map.of("dtype", "complex64"), false).contains("complex64"));
		assertTrue(refused("zero_mean_unit_variance", Map.of("axes", List.of("q")), false).contains("'q'"));
		assertTrue(refused("zero_mean_unit_variance", Map.of("axes", "yx"), true).contains("mean"));
		assertTrue(refused("scale_range", Map.of("min_percentile", 60, "max_percentile", 40), false).contains("above"));
		assertTrue(refused("fixed_zero_mean_unit_variance", Map.of("axis", "channel", "mean", List.of(1, 2), "std", List.of(1, 2, 3)), false)
			.contains("different lengths"));
		assertTrue(refused("scale_linear", Map.of("axes", "x", "gain", List.of(1, 2)), true).contains("more than one axis"));
	}

	@Test
	void unknownStepsAreNotGuessed() {
		assertTrue(new StepReader("raw", AXES, false).read(new Fields("", Map.of("id", "sharpen"))).isEmpty());
	}

	private static String refused(final String name, final Map<String, ?> kwargs, final boolean isOld) {
		return assertThrows(FoveaException.class, () -> step(name, kwargs, isOld)).getMessage();
	}

	private static PreprocessingStep step(final String name, final Map<String, ?> kwargs, final boolean isOld) {
		return new StepReader("raw", AXES, isOld).read(new Fields("", Map.of("id", name, "kwargs", kwargs))).orElseThrow();
	}

	private static AxisDescription axis(final char letter, final String id) {
		return new AxisDescription(letter, id, 0, 1, 1, List.of());
	}

	private static float[] floats(final List<Double> values) {
		final float[] result = new float[values.size()];
		for (int i = 0; i < result.length; i++) result[i] = values.get(i).floatValue();
		return result;
	}

	private static Fields golden() throws IOException {
		try (InputStream in = StepReaderTest.class.getResourceAsStream("/org/fovea/model/steps.yaml")) {
			return new Fields("", Yaml.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
		}
	}
}
