package org.fovea.cam;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/** A technique that gives every unit of a layer one weight, so that its map can be made at any resolution at which the units are known. */
public interface UnitWeights {

	/**
	 * Weighs the units.
	 *
	 * @param network the network
	 * @param target S
	 * @param input {@code [1, C, H, W]} after preprocessing
	 * @param progress told where it takes long
	 * @return the weights
	 * @throws org.fovea.FoveaException if the layer has no maps, or if the network does not suit the technique
	 */
	default Weights weigh(final Network network, final Target target, final Tensor input, final Progress progress) {
		return weigh(Passes.whole(network, input), target, progress);
	}

	/**
	 * Weighs the units, at once or in tiles.
	 *
	 * @param passes the network before the image
	 * @param target S
	 * @param progress told where it takes long
	 * @return the weights
	 * @throws org.fovea.FoveaException if the layer has no maps, or if the network does not suit the technique
	 */
	Weights weigh(Passes passes, Target target, Progress progress);

	/**
	 * The weights and what they come from.
	 *
	 * @param values w_k of Σ_k w_k A_k
	 * @param isSigned whether negative sums are kept; else they are cut off at zero
	 * @param trace of the run: the outputs, S and A
	 */
	record Weights(double[] values, boolean isSigned, Trace trace) {}
}
