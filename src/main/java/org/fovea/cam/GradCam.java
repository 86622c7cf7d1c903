package org.fovea.cam;

import java.util.List;

import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * Grad-CAM: ReLU(Σ_k mean(g_k) A_k), with A the layer's activation and g = ∂S/∂A (Selvaraju et al. 2017, equations 1 and 2). One map for
 * each entry of the batch, at the layer's resolution, never negative.
 */
public final class GradCam {

	private final String layer;

	/** @param layer whose maps are weighted, {@code [N, C, h, w]} */
	public GradCam(final String layer) {
		this.layer = layer;
	}

	/**
	 * Computes the maps.
	 *
	 * @param network the network
	 * @param target S
	 * @param input {@code [N, C, H, W]} after preprocessing
	 * @return the maps with S
	 * @throws org.fovea.FoveaException if the layer has no maps
	 */
	public Result map(final Network network, final Target target, final Tensor input) {
		final Trace trace = network.run(Plan.FORWARD.tap(layer).gradient(layer), target, input);
		throw new IllegalStateException("skeleton: " + trace);
	}

	/**
	 * Maps and what they explain.
	 *
	 * @param maps one for each entry of the batch
	 * @param trace of the run: the outputs and S
	 */
	public record Result(List<Heatmap> maps, Trace trace) {}
}
