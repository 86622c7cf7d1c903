package org.fovea.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.network.EngineMemory;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A thousand steps leave nothing in the engine: whoever optimises closes what each step made before the next. */
class ThousandStepsTest {

	private static final int STEPS = 1_000;
	private static final PixelRange RANGE = PixelRange.grey(-1, 1, 3);
	private static final List<Target> TARGETS = List.of(Target.logit(1), Target.unit("features.4", 2));
	private static final List<Transformation> SHAKEN = List.of(new Transformation.Jitter(2), new Transformation.Zoom(0.1), new Transformation.Rotation(
		10));

	private static Network gap;

	@BeforeAll
	static void open() {
		gap = Network.open(Golden.of("gap").archive("scripted"));
	}

	@AfterAll
	static void close() {
		gap.close();
	}

	/** Something that takes many steps. */
	private interface Climb {

		int climb(Ascent.Watcher watcher);
	}

	private record Case(String name, Climb climb) {

		@Override
		public String toString() {
			return name;
		}
	}

	static Stream<Case> climbs() {
		return Stream.of(
			new Case("pixels", watcher -> ascent(new PixelParametrization()).climb(TARGETS, 1, new int[] { 3, 16, 16 }, Progress.NONE, watcher).steps()),
			new Case("Fourier", watcher -> ascent(new FourierParametrization(15)).climb(TARGETS, 1, new int[] { 3, 16, 15 }, Progress.NONE, watcher)
				.steps()),
			new Case("phases", watcher -> new Maco(gap, Preparation.NONE, RANGE, Phase.natural(3, 16, 16), STEPS, 2, 0.05, 12, 12).make(TARGETS, 1,
				Progress.NONE, watcher).summit().steps()));
	}

	private static Ascent ascent(final Parametrization parametrization) {
		return new Ascent(gap, Preparation.NONE, RANGE, parametrization, List.of(new Decay(0.01), new Variation(0.01)), SHAKEN, new Optimizer.Adam(0.05),
			STEPS);
	}

	@ParameterizedTest
	@MethodSource("climbs")
	void theEngineHoldsAsMuchAfterAThousandStepsAsAfterTheFirst(final Case steps) {
		final List<Integer> held = new ArrayList<>();
		assertEquals(STEPS, steps.climb().climb((step, objective, pixels) -> held.add(EngineMemory.held())));
		assertEquals(STEPS, held.size());
		assertEquals(1, held.stream().distinct().count(), held.get(0) + " at first, " + held.get(STEPS - 1) + " at the end");
	}

	@Test
	void whatIsOpenIsCounted() {
		final int before = EngineMemory.held();
		try (Network another = Network.open(Golden.of("gap").archive("traced"))) {
			assertTrue(EngineMemory.held() > before);
			another.run(Plan.FORWARD, Tensor.zeros(1, 3, 16, 16));
		}
		assertEquals(before, EngineMemory.held());
	}
}
