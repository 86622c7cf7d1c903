package org.fovea.activation;

import java.util.List;

import org.fovea.network.Heatmap;

/**
 * A unit's map in numbers.
 *
 * @param unit from 0
 * @param max the largest activation
 * @param x column of the map where it stands, from 0; of equal ones the first, row by row
 * @param y row of the map where it stands, from 0
 * @param min the smallest activation
 * @param mean of all activations
 * @param sparsity which part of the positions the unit does not fire at: A ≤ 0
 */
public record UnitStatistics(int unit, float max, int x, int y, float min, double mean, double sparsity) {

	/**
	 * Finds the unit that fires most.
	 *
	 * @param maps of all units
	 * @return its index; of equal ones the first
	 */
	public static int strongest(final List<Heatmap> maps) {
		int best = 0;
		for (int k = 1; k < maps.size(); k++) {
			if (maps.get(k).max() > maps.get(best).max()) best = k;
		}
		return best;
	}

	/**
	 * Measures a map.
	 *
	 * @param unit from 0
	 * @param map its activations
	 * @return the numbers
	 */
	public static UnitStatistics of(final int unit, final Heatmap map) {
		final float[] values = map.values();
		int at = 0;
		int silent = 0;
		double sum = 0;
		for (int i = 0; i < values.length; i++) {
			if (values[i] > values[at]) at = i;
			if (!(values[i] > 0)) silent++;
			sum += values[i];
		}
		return new UnitStatistics(unit, values[at], at % map.width(), at / map.width(), map.min(), sum / values.length, (double) silent /
			values.length);
	}
}
