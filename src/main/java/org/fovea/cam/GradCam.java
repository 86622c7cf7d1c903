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
		final Tensor activation = trace.activation(layer);
		if (activation.rank() != 4) {
			throw new FoveaException("Layer '" + layer + "' has no maps to weight (its output is " + Arrays.toString(activation.shape()) +
				"); choose a convolutional layer of Model Summary.");
		}
		final List<Heatmap> maps = new ArrayList<>();
		for (int n = 0; n < activation.size(0); n++) maps.add(weigh(activation, trace.gradient(layer), n));
		return new Result(List.copyOf(maps), trace);
	}

	private static Heatmap weigh(final Tensor activation, final Tensor gradient, final int n) {
		final int positions = activation.size(2) * activation.size(3);
		final double[] sum = new double[positions];
		for (int k = 0; k < activation.size(1); k++) {
			final int offset = (n * activation.size(1) + k) * positions;
			double weight = 0;
			for (int p = 0; p < positions; p++) weight += gradient.data()[offset + p];
			weight /= positions;
			for (int p = 0; p < positions; p++) sum[p] += weight * activation.data()[offset + p];
		}
		final float[] values = new float[positions];
		for (int p = 0; p < positions; p++) values[p] = (float) Math.max(0, sum[p]);
		return new Heatmap(activation.size(3), activation.size(2), values, false);
	}

	/**
	 * Maps and what they explain.
	 *
	 * @param maps one for each entry of the batch
	 * @param trace of the run: the outputs and S
	 */
	public record Result(List<Heatmap> maps, Trace trace) {}
}
