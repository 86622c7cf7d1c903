package org.fovea.synthesis;

import java.util.Arrays;

import org.fovea.network.Tensor;

/**
 * Pixels that matter little become empty after every step: those whose measure lies below a quantile of all pixels of the picture.
 *
 * @param measure by which pixels are compared
 * @param quantile share of the pixels that become empty, between 0 and 1
 */
public record Clip(Measure measure, double quantile) implements Regularizer {

	/** How much a pixel matters. */
	public enum Measure {
		/** The length of its vector of channels. */
		NORM,
		/** |Σ_c v_c ∂S/∂v_c|, the change of S, to first order, if the pixel became empty. */
		CONTRIBUTION
	}

	@Override
	public boolean isDue(final int step) {
		return quantile > 0;
	}

	@Override
	public Tensor shrink(final Tensor field, final Tensor gradient) {
		final int plane = field.size(2) * field.size(3);
		final int channels = field.size(1);
		final float[] result = field.data().clone();
		final double[] measures = new double[plane];
		for (int start = 0; start < result.length; start += channels * plane) {
			Arrays.fill(measures, 0);
			for (int i = 0; i < channels * plane; i++) {
				final double v = field.data()[start + i];
				measures[i % plane] += v * (measure == Measure.NORM ? v : gradient.data()[start + i]);
			}
			for (int p = 0; p < plane; p++) measures[p] = Math.abs(measures[p]);
			final double limit = limit(measures);
			for (int i = 0; i < channels * plane; i++) {
				if (measures[i % plane] < limit) result[start + i] = 0;
			}
		}
		return Tensor.of(result, field.shape());
	}

	private double limit(final double[] measures) {
		final double[] sorted = measures.clone();
		Arrays.sort(sorted);
		final int rank = (int) Math.round(quantile * sorted.length);
		return rank < sorted.length ? sorted[rank] : Double.POSITIVE_INFINITY;
	}
}
