package org.fovea.activation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fovea.network.Kernels;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Tensor;

/**
 * The filters of a layer, one for each unit: the kernels that it lays over the channels of its input. The numbers are those of the
 * archive; only how far the display reaches is decided here, always symmetric about 0.
 */
public final class Filters {

	/** Which weights share a display range. */
	public enum Scaling {
		/** Those of one unit: faint filters show their form. */
		FILTER,
		/** All of the layer: filters can be compared. */
		LAYER
	}

	private final Kernels kernels;
	private final Scaling scaling;

	/**
	 * Settles what is shown.
	 *
	 * @param kernels of a layer
	 * @param scaling of the display
	 */
	public Filters(final Kernels kernels, final Scaling scaling) {
		this.kernels = kernels;
		this.scaling = scaling;
	}

	/**
	 * One unit's filter.
	 *
	 * @param unit from 0
	 * @param weights {@code [inputs, depth, height, width]}
	 * @param min the smallest weight
	 * @param max the largest weight
	 * @param norm √Σw²
	 * @param limit the display reaches from −limit to limit; 0 where all weights are 0
	 */
	public record Filter(int unit, Tensor weights, float min, float max, double norm, double limit) {}

	/**
	 * Finds the layer whose filters are shown unless another is named.
	 *
	 * @param network the network
	 * @param example an input that it accepts
	 * @return the first convolution, else the first linear layer; empty where the archive holds neither
	 */
	public static Optional<Layer> first(final Network network, final Tensor example) {
		final List<Layer> layers = network.withKernels(example);
		return layers.stream().filter(layer -> layer.operator().toLowerCase(java.util.Locale.ROOT).contains("conv")).findFirst().or(() -> layers.stream()
			.findFirst());
	}

	/** @return the kernels */
	public Kernels kernels() {
		return kernels;
	}

	/** @return whether a filter is a colour picture: a two-dimensional kernel for each of red, green and blue */
	public boolean isColour() {
		return kernels.inputs() == 3 && kernels.groups() == 1 && kernels.depth() == 1 && kernels.isSpatial();
	}

	/**
	 * Takes filters.
	 *
	 * @param units from 0
	 * @return their filters, in that order
	 */
	public List<Filter> of(final List<Integer> units) {
		final double whole = limit(kernels.values().data());
		final List<Filter> filters = new ArrayList<>();
		for (final int unit : units) {
			final Tensor weights = kernels.values().slice(unit);
			float min = Float.POSITIVE_INFINITY;
			float max = Float.NEGATIVE_INFINITY;
			double squares = 0;
			for (final float weight : weights.data()) {
				min = Math.min(min, weight);
				max = Math.max(max, weight);
				squares += (double) weight * weight;
			}
			filters.add(new Filter(unit, weights, min, max, Math.sqrt(squares), scaling == Scaling.LAYER ? whole : limit(weights.data())));
		}
		return List.copyOf(filters);
	}

	private static double limit(final float[] weights) {
		double limit = 0;
		for (final float weight : weights) limit = Math.max(limit, Math.abs(weight));
		return limit;
	}
}
