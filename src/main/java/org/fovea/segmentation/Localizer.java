package org.fovea.segmentation;

import java.util.BitSet;

import org.fovea.network.Heatmap;

/**
 * Weakly supervised localisation: the largest connected part of a map that reaches a share of its maximum (Zhou et al. 2016, "Learning deep
 * features for discriminative localization", section 3.2, with a share of 20 %).
 */
public final class Localizer {

	private final double threshold;

	/** @param threshold share of the maximum, 0–1; with 0 everything positive is taken */
	public Localizer(final double threshold) {
		if (!(threshold >= 0 && threshold <= 1)) throw new IllegalArgumentException("A share of " + threshold + ".");
		this.threshold = threshold;
	}

	/**
	 * Finds the object.
	 *
	 * @param map the evidence, at the resolution of the result; negative values are none
	 * @return the region, of the map's size, unless nothing is positive
	 */
	public Finding localize(final Heatmap map) {
		final double least = threshold * map.max();
		final BitSet above = new BitSet();
		for (int p = 0; p < map.values().length; p++) {
			final float value = map.values()[p];
			if (value > 0 && value >= least) above.set(p);
		}
		return above.isEmpty() ? Finding.without(Finding.Missing.EVIDENCE) : Finding.of(new Region(map.width(), map.height(), above).largest());
	}
}
