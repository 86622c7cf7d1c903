package org.fovea.cam;

import org.fovea.Progress;
import org.fovea.network.Passes;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/** A class activation map in which each unit has one weight for all its positions: ReLU(Σ_k w_k A_k). */
public abstract sealed class WeightedCam extends GradientCam implements UnitWeights permits GradCam, GradCamPlusPlus {

	private final String layer;

	/** @param layer whose maps are weighted, {@code [N, C, h, w]} */
	WeightedCam(final String layer) {
		super(layer, false);
		this.layer = layer;
	}

	/**
	 * The weight of a unit.
	 *
	 * @param unit A_k and g_k
	 * @return w_k
	 */
	abstract double weight(Unit unit);

	@Override
	final void add(final double[] sum, final Unit unit) {
		final double w = weight(unit);
		for (int p = 0; p < sum.length; p++) sum[p] += w * unit.a(p);
	}

	@Override
	public final Weights weigh(final Passes passes, final Target target, final Progress progress) {
		return weigh(passes.trace(layer, target, progress));
	}

	/**
	 * Weighs the units from a run that was done before, at once or in tiles.
	 *
	 * @param trace with A and g of the layer
	 * @return the weights for the first entry of the batch
	 * @throws org.fovea.FoveaException if the layer has no maps
	 */
	public final Weights weigh(final Trace trace) {
		final Tensor activation = maps(layer, trace);
		final double[] weights = new double[activation.size(1)];
		for (int k = 0; k < weights.length; k++) weights[k] = weight(new Unit(activation, trace.gradient(layer), 0, k));
		return new Weights(weights, false, trace);
	}
}
