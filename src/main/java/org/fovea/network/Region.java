package org.fovea.network;

import org.fovea.FoveaException;

/**
 * The weights of a region, sampled at the centres of a map's positions.
 *
 * @param mask the region at any size
 */
record Region(Heatmap mask) implements Linear.Weights {

	/** Refuses regions that lie between the positions of a map. */
	void check(final int width, final int height) {
		for (int i = 0; i < width * height; i++) {
			if (of(new Linear.At(i % width, i / width, width, height)) != 0) return;
		}
		throw new FoveaException("No position of the network's result, which is " + width + "×" + height + ", lies inside the selection; draw a larger " +
			"one.");
	}

	@Override
	public double of(final Linear.At at) {
		final int x = Math.min(mask.width() - 1, (int) ((at.x() + 0.5) * mask.width() / at.width()));
		final int y = Math.min(mask.height() - 1, (int) ((at.y() + 0.5) * mask.height() / at.height()));
		return mask.values()[y * mask.width() + x];
	}
}
