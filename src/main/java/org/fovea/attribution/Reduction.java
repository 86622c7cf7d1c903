package org.fovea.attribution;

import org.fovea.network.Heatmap;
import org.fovea.network.Tensor;

/** How what every channel of a pixel says becomes one number. */
public enum Reduction {
	/** max_c |v_c|: how strongly the pixel matters, as in Simonyan et al. 2014. */
	ABSOLUTE,
	/** Σ_c v_c²: the squared length. */
	SQUARED,
	/** Σ_c v_c: the balance of for and against; signed. */
	SIGNED;

	/**
	 * Reduces one entry of a batch.
	 *
	 * @param values {@code [N, C, H, W]}
	 * @param n which entry
	 * @return a map of H×W
	 */
	public Heatmap reduce(final Tensor values, final int n) {
		final int channels = values.size(1);
		final int positions = values.size(2) * values.size(3);
		final float[] map = new float[positions];
		for (int p = 0; p < positions; p++) {
			double sum = 0;
			for (int c = 0; c < channels; c++) {
				final double v = values.data()[(n * channels + c) * positions + p];
				sum = switch (this) {
					case ABSOLUTE -> Math.max(sum, Math.abs(v));
					case SQUARED -> sum + v * v;
					case SIGNED -> sum + v;
				};
			}
			map[p] = (float) sum;
		}
		return new Heatmap(values.size(3), values.size(2), map, this == SIGNED);
	}
}
