package org.fovea.activation;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;

/**
 * Where a unit is strongly active: upsample(A_k) &gt; T. T is a quantile of the upsampled values, as in Network Dissection (Bau et al.
 * 2017, section 3.2), or given. Of distinct values a share of 1 − q lies above their quantile q; of equal ones none does, so that a
 * constant map has an empty mask.
 */
public final class ActivationMask {

	private final double quantile;
	private final OptionalDouble given;

	private ActivationMask(final double quantile, final OptionalDouble given) {
		this.quantile = quantile;
		this.given = given;
	}

	/**
	 * Masks the strongest part.
	 *
	 * @param q 0–1, such as 0.99 for the strongest hundredth
	 * @return the technique
	 * @throws FoveaException if q is no quantile
	 */
	public static ActivationMask quantile(final double q) {
		if (!(q >= 0 && q <= 1)) throw new FoveaException("'quantile' must lie between 0 and 1, not " + q + ".");
		return new ActivationMask(q, OptionalDouble.empty());
	}

	/**
	 * Masks what exceeds an activation.
	 *
	 * @param activation T
	 * @return the technique
	 */
	public static ActivationMask above(final double activation) {
		return new ActivationMask(1, OptionalDouble.of(activation));
	}

	/**
	 * Finds T.
	 *
	 * @param upsampled one or several maps that share it; opened twice for a quantile, with the same values, and not kept
	 * @return T
	 */
	public double threshold(final Supplier<Stream<Heatmap>> upsampled) {
		return given.isPresent() ? given.getAsDouble() : ExactQuantile.of(quantile, upsampled);
	}

	/**
	 * Measures masks.
	 *
	 * @param masks from {@link #mask}, at least one
	 * @return which part of all their pixels is inside
	 */
	public static double share(final List<Heatmap> masks) {
		double inside = 0;
		long pixels = 0;
		for (final Heatmap mask : masks) {
			for (final float value : mask.values()) inside += value;
			pixels += mask.values().length;
		}
		return inside / pixels;
	}

	/**
	 * Masks a map.
	 *
	 * @param upsampled the map
	 * @param threshold T
	 * @return 1 where the value exceeds T, else 0
	 */
	public static Heatmap mask(final Heatmap upsampled, final double threshold) {
		final float[] inside = new float[upsampled.values().length];
		for (int i = 0; i < inside.length; i++) inside[i] = upsampled.values()[i] > threshold ? 1 : 0;
		return new Heatmap(upsampled.width(), upsampled.height(), inside, false);
	}
}
