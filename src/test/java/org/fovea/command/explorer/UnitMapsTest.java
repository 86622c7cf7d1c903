package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;
import org.fovea.network.Layer;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;

/** Units of layers with maps, tokens and single values. */
class UnitMapsTest {

	@Test
	void mapsAreThoseOfTheFirstEntry() {
		final UnitMaps units = units(Tensor.of(new float[] { 1, 2, 3, 4, 5, 6, 9, 9, 9, 9, 9, 9 }, 2, 2, 1, 3));
		assertEquals(2, units.count());
		assertFalse(units.areValues());
		assertArrayEquals(new float[] { 4, 5, 6 }, units.maps().get(1).values());
		assertEquals(5, units.statistics().get(1).mean());
	}

	@Test
	void tokensAreRowsOfPositions() {
		final UnitMaps units = units(Tensor.of(new float[] { 1, 10, 2, 20, 3, 30 }, 1, 3, 2));
		assertEquals(2, units.count());
		assertArrayEquals(new float[] { 10, 20, 30 }, units.maps().get(1).values());
		assertEquals(1, units.maps().get(1).height());
	}

	@Test
	void valuesAreMapsOfOnePosition() {
		assertTrue(units(Tensor.of(new float[] { 1, -2 }, 1, 2)).areValues());
		assertEquals(3, units(Tensor.of(new float[] { 1, -2, 5 }, 3)).count());
		assertEquals(1, units(Tensor.of(new float[] { 7 })).count());
	}

	@Test
	void whatHasNoUnitsIsRefusedInWords() {
		assertTrue(assertThrows(FoveaException.class, () -> units(Tensor.zeros(1, 2, 2, 2, 2))).getMessage().contains("choose"));
		assertTrue(assertThrows(FoveaException.class, () -> units(Tensor.zeros(1, 0))).getMessage().contains("choose"));
	}

	@Test
	void sortingIsStable() {
		final UnitMaps units = units(Tensor.of(new float[] { 0, 1, 5, -9, 3, 3, 5, 0 }, 1, 4, 1, 2));
		assertEquals(List.of(0, 1, 2, 3), units.sorted(UnitMaps.Order.NUMBER));
		assertEquals(List.of(1, 3, 2, 0), units.sorted(UnitMaps.Order.MAXIMUM));
		assertEquals(List.of(2, 3, 0, 1), units.sorted(UnitMaps.Order.MEAN));
	}

	@Test
	void thumbnailsKeepASinglePositionThatFires() {
		final int side = 3 * UnitMaps.THUMBNAIL + 1;
		final Tensor activation = Tensor.zeros(1, 1, side, 2);
		activation.data()[2 * (side - 1)] = 4;
		activation.data()[17] = -5;
		final Heatmap thumbnail = units(activation).thumbnails().get(0);
		assertTrue(thumbnail.height() <= UnitMaps.THUMBNAIL, thumbnail.height() + " rows");
		assertEquals(4, thumbnail.max());
		assertEquals(-5, thumbnail.min());
		assertEquals(4, thumbnail.values()[thumbnail.values().length - 1]);
	}

	@Test
	void smallMapsAreTheirOwnThumbnails() {
		final UnitMaps units = units(Tensor.zeros(1, 1, UnitMaps.THUMBNAIL, 3));
		assertEquals(units.maps(), units.thumbnails());
	}

	private static UnitMaps units(final Tensor activation) {
		return UnitMaps.of(new Layer("conv", "Conv2d", true, activation.shape(), 0, Optional.empty(), Optional.empty()), activation);
	}
}
