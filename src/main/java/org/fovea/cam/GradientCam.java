package org.fovea.cam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * A class activation map made from the activation A of one layer and the gradient g = ∂S/∂A: each entry of the batch gives one map at the
 * layer's resolution. Subclasses hold the formula.
 */
public abstract sealed class GradientCam permits WeightedCam, HiResCam, LayerCam {

	private final String layer;
	private final boolean isSigned;

	/**
	 * Settles where A is read.
	 *
	 * @param layer whose maps are weighted, {@code [N, C, h, w]}
	 * @param isSigned whether evidence against S is kept; else it is cut off at zero
	 */
	GradientCam(final String layer, final boolean isSigned) {
		this.layer = layer;
		this.isSigned = isSigned;
	}

	/**
	 * Computes the maps.
	 *
	 * @param network the network
	 * @param target S
	 * @param input {@code [N, C, H, W]} after preprocessing
	 * @return the maps with S
	 * @throws FoveaException if the layer has no maps
	 */
	public final Result map(final Network network, final Target target, final Tensor input) {
		return map(network.run(Plan.FORWARD.tap(layer).gradient(layer), target, input));
	}

	/**
	 * Computes the maps from a run that was done before, at once or in tiles.
	 *
	 * @param trace with A and g of the layer
	 * @return the maps with S
	 * @throws FoveaException if the layer has no maps
	 */
	public final Result map(final Trace trace) {
		final Tensor activation = maps(layer, trace);
		final List<Heatmap> maps = new ArrayList<>();
		for (int n = 0; n < activation.size(0); n++) {
			final double[] sum = new double[activation.size(2) * activation.size(3)];
			for (int k = 0; k < activation.size(1); k++) add(sum, new Unit(activation, trace.gradient(layer), n, k));
			maps.add(heatmap(sum, activation, isSigned));
		}
		return new Result(List.copyOf(maps), trace);
	}

	/**
	 * Adds what one unit contributes to the map.
	 *
	 * @param sum the map so far, by position
	 * @param unit A_k and g_k
	 */
	abstract void add(double[] sum, Unit unit);

	/** The activation of a layer that must have maps. */
	static Tensor maps(final String layer, final Trace trace) {
		final Tensor activation = trace.activation(layer);
		if (activation.rank() != 4) {
			throw new FoveaException("Layer '" + layer + "' has no maps to weight (its output is " + Arrays.toString(activation.shape()) +
				"); choose a convolutional layer of Model Summary.");
		}
		return activation;
	}

	/** Makes a map of sums. */
	static Heatmap heatmap(final double[] sum, final Tensor activation, final boolean isSigned) {
		final float[] values = new float[sum.length];
		for (int p = 0; p < values.length; p++) values[p] = (float) (isSigned ? sum[p] : Math.max(0, sum[p]));
		return new Heatmap(activation.size(3), activation.size(2), values, isSigned);
	}

	/**
	 * One unit's map and gradient.
	 *
	 * @param activation A of the whole batch
	 * @param gradient g of the whole batch
	 * @param n which entry
	 * @param k which unit
	 */
	record Unit(Tensor activation, Tensor gradient, int n, int k) {

		/** @return the number of positions */
		int positions() {
			return activation.size(2) * activation.size(3);
		}

		/**
		 * A_k at a position.
		 *
		 * @param p the position, row by row
		 * @return the value
		 */
		double a(final int p) {
			return activation.data()[offset() + p];
		}

		/**
		 * g_k at a position.
		 *
		 * @param p the position, row by row
		 * @return the value
		 */
		double g(final int p) {
			return gradient.data()[offset() + p];
		}

		private int offset() {
			return (n * activation.size(1) + k) * positions();
		}
	}

	/**
	 * Maps and what they explain.
	 *
	 * @param maps one for each entry of the batch
	 * @param trace of the run: the outputs and S
	 */
	public record Result(List<Heatmap> maps, Trace trace) {}
}
