package org.fovea.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Attack.Direction;
import org.fovea.synthesis.Ball.Grid;
import org.fovea.synthesis.Ball.Norm;
import org.fovea.synthesis.Certainty.Scores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import com.google.gson.JsonObject;

/** Images that deceive: against Captum and PyTorch, and always inside the bound that is promised. */
class AttackTest {

	@ParameterizedTest
	@CsvSource({ "gap,fgsm", "gap,fgsm targeted", "gap,pgd", "gap,pgd targeted", "gap,l2", "gap,l2 targeted", "residual,fgsm",
		"residual,fgsm targeted", "residual,pgd", "residual,pgd targeted", "residual,l2", "residual,l2 targeted" })
	void equalsCaptum(final String name, final String method) throws IOException {
		final JsonObject golden = PictureTest.golden();
		final JsonObject attacks = golden.getAsJsonObject("attacks").getAsJsonObject(name);
		final boolean isTargeted = method.endsWith("targeted");
		final boolean isEuclidean = method.startsWith("l2");
		final boolean isOne = method.startsWith("fgsm");
		final double epsilon = golden.get("epsilon").getAsDouble();
		final Ball ball = new Ball(isEuclidean ? Norm.L2 : Norm.LINF, isEuclidean ? golden.get("radius").getAsDouble() : epsilon, -1, 1, Grid.NONE);
		final double step = isEuclidean ? golden.get("euclidean step").getAsDouble() : isOne ? epsilon : golden.get("step").getAsDouble();
		final Certainty certainty = new Certainty(Target.logit(attacks.get(isTargeted ? "other" : "label").getAsInt()), Scores.SOFTMAX);
		try (Network network = Network.open(Golden.of(name).archive("traced"))) {
			final Tensor changed = new Attack(network, Preparation.NONE, ball, step, isOne ? 1 : golden.get("steps").getAsInt()).perturb(Golden.of(name)
				.input(), certainty, isTargeted ? Direction.TOWARDS : Direction.AWAY, Progress.NONE, Ascent.Watcher.NONE).pixels();
			final List<Double> expected = attacks.getAsJsonArray(method).asList().stream().map(v -> v.getAsDouble()).toList();
			for (int i = 0; i < expected.size(); i++) assertEquals(expected.get(i), changed.data()[i], 2e-5);
		}
	}

	@ParameterizedTest
	@CsvSource({ "LINF,2.4,0,1,0,255", "LINF,2,0,1,0,255", "LINF,0.9,0,1,0,255", "L2,30,0,1,0,255", "L2,3.7,0,1,0,255", "LINF,0.07,0,0,-1,2", "L2,1.3,0,0,-1,2",
		"LINF,7,-32768,1,-200,300", "LINF,5,-1024,0.5,-500,500", "L2,40,3071,-2,-900,900", "LINF,7,3071,-2,-900,900", "LINF,0.6,0,1,5.3,14.6",
		"LINF,2.4,0,1,5.6,14.4", "L2,3.7,0,1,5.3,14.6", "LINF,3,3071,-2,-9.7,9.4" })
	void storedImagesLieInsideExactly(final Norm norm, final double radius, final double origin, final double spacing, final double low,
		final double high)
	{
		final Grid grid = new Grid(origin, spacing);
		final Ball ball = new Ball(norm, radius, low, high, grid);
		final Random random = new Random(1);
		final Tensor original = Tensor.zeros(1, 3, 9, 11);
		final Tensor moved = Tensor.zeros(1, 3, 9, 11);
		for (int i = 0; i < original.length(); i++) {
			final double value = low + (high - low) * random.nextDouble();
			original.data()[i] = (float) (spacing == 0 ? value : origin + spacing * Math.rint((value - origin) / spacing));
			moved.data()[i] = (float) (original.data()[i] + 3 * radius * random.nextGaussian());
		}
		final Tensor stored = ball.stored(original, moved);
		assertTrue(ball.distance(original, stored) <= radius, ball.distance(original, stored) + " > " + radius);
		for (int i = 0; i < stored.length(); i++) {
			final float value = stored.data()[i];
			assertTrue(value >= Math.min(low, original.data()[i]) && value <= Math.max(high, original.data()[i]), value + " from " + original.data()[i]);
			if (spacing != 0) assertEquals(0, Math.IEEEremainder(value - origin, spacing), 1e-6);
		}
		if (norm == Norm.LINF) {
			final double reached = spacing == 0 ? radius : Math.floor(radius / Math.abs(spacing) + 1e-9) * Math.abs(spacing);
			assertEquals(reached, ball.distance(original, stored), 1e-6);
		}
		else assertTrue(ball.distance(original, stored) > 0.9 * radius, "rounding gave away " + (radius - ball.distance(original, stored)));
		assertArrayEquals(original.data(), ball.stored(original, original).data());
	}

	@ParameterizedTest
	@EnumSource(Scores.class)
	void certaintiesAreDifferentiatedAtEveryKindOfOutput(final Scores scores) {
		final Heatmap region = new Heatmap(3, 2, new float[] { 0, 1, 0.5f, 0, 0, 2 }, false);
		assertSlope(new Certainty(Target.logit(2), scores), Slopes.random(1, 2, 3, 4));
		assertSlope(new Certainty(Target.logit(1), scores), Slopes.random(2, 2, 2, 4, 5, 3));
		assertSlope(new Certainty(Target.region(1, region), scores), Slopes.random(3, 2, 2, 4, 2, 3));
		assertSlope(new Certainty(Target.logit(1), scores), Slopes.random(4, 2, 2, 5, 3));
	}

	@Test
	void certaintiesAreProbabilities() {
		final Tensor output = Tensor.of(new float[] { 1, 2, 3, 1000, 0, -1000 }, 2, 3);
		final double e = Math.exp(1) + Math.exp(2) + Math.exp(3);
		final Certainty softmax = new Certainty(Target.logit(1), Scores.SOFTMAX);
		assertEquals(Math.exp(2) / e, softmax.probabilities(output)[0], 1e-9);
		assertEquals(-1000, softmax.evaluate(Map.of(Network.OUTPUT, output)).values()[1], 1e-6);
		final Certainty sigmoid = new Certainty(Target.logit(2), Scores.SIGMOID);
		assertEquals(1 / (1 + Math.exp(-3)), sigmoid.probabilities(output)[0], 1e-9);
		assertEquals(-1000, sigmoid.evaluate(Map.of(Network.OUTPUT, output)).values()[1], 1e-6);
		assertThrows(IllegalArgumentException.class, () -> new Certainty(Target.unit("layer", 1), Scores.SOFTMAX));
	}

	@Test
	void confidencesAreToldAndWhatIsThereIsKept() {
		try (Network network = Network.open(Golden.of("gap").archive("traced"))) {
			final Certainty certainty = new Certainty(Target.logit(3), Scores.SOFTMAX);
			final Tensor original = Tensor.of(Arrays.copyOf(Golden.of("gap").input().data(), 768), 1, 3, 16, 16);
			final Ball ball = new Ball(Norm.LINF, 0.3, -1, 1, Grid.NONE);
			final List<Tensor> seen = new ArrayList<>();
			final List<String> told = new ArrayList<>();
			final Progress soon = new Progress() {

				@Override
				public void report(final String what, final double fraction) {
					told.add(what);
				}

				@Override
				public boolean isCancelled() {
					return seen.size() == 4;
				}
			};
			final Ascent.Summit stopped = new Attack(network, Preparation.NONE, ball, 0.02, 20).perturb(original, certainty, Direction.TOWARDS, soon,
				(step, confidence, pixels) -> {
					assertEquals(seen.size(), step);
					assertEquals(certainty.probabilities(network.run(Plan.FORWARD, pixels).output())[0], confidence[0], 1e-6);
					seen.add(pixels);
				});
			assertTrue(stopped.isStopped());
			assertEquals(4, stopped.steps());
			final Ascent.Summit four = new Attack(network, Preparation.NONE, ball, 0.02, 4).perturb(original, certainty, Direction.TOWARDS,
				Progress.NONE, Ascent.Watcher.NONE);
			assertArrayEquals(four.pixels().data(), stopped.pixels().data());
			assertFalse(four.isStopped());
			assertArrayEquals(original.data(), seen.get(0).data());
			assertEquals(5, four.objective().size());
			for (int i = 0; i < 4; i++) assertTrue(four.objective().get(i + 1)[0] > four.objective().get(i)[0]);
			assertTrue(told.get(1).matches("Step 2 of 20, confidence 0\\.\\d{4}"), told.toString());
		}
	}

	/** Three classes at two positions: the third is best on the whole, the first at the left one. */
	@Test
	void theBestClassIsThatOfTheRegion() {
		final Tensor output = Tensor.of(new float[] { 3, 0, 2.9f, -1, 1, 2.5f }, 1, 3, 1, 2);
		assertEquals(2, new Certainty(Target.logit(0), Scores.SOFTMAX).best(output));
		for (int k = 0; k < 3; k++) {
			assertEquals(0, new Certainty(Target.region(k, new Heatmap(2, 1, new float[] { 1, 0 }, false)), Scores.SOFTMAX).best(output));
			assertEquals(2, new Certainty(Target.region(k, new Heatmap(2, 1, new float[] { 0, 0.3f }, false)), Scores.SOFTMAX).best(output));
		}
		assertEquals(1, new Certainty(Target.logit(2), Scores.SOFTMAX).best(Tensor.of(new float[] { 1, 5, 3 }, 1, 3)));
		assertEquals(0, new Certainty(Target.logit(2), Scores.SOFTMAX).best(Tensor.of(new float[] { 5, 1, 3, 4, 2, 3 }, 1, 2, 3)));
	}

	@Test
	void foolingEndsWhenTheStoredImageIsBelieved() {
		try (Network network = Network.open(Golden.of("gap").archive("traced"))) {
			final Preparation scaled = pixels -> {
				final float[] data = pixels.data().clone();
				for (int i = 0; i < data.length; i++) data[i] = data[i] / 25.5f - 5;
				return new Preparation.Prepared(Tensor.of(data, pixels.shape()), g -> g);
			};
			final Tensor start = Tensor.zeros(1, 3, 16, 16);
			final Random random = new Random(2);
			for (int i = 0; i < start.length(); i++) start.data()[i] = random.nextInt(256);
			final Certainty certainty = new Certainty(Target.logit(4), Scores.SOFTMAX);
			final AtomicReference<Tensor> seen = new AtomicReference<>();
			final Fooling fooling = new Fooling(network, scaled, new Ball(Norm.LINF, Double.MAX_VALUE, 0, 255, Grid.WHOLE), 5, 0.9, 300);
			final Ascent.Summit fooled = fooling.fool(start, List.of(certainty), Progress.NONE, (step, confidence, pixels) -> seen.set(pixels));
			final double reached = fooled.objective().get(fooled.steps())[0];
			assertTrue(reached >= 0.9 && fooled.steps() > 0 && fooled.steps() < 300 && !fooled.isStopped(), fooled.toString());
			assertArrayEquals(seen.get().data(), fooled.pixels().data());
			for (final float value : fooled.pixels().data()) assertTrue(value == Math.rint(value) && value >= 0 && value <= 255);
			assertEquals(reached, certainty.probabilities(network.run(Plan.FORWARD, scaled.prepare(fooled.pixels()).input()).output())[0],
				1e-6);
			final Ascent.Summit early = new Fooling(network, scaled, fooling.ball(), 5, 0.9, 1).fool(start, List.of(certainty), Progress.NONE,
				Ascent.Watcher.NONE);
			assertEquals(1, early.steps());
			assertFalse(early.objective().get(1)[0] >= 0.9);
			final List<Certainty> all = List.of(certainty, new Certainty(Target.logit(0), Scores.SOFTMAX), new Certainty(Target.logit(2), Scores.SOFTMAX));
			final AtomicInteger steps = new AtomicInteger();
			final Ascent.Summit together = fooling.fool(start, all, Progress.NONE, (step, confidence, pixels) -> assertEquals(steps.getAndIncrement(),
				step));
			for (int n = 0; n < 3; n++) {
				final Ascent.Summit alone = fooling.fool(start, List.of(all.get(n)), Progress.NONE, Ascent.Watcher.NONE);
				assertArrayEquals(alone.pixels().data(), together.pixels().slice(n).data());
				for (int i = 0; i < together.objective().size(); i++) {
					assertEquals(i <= alone.steps() ? alone.objective().get(i)[0] : Double.NaN, together.objective().get(i)[n]);
				}
			}
		}
	}

	private static void assertSlope(final Certainty certainty, final Tensor output) {
		final Tensor gradient = certainty.evaluate(Map.of(Network.OUTPUT, output)).gradients().get(Network.OUTPUT);
		for (int k = 0; k < 3; k++) {
			final Tensor direction = Slopes.random(20 + k, 1, output.shape());
			final double h = 1e-3;
			final double difference = (sum(certainty, Slopes.moved(output, direction, h)) - sum(certainty, Slopes.moved(output, direction, -h))) / (2 *
				h);
			assertEquals(difference, Slopes.dot(gradient, direction), 2e-3 * Math.max(1, Math.abs(difference)));
		}
	}

	private static double sum(final Certainty certainty, final Tensor output) {
		double sum = 0;
		for (final double value : certainty.evaluate(Map.of(Network.OUTPUT, output)).values()) sum += value;
		return sum;
	}
}
