package org.fovea.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.model.preprocessing.Axis;
import org.fovea.model.preprocessing.Binarize;
import org.fovea.model.preprocessing.Clip;
import org.fovea.model.preprocessing.ClipPercentiles;
import org.fovea.model.preprocessing.EnsureType;
import org.fovea.model.preprocessing.FixedZeroMeanUnitVariance;
import org.fovea.model.preprocessing.FullRange;
import org.fovea.model.preprocessing.Parameter;
import org.fovea.model.preprocessing.ScaleLinear;
import org.fovea.model.preprocessing.ScaleRange;
import org.fovea.model.preprocessing.Sigmoid;
import org.fovea.model.preprocessing.ZeroMeanUnitVariance;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients come back through every step of preprocessing, against differences. */
class PreprocessingSlopesTest {

	private static final Set<Axis> IMAGE = Set.of(Axis.Y, Axis.X);

	static Stream<PreprocessingStep> steps() {
		return Stream.of(new FullRange(), new ScaleLinear(Parameter.of(0.3), Parameter.of(-1)), new FixedZeroMeanUnitVariance(Parameter.perChannel(
			List.of(1., 2., 3.)), Parameter.perChannel(List.of(0.5, 2., 4.)), 1e-6), new ZeroMeanUnitVariance(Set.of(), 1e-6),
			new ZeroMeanUnitVariance(IMAGE, 1e-6), new ScaleRange(0, 100, IMAGE, 1e-6), new ScaleRange(3, 97, Set.of(Axis.CHANNEL, Axis.Y, Axis.X),
				1e-6), new ClipPercentiles(10, 90, IMAGE), new ClipPercentiles(7, 85, Set.of()), new Clip(-0.47, 0.83), new Sigmoid(), new EnsureType(
					EnsureType.Type.FLOAT32));
	}

	@ParameterizedTest
	@MethodSource("steps")
	void equalDifferences(final PreprocessingStep step) {
		final Tensor pixels = spaced(2, 3, 5, 7);
		final Tensor gradient = random(2, 2, 3, 5, 7);
		final Tensor pulled = step.pullBack(pixels, gradient);
		assertArrayEquals(pixels.shape(), pulled.shape());
		for (int k = 0; k < 5; k++) {
			final Tensor direction = random(10 + k, 2, 3, 5, 7);
			final double h = 2e-4;
			final double difference = (dot(step.apply(moved(pixels, direction, h)), gradient) - dot(step.apply(moved(pixels, direction, -h)),
				gradient)) / (2 * h);
			assertEquals(difference, dot(pulled, direction), 1e-2 * Math.max(1, Math.abs(difference)));
		}
	}

	@Test
	void constantImagesHaveFiniteGradients() {
		final Tensor flat = Tensor.zeros(1, 1, 4, 4);
		for (final PreprocessingStep step : List.of(new ZeroMeanUnitVariance(Set.of(), 1e-6), new ScaleRange(1, 99, Set.of(), 1e-6))) {
			for (final float g : step.pullBack(flat, random(1, 1, 1, 4, 4)).data()) assertTrue(Float.isFinite(g), step.toString());
		}
	}

	@Test
	void stepsAreTakenBackInReverseAndAxesBroughtBack() {
		final InputFormat format = new InputFormat(3, 0, 0, 1, 1, List.of(new FullRange(), new FixedZeroMeanUnitVariance(Parameter.perChannel(List.of(
			0.4, 0.5, 0.6)), Parameter.perChannel(List.of(0.1, 0.2, 0.4)), 0)), new Layout("byxc"));
		final Tensor pixels = random(1, 2, 3, 5, 7);
		final Prepared prepared = format.differentiable(pixels, PixelType.BYTE);
		assertArrayEquals(new int[] { 2, 5, 7, 3 }, prepared.input().shape());
		assertArrayEquals(format.prepare(pixels, PixelType.BYTE).data(), prepared.input().data());
		final Tensor ones = Tensor.zeros(2, 5, 7, 3);
		Arrays.fill(ones.data(), 1);
		final Tensor pulled = prepared.pullBack().apply(ones);
		assertArrayEquals(new int[] { 2, 3, 5, 7 }, pulled.shape());
		for (int c = 0; c < 3; c++) assertEquals(1 / 255. / new double[] { 0.1, 0.2, 0.4 }[c], pulled.at(1, c, 4, 6), 1e-6);
		assertEquals(1 / 0.2, format.differentiable(pixels, PixelType.SHORT).pullBack().apply(ones).at(0, 1, 2, 2), 1e-5);
	}

	@Test
	void usualPixelsAreThoseOfTheTrainingImages() {
		final InputFormat format = new InputFormat(2, 0, 0, 1, 1, List.of(new FullRange(), new FixedZeroMeanUnitVariance(Parameter.perChannel(List.of(
			0.4, 0.5)), Parameter.perChannel(List.of(0.1, 0.2)), 0)));
		final List<InputFormat.Usual> usual = format.usual(PixelType.BYTE, 0, 255).orElseThrow();
		assertEquals(102, usual.get(0).mean(), 1e-3);
		assertEquals(51, usual.get(1).deviation(), 1e-3);
		assertEquals(0.5, format.usual(PixelType.SHORT, 0, 65535).orElseThrow().get(1).mean(), 1e-3);
		assertEquals(Optional.empty(), new InputFormat(1, 0, 0, 1, 1, List.of(new ZeroMeanUnitVariance(Set.of(), 1e-6))).usual(PixelType.BYTE, 0,
			255));
		assertEquals(Optional.empty(), new InputFormat(1, 0, 0, 1, 1, List.of(new ScaleLinear(Parameter.of(-1), Parameter.of(0)))).usual(
			PixelType.BYTE, 0, 255));
	}

	@Test
	void stepsWithoutADerivativeSaySo() {
		assertTrue(assertThrows(FoveaException.class, () -> new Binarize(Parameter.of(1)).pullBack(random(1, 1, 1, 2, 2), random(1, 1, 1, 2, 2)))
			.getMessage().contains("Binarize"));
	}

	/** Values that small steps bring neither into another order nor across a limit. */
	private static Tensor spaced(final int... shape) {
		final Tensor tensor = Tensor.zeros(shape);
		final List<Integer> order = new ArrayList<>(IntStream.range(0, tensor.length()).boxed().toList());
		Collections.shuffle(order, new Random(3));
		for (int i = 0; i < tensor.length(); i++) tensor.data()[i] = 0.02f * (order.get(i) - tensor.length() / 2);
		return tensor;
	}

	private static Tensor random(final long seed, final int... shape) {
		final Random random = new Random(seed);
		final Tensor tensor = Tensor.zeros(shape);
		for (int i = 0; i < tensor.length(); i++) tensor.data()[i] = (float) random.nextGaussian();
		return tensor;
	}

	private static Tensor moved(final Tensor x, final Tensor direction, final double step) {
		final float[] moved = new float[x.length()];
		for (int i = 0; i < moved.length; i++) moved[i] = (float) (x.data()[i] + step * direction.data()[i]);
		return Tensor.of(moved, x.shape());
	}

	private static double dot(final Tensor a, final Tensor b) {
		double sum = 0;
		for (int i = 0; i < a.length(); i++) sum += (double) a.data()[i] * b.data()[i];
		return sum;
	}
}
