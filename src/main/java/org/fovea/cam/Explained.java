package org.fovea.cam;

import org.fovea.network.Tensor;

/** How much of a layer's maps is left when enlarged maps are shrunken again. */
public final class Explained {

	private Explained() {
	}

	/**
	 * 1 − Σ(D F − f)²/Σ(f − mean f)², over all maps together, each with a mean of its own; D takes the mean of each position's cell.
	 *
	 * @param fields F, {@code [1, K, H, W]}
	 * @param maps f, {@code [1, K, h, w]}
	 * @param lattice where the positions lie in the input
	 * @return 1 where the fields say all that the maps say, below where they do not; 1 for constant maps, which say nothing
	 */
	public static double variance(final Tensor fields, final Tensor maps, final Lattice lattice) {
		final Shrinking shrinking = Shrinking.of(lattice);
		final int positions = maps.size(2) * maps.size(3);
		final double[] field = new double[fields.size(2) * fields.size(3)];
		double missing = 0;
		double all = 0;
		for (int k = 0; k < maps.size(1); k++) {
			for (int p = 0; p < field.length; p++) field[p] = fields.data()[k * field.length + p];
			final double[] shrunken = shrinking.apply(field);
			final double first = maps.data()[k * positions];
			double mean = first;
			for (int q = 0; q < positions; q++) mean += (maps.data()[k * positions + q] - first) / positions;
			for (int q = 0; q < positions; q++) {
				final double value = maps.data()[k * positions + q];
				missing += (shrunken[q] - value) * (shrunken[q] - value);
				all += (value - mean) * (value - mean);
			}
		}
		return all == 0 ? 1 : 1 - missing / all;
	}
}
