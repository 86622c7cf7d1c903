package org.fovea.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent.Summit;
import org.fovea.synthesis.Ascent.Watcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Climbs: against a unit whose best picture is known, against pictures that nobody made for it, and against differences. */
class AscentTest {

	private static final PixelRange RANGE = PixelRange.grey(-1, 1, 3);
	private static final int[] SHAPE = { 3, 16, 16 };
	private static final List<Transformation> SHAKEN = List.of(new Transformation.Jitter(2), new Transformation.Zoom(0.1), new Transformation.Rotation(
		10));

	private static Network gap;

	@BeforeAll
	static void open() {
		gap = Network.open(Golden.of("gap").archive("traced"));
	}

	@AfterAll
	static void close() {
		gap.close();
	}

	/** Before any ReLU a unit at one position is linear; under L2 decay its best picture is its weights, (η / decay) w at the end. */
	@Test
	void aLinearUnitUnderDecayLooksLikeItsWeights() {
		final Target unit = Target.position("features.0", 5, 8, 7);
		final PixelRange wide = PixelRange.grey(-100, 100, 3);
		final Tensor w = gap.run(Plan.FORWARD.gradient(Network.INPUT), unit, Tensor.zeros(1, 3, 16, 16)).gradient(Network.INPUT);
		final double decay = 0.05;
		final double rate = 1e-3;
		final Ascent ascent = new Ascent(gap, Preparation.NONE, wide, new PixelParametrization(), List.of(new Decay(decay)), List.of(),
			new Optimizer.Sgd(rate), 400);
		final Tensor pixels = ascent.climb(List.of(unit), 1, SHAPE, Progress.NONE, Watcher.NONE).pixels();
		final double deviation = wide.channels().get(0).deviation();
		for (int i = 0; i < w.length(); i++) {
			final double expected = deviation * deviation * rate * (1 - decay) / decay * w.data()[i];
			assertEquals(expected, pixels.data()[i], 1e-3 * Math.max(1, Math.abs(expected)));
		}
	}

	/** S(v) − λ‖v‖² of a linear S = w·v is largest at v = w / 2λ. */
	@ParameterizedTest
	@ValueSource(doubles = { 20, 100 })
	void aLinearUnitUnderAPenaltyEndsWhereItMust(final double lambda) {
		final Target unit = Target.position("features.0", 5, 8, 7);
		final PixelRange wide = PixelRange.grey(-100, 100, 3);
		final double deviation = wide.channels().get(0).deviation();
		final Tensor slope = gap.run(Plan.FORWARD.gradient(Network.INPUT), unit, Tensor.zeros(1, 3, 16, 16)).gradient(Network.INPUT);
		final Tensor pixels = new Ascent(gap, Preparation.NONE, wide, new PixelParametrization(), List.of(new Ridge(lambda)), List.of(),
			new Optimizer.Sgd(0.1 / lambda), 100).climb(List.of(unit), 1, SHAPE, Progress.NONE, Watcher.NONE).pixels();
		for (int i = 0; i < slope.length(); i++) {
			final double w = deviation * slope.data()[i];
			assertEquals(deviation * w / (2 * lambda), pixels.data()[i], 1e-4 * deviation);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fourier", "pixel" })
	void nothingElseExcitesAUnitAsMuch(final String name) {
		final List<Target> targets = List.of(Target.logit(2), Target.unit("features.4", 3), Target.position("features.2", 1, 4, 4));
		final Summit summit = new Ascent(gap, Preparation.NONE, RANGE, parametrization(name, 16), List.of(), List.of(), new Optimizer.Adam(0.1), 80)
			.climb(targets, 1, SHAPE, Progress.NONE, Watcher.NONE);
		assertFalse(summit.isStopped());
		final Tensor images = Tensor.zeros(64, 3, 16, 16);
		final Random random = new Random(5);
		for (int i = 0; i < images.length(); i++) {
			images.data()[i] = i < images.length() / 2 ? 2 * random.nextFloat() - 1 : Golden.formula(i / 768, 1, 3, 16, 16).data()[i % 768];
		}
		for (int n = 0; n < targets.size(); n++) {
			final double reached = score(targets.get(n), summit.pixels().slice(n).reshape(1, 3, 16, 16))[0];
			final double best = Arrays.stream(score(targets.get(n), images)).max().orElseThrow();
			assertTrue(reached > best, targets.get(n) + ": " + reached + " against " + best);
		}
	}

	@Test
	void sameSeedSameBitsAndAnotherSeedAnotherPicture() {
		final Ascent ascent = new Ascent(gap, Preparation.NONE, RANGE, new FourierParametrization(15), List.of(new Blur(0.5, 2), new Variation(1)),
			SHAKEN, new Optimizer.NAdam(0.1), 5);
		final int[] odd = { 3, 17, 15 };
		final List<Target> target = List.of(Target.logit(1));
		final float[] once = ascent.climb(target, 7, odd, Progress.NONE, Watcher.NONE).pixels().data();
		assertArrayEquals(once, ascent.climb(target, 7, odd, Progress.NONE, Watcher.NONE).pixels().data());
		assertFalse(Arrays.equals(once, ascent.climb(target, 8, odd, Progress.NONE, Watcher.NONE).pixels().data()));
	}

	@Test
	void picturesOfABatchAreThoseThatWouldBeMadeAlone() {
		final Ascent ascent = new Ascent(gap, Preparation.NONE, RANGE, new FourierParametrization(16), List.of(new Decay(0.01), new Clip(
			Clip.Measure.NORM, 0.1)), SHAKEN, new Optimizer.Adam(0.1), 6);
		final List<Target> targets = List.of(Target.logit(0), Target.unit("features.4", 3), Target.logit(4));
		final Tensor all = ascent.climb(targets, 1, SHAPE, Progress.NONE, Watcher.NONE).pixels();
		for (int n = 0; n < 3; n++) {
			final Tensor alone = ascent.climb(List.of(targets.get(n)), 1, SHAPE, Progress.NONE, Watcher.NONE).pixels();
			assertArrayEquals(alone.data(), all.slice(n).data(), 2e-3f);
		}
	}

	/** One plain step is η ∂S/∂θ, through motion, preparation, bound and Fourier series, at an odd size. */
	@Test
	void theWholeWayIsDifferentiated() {
		final FourierParametrization fourier = new FourierParametrization(15);
		final Preparation doubled = pixels -> new Preparation.Prepared(scaled(pixels), g -> scaled(g));
		final Target target = Target.logit(2).plus(Target.unit("features.2", 3));
		final Tensor start = Bound.SIGMOID.pixels(fourier.field(Slopes.random(9, 0.05, 1, 3, 17, 8, 2)), RANGE);
		final double rate = 0.1;
		final Ascent ascent = new Ascent(gap, doubled, RANGE, fourier, List.of(), SHAKEN, new Optimizer.Sgd(rate), 1);
		final Tensor before = fourier.parameters(Bound.SIGMOID.field(start, RANGE));
		final Tensor after = fourier.parameters(Bound.SIGMOID.field(ascent.climb(List.of(target), 3, start, Progress.NONE, Watcher.NONE).pixels(),
			RANGE));
		final Tensor gradient = Tensor.zeros(before.shape());
		for (int i = 0; i < gradient.length(); i++) gradient.data()[i] = (float) ((after.data()[i] - before.data()[i]) / rate);
		final Random motions = new Random(3);
		final Warp warp = new Warp(SHAKEN.stream().map(t -> t.draw(motions)).reduce(Transformation.Motion::then).orElseThrow(), 15, 17);
		for (int k = 0; k < 4; k++) {
			final Tensor direction = Slopes.random(k, 1, before.shape());
			// Larger steps cross the kinks of ReLUs.
			final double step = 5e-5;
			final double difference = (value(fourier, doubled, warp, target, Slopes.moved(before, direction, step)) - value(fourier, doubled, warp,
				target, Slopes.moved(before, direction, -step))) / (2 * step);
			assertEquals(difference, Slopes.dot(gradient, direction), 0.01 * Math.abs(difference));
		}
	}

	private static double value(final Parametrization fourier, final Preparation preparation, final Warp warp, final Target target,
		final Tensor theta)
	{
		return score(target, preparation.prepare(warp.apply(Bound.SIGMOID.pixels(fourier.field(theta), RANGE))).input())[0];
	}

	@Test
	void whatIsThereIsKeptWhenSomebodyStops() {
		final AtomicInteger seen = new AtomicInteger();
		final Progress soon = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				assertTrue(what.startsWith("Step ") && what.contains("objective"), what);
			}

			@Override
			public boolean isCancelled() {
				return seen.get() == 3;
			}
		};
		final Ascent ascent = new Ascent(gap, Preparation.NONE, RANGE, new PixelParametrization(), List.of(), List.of(), new Optimizer.Adam(0.1), 50);
		final Summit stopped = ascent.climb(List.of(Target.logit(1)), 1, SHAPE, soon, (step, objective, pixels) -> assertEquals(seen
			.getAndIncrement(), step));
		assertTrue(stopped.isStopped());
		assertEquals(3, stopped.steps());
		final Ascent short3 = new Ascent(gap, Preparation.NONE, RANGE, new PixelParametrization(), List.of(), List.of(), new Optimizer.Adam(0.1), 3);
		assertArrayEquals(short3.climb(List.of(Target.logit(1)), 1, SHAPE, Progress.NONE, Watcher.NONE).pixels().data(), stopped.pixels().data());
	}

	@Test
	void unitsThatAreSilentAtFirstAreWoken() {
		final Tensor empty = Tensor.zeros(1, 3, 16, 16);
		final Tensor maps = gap.run(Plan.FORWARD.tap("features.5"), empty).activation("features.5");
		int silent = -1;
		for (int unit = 0; unit < maps.size(1) && silent < 0; unit++) {
			boolean isSilent = true;
			for (int y = 0; y < maps.size(2); y++) {
				for (int x = 0; x < maps.size(3); x++) isSilent &= maps.at(0, unit, y, x) == 0;
			}
			if (isSilent) silent = unit;
		}
		assertTrue(silent >= 0);
		final Summit summit = new Ascent(gap, Preparation.NONE, RANGE, new FourierParametrization(16), List.of(), List.of(), new Optimizer.Adam(0.1),
			60).climb(List.of(Target.unit("features.5", silent)), 1, SHAPE, Progress.NONE, Watcher.NONE);
		assertTrue(summit.objective().get(59)[0] > 0);
	}

	@Test
	void wholeLayersAreTargets() {
		final Tensor input = Golden.of("gap").input();
		final double[] value = score(new Energy("features.2"), input);
		double expected = 0;
		for (final float a : gap.run(Plan.FORWARD.tap("features.2"), input).activation("features.2").data()) expected += 0.5 * a * a;
		assertEquals(expected, value[0], 1e-4 * expected);
	}

	@Test
	void layersThatDoNotExistAreRefused() {
		final Ascent ascent = new Ascent(gap, Preparation.NONE, RANGE, new PixelParametrization(), List.of(), List.of(), new Optimizer.Adam(0.1), 3);
		final List<Target> unknown = List.of(Target.unit("nowhere", 1));
		assertThrows(FoveaException.class, () -> ascent.climb(unknown, 1, SHAPE, Progress.NONE, Watcher.NONE));
	}

	private static Parametrization parametrization(final String name, final int width) {
		return name.equals("fourier") ? new FourierParametrization(width) : new PixelParametrization();
	}

	private static double[] score(final Target target, final Tensor images) {
		return gap.run(Plan.FORWARD, target, images).values();
	}

	private static Tensor scaled(final Tensor tensor) {
		final float[] data = tensor.data().clone();
		for (int i = 0; i < data.length; i++) data[i] *= 2;
		return Tensor.of(data, tensor.shape());
	}
}
