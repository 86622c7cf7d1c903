package org.fovea.image;

import java.util.Collection;

import ij.ImagePlus;

import org.fovea.network.Heatmap;

/**
 * The display range that several maps share: zero to the largest value, or symmetric about zero for signed maps. Maps without any
 * evidence get the range of a full unit, so that zeros look like zeros.
 *
 * @param limit the largest shown value
 * @param isSigned whether the range reaches down to −limit
 */
record Scale(double limit, boolean isSigned) {

	static Scale of(final Collection<Heatmap> maps) {
		final boolean signed = maps.stream().anyMatch(Heatmap::isSigned);
		double limit = 0;
		for (final Heatmap map : maps) limit = Math.max(limit, signed ? Math.max(map.max(), -map.min()) : map.max());
		return new Scale(limit > 0 ? limit : 1, signed);
	}

	/** How strongly a value speaks, from 0 to 1, whichever its sign. */
	double strength(final float value) {
		return Math.min(1, Math.max(0, isSigned ? Math.abs(value) : value) / limit);
	}

	/** The index of a value in a lookup table. */
	int index(final float value) {
		final double fraction = isSigned ? (value / limit + 1) / 2 : value / limit;
		return (int) Math.min(255, Math.max(0, fraction * 256));
	}

	void show(final ImagePlus image) {
		image.setDisplayRange(isSigned ? -limit : 0, limit);
	}
}
