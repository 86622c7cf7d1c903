package org.fovea.network;

/**
 * The weights of a region, sampled at the centres of a map's positions.
 *
 * @param mask the region at any size
 */
record Region(Heatmap mask) implements Linear.Weights {

	@Override
	public double of(final Linear.At at) {
		final int x = Math.min(mask.width() - 1, (int) ((at.x() + 0.5) * mask.width() / at.width()));
		final int y = Math.min(mask.height() - 1, (int) ((at.y() + 0.5) * mask.height() / at.height()));
		return mask.values()[y * mask.width() + x];
	}
}
