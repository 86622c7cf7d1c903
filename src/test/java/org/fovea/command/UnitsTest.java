package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;

/** Units as people write them. */
class UnitsTest {

	@Test
	void eachUnitIsMeantOnceInTheOrderWritten() {
		assertEquals(List.of(0, 1), new Units("0,0,1").in(4, "layer"));
		assertEquals(List.of(3, 1, 2), new Units("3,1-3, 2").in(4, "layer"));
		assertEquals(List.of(0, 1, 2, 3), new Units("ALL").in(4, "layer"));
	}

	@Test
	void coloursMayShareAUnit() {
		assertEquals(List.of(2, 2, 0), new Units("2,2,0").repeated(4, "layer"));
	}

	@Test
	void unitsThatAreNotThereAreRefusedInWords() {
		assertEquals("Layer 'layer' has units 0 to 3, not 4.", assertThrows(FoveaException.class, () -> new Units("0,4").in(4, "layer")).getMessage());
		assertThrows(FoveaException.class, () -> new Units("3-1").in(4, "layer"));
		assertThrows(FoveaException.class, () -> new Units("-1"));
	}
}
