package org.fovea.cam;

import java.util.ArrayList;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * CAM: Σ_k w_k A_k with w_k the weight of unit k in the linear layer behind global average pooling (Zhou et al. 2016, "Learning deep
 * features for discriminative localization", equation 2). Signed; its mean over all positions is S less its bias.
 *
 * <p>
 * Whether the network ends that way is tried out, not read from its code, so that every kind of export will do: S must be affine in the
 * spatial means of A. Its gradient then is w_k/(h·w) everywhere, also where A is set to zero, and S(A) − S(0) is the mean of the map.
 * </p>
 */
public final class Cam implements UnitWeights {

	private static final double TOLERANCE = 1e-4;

	private final String layer;

	/** @param layer before the global pooling, {@code [N, C, h, w]} */
	public Cam(final String layer) {
		this.layer = layer;
	}

	/**
	 * Computes the maps.
	 *
	 * @param network the network
	 * @param target S, a logit
	 * @param input {@code [N, C, H, W]} after preprocessing
	 * @return the maps with S
	 * @throws FoveaException if the network does not end in global average pooling and one linear layer
	 */
	public GradientCam.Result map(final Network network, final Target target, final Tensor input) {
		return map(Passes.whole(network, input), target, Progress.NONE);
	}

	/**
	 * Computes the maps, at once or in tiles.
	 *
	 * @param passes the network before the image
	 * @param target S, a logit
	 * @param progress told of tiles
	 * @return the maps with S
	 * @throws FoveaException if the network does not end in global average pooling and one linear layer
	 */
	public GradientCam.Result map(final Passes passes, final Target target, final Progress progress) {
		final List<Heatmap> maps = new ArrayList<>();
		final Weighed weighed = weighed(passes, target, progress);
		final Tensor activation = weighed.trace().activation(layer);
		for (int n = 0; n < activation.size(0); n++) {
			maps.add(GradientCam.heatmap(Mix.of(weighed.weights()[n]).mix(activation, n, 0), activation, true));
		}
		return new GradientCam.Result(List.copyOf(maps), weighed.trace());
	}

	@Override
	public Weights weigh(final Passes passes, final Target target, final Progress progress) {
		final Weighed weighed = weighed(passes, target, progress);
		return new Weights(weighed.weights()[0], true, weighed.trace());
	}

	/** w_k of each entry of the batch. */
	private record Weighed(double[][] weights, Trace trace) {}

	private Weighed weighed(final Passes passes, final Target target, final Progress progress) {
		final Trace trace = passes.trace(layer, target, progress);
		final Tensor activation = GradientCam.maps(layer, trace);
		final Tensor gradient = trace.gradient(layer);
		final Trace off = passes.behind(layer, Tensor.zeros(activation.shape()), trace.settled(target), progress);
		final int positions = activation.size(2) * activation.size(3);
		final double[][] weights = new double[activation.size(0)][activation.size(1)];
		for (int n = 0; n < weights.length; n++) {
			double largest = 0;
			double deviation = 0;
			for (int k = 0; k < weights[n].length; k++) {
				final GradientCam.Unit unit = new GradientCam.Unit(activation, gradient, n, k);
				final GradientCam.Unit silent = new GradientCam.Unit(activation, off.gradient(layer), n, k);
				weights[n][k] = unit.g(0) * positions;
				for (int p = 0; p < positions; p++) {
					largest = Math.max(largest, Math.abs(unit.g(p)));
					deviation = Math.max(deviation, Math.max(Math.abs(unit.g(p) - unit.g(0)), Math.abs(silent.g(p) - unit.g(0))));
				}
			}
			if (deviation > TOLERANCE * largest) {
				throw new FoveaException("CAM needs a network that ends in global average pooling and one linear layer behind '" + layer +
					"', and this one does not; use Grad-CAM instead.");
			}
		}
		return new Weighed(weights, trace);
	}
}
