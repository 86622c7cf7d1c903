package org.fovea.image;

import java.util.Collection;

import org.fovea.network.Heatmap;

import ij.ImagePlus;

/**
 * The display range that several maps share: zero to the largest value, or symmetric about zero for signed maps. Maps without any
 * evidence get the range of a full unit, so that zeros look like zeros. Maps of scores reach from their smallest value to their largest.
 *
 * @param low the smallest shown value
 * @param limit the largest shown value
 * @param isSigned whether negative values speak as well
 */
record Scale(double low, double limit, boolean isSigned) {

	/** Symmetric about zero, or from zero. */
	Scale(final double limit, final boolean isSigned) {
		this(isSigned ? -limit : 0, limit, isSigned);
	}

	static Scale of(final Collection<Heatmap> maps) {
		return of(maps, Meaning.EVIDENCE);
	}

	static Scale of(final Collection<Heatmap> maps, final Meaning meaning) {
		if (meaning == Meaning.SCORES) return scores(maps);
		final boolean signed = maps.stream().anyMatch(Heatmap::isSigned);
		double limit = 0;
		for (final Heatmap map : maps) limit = Math.max(limit, signed ? Math.max(map.max(), -map.min()) : map.max());
		return new Scale(limit > 0 ? limit : 1, signed);
	}

	private static Scale scores(final Collection<Heatmap> maps) {
		final double low = maps.stream().mapToDouble(Heatmap::min).min().orElse(0);
		final double high = maps.stream().mapToDouble(Heatmap::max).max().orElse(1);
		return new Scale(low, high > low ? high : low + 1, false);
	}

	/** How strongly a value speaks, from 0 to 1, whichever its sign. */
	double strength(final float value) {
		return Math.min(1, Math.max(0, isSigned ? Math.abs(value) / limit : fraction(value)));
	}

	/** The index of a value in a lookup table. */
	int index(final float value) {
		return (int) Math.min(255, Math.max(0, fraction(value) * 256));
	}

	private double fraction(final float value) {
		return (value - low) / (limit - low);
	}

	void show(final ImagePlus image) {
		image.setDisplayRange(low, limit);
	}
}
