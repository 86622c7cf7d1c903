package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that cannot fit into memory are refused before they start, and no others. */
class MemoryTest {

	/** Three ReLUs: 8 units at full size, 12 and 16 at half the size along each axis. */
	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted", "frozen" })
	void whatIsCountedIsWhatEveryRunHolds(final String form) {
		final long pixels = 10_000L * 20_000;
		final int[] image = { 1, 3, 10_000, 20_000 };
		try (Network network = Network.open(Golden.of("gap").archive(form))) {
			assertEquals(4 * (3 + 8) * pixels, network.needed(Plan.FORWARD, image));
			assertEquals(4 * (3 + 8 + 3 + 4) * pixels, network.needed(Plan.FORWARD.gradient(Network.INPUT), image));
		}
	}

	@Test
	void networksOfOneSizeAreNotJudged() {
		try (Network network = Network.open(Golden.of("plain").archive("traced"))) {
			assertEquals(0, network.needed(Plan.FORWARD, new int[] { 1, 3, 50_000, 50_000 }));
		}
	}

	@Test
	void theSentenceSaysHowMuchAndWhatToDo() {
		final int[] image = { 1, 3, 10_000, 20_000 };
		final String said = assertThrows(FoveaException.class, () -> Memory.require(12_340_000_000L, 1_500_000_000L, image)).getMessage();
		assertEquals("The network needs at least 12.3 GB of memory for 20000×10000 pixels, and 1.5 GB are free; use area=tiles, or select a " +
			"smaller area.", said);
		assertDoesNotThrow(() -> Memory.require(7, 7, image));
	}

	@Test
	void thisMachineHasMemory() {
		assertTrue(Memory.free().orElseThrow() > Runtime.getRuntime().freeMemory() / 2);
	}
}
