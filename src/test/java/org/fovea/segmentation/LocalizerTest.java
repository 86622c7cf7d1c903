package org.fovea.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.network.Heatmap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalizerTest {

	private static final float[] MAP = { //
		10, 0, 0, 0, 0, //
		0, 0, 2, 3, 0, //
		0, 0, 1, 2, -9, //
		-3, 0, 0, 0, 4, //
	};

	/** At 20 % of 10 the three pixels of 2 and 3 and the 4 at their corner beat the maximum that stands alone; the 1 and the negative do not count. */
	@ParameterizedTest
	@CsvSource({ "0.2,2,1,3,3,4", "0.1,2,1,3,3,5", "0,2,1,3,3,5", "0.41,0,0,1,1,1", "1,0,0,1,1,1" })
	void theLargestPartThatReachesTheShare(final double threshold, final int x, final int y, final int width, final int height, final int area) {
		final Region region = new Localizer(threshold).localize(new Heatmap(5, 4, MAP, true)).region().orElseThrow();
		assertEquals(new Region.Box(x, y, width, height), region.box());
		assertEquals(area, region.area());
	}

	@Test
	void withoutPositiveEvidenceThereIsNothing() {
		assertEquals(Finding.without(Finding.Missing.EVIDENCE), new Localizer(0.2).localize(new Heatmap(2, 2, new float[4], false)));
		assertTrue(new Localizer(0).localize(new Heatmap(2, 2, new float[] { -1, -2, 0, -5 }, true)).region().isEmpty());
		assertThrows(IllegalArgumentException.class, () -> new Localizer(1.5));
		assertThrows(IllegalArgumentException.class, () -> new Localizer(Double.NaN));
	}
}
