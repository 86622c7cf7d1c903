package org.fovea.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fovea.network.Heatmap;
import org.junit.jupiter.api.Test;

class UnitStatisticsTest {

	@Test
	void countsByHand() {
		final UnitStatistics s = UnitStatistics.of(4, new Heatmap(3, 2, new float[] { 0, -1, 5, 0, 5, 3 }, true));
		assertEquals(new UnitStatistics(4, 5, 2, 0, -1, 2, 0.5), s);
	}

	@Test
	void silentUnitsAreWhollySparse() {
		final UnitStatistics s = UnitStatistics.of(0, new Heatmap(2, 2, new float[4], false));
		assertEquals(new UnitStatistics(0, 0, 0, 0, 0, 0, 1), s);
	}
}
