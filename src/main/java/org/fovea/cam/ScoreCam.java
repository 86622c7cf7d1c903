package org.fovea.cam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * Score-CAM: ReLU(Σ_k α_k A_k) with α = softmax_k S(x ⊙ H_k), H_k the map A_k enlarged to the input and stretched to 0–1 (Wang et al. 2020,
 * "Score-CAM: Score-weighted visual explanations for convolutional neural networks", equations 4 to 8; the score of the baseline input
 * is the same for every k and falls out of the softmax). No gradients; one forward for each unit.
 */
public final class ScoreCam implements UnitWeights {

	private final String layer;
	private final int batch;

	/**
	 * Settles where A is read.
	 *
	 * @param layer whose maps are weighted, {@code [1, C, h, w]}
	 * @param batch how many masked inputs run at once
	 */
	public ScoreCam(final String layer, final int batch) {
		this.layer = layer;
		this.batch = batch;
	}

	/**
	 * Computes the map.
	 *
	 * @param network the network
	 * @param target S
	 * @param input {@code [1, C, H, W]} after preprocessing
	 * @param progress told after each batch
	 * @return the map with S
	 * @throws org.fovea.FoveaException if the layer has no maps
	 */
	public GradientCam.Result map(final Network network, final Target target, final Tensor input, final Progress progress) {
		return map(Passes.whole(network, input), target, progress);
	}

	/**
	 * Computes the map, at once or in tiles.
	 *
	 * @param passes the network before the image
	 * @param target S
	 * @param progress told after each batch
	 * @return the map with S
	 * @throws org.fovea.FoveaException if the layer has no maps
	 */
	public GradientCam.Result map(final Passes passes, final Target target, final Progress progress) {
		final Weights weights = weigh(passes, target, progress);
		final Tensor activation = weights.trace().activation(layer);
		final double[] sum = Mix.of(weights.values()).mix(activation, 0, 0);
		return new GradientCam.Result(List.of(GradientCam.heatmap(sum, activation, false)), weights.trace());
	}

	@Override
	public Weights weigh(final Passes passes, final Target target, final Progress progress) {
		final Tensor input = passes.input();
		final Trace scored = passes.forward(target, progress);
		final Trace trace = new Trace(scored.outputs(), Map.of(layer, passes.activation(layer, progress)), Map.of(), scored.values(), 0);
		final Tensor activation = GradientCam.maps(layer, trace);
		final Target settled = trace.settled(target);
		final int together = passes.batch(batch);
		final int units = activation.size(1);
		final double[] scores = new double[units];
		for (int first = 0; first < units; first += together) {
			progress.check();
			final int last = Math.min(units, first + together);
			final Tensor masked = mask(input, activation, first, last);
			System.arraycopy(passes.on(masked).forward(settled, progress.silent()).values(), 0, scores, first, last - first);
			progress.report("Score-CAM", (double) last / units);
		}
		final double largest = IntStream.range(0, units).mapToDouble(k -> scores[k]).max().orElse(0);
		final double total = IntStream.range(0, units).mapToDouble(k -> Math.exp(scores[k] - largest)).sum();
		return new Weights(IntStream.range(0, units).mapToDouble(k -> Math.exp(scores[k] - largest) / total).toArray(), false, trace);
	}

	private static Tensor mask(final Tensor input, final Tensor activation, final int first, final int last) {
		final int width = input.size(3);
		final int height = input.size(2);
		final int positions = activation.size(2) * activation.size(3);
		final float[] masked = new float[(last - first) * input.length()];
		final List<Heatmap> maps = new ArrayList<>();
		for (int k = first; k < last; k++) {
			final float[] values = java.util.Arrays.copyOfRange(activation.data(), k * positions, (k + 1) * positions);
			maps.add(new Heatmap(activation.size(3), activation.size(2), values, false).resize(width, height));
		}
		for (int k = 0; k < maps.size(); k++) {
			final Heatmap map = maps.get(k);
			final float min = map.min();
			final float range = map.max() - min;
			for (int i = 0; i < input.length(); i++) {
				final float h = range > 0 ? (map.values()[i % (width * height)] - min) / range : 0;
				masked[k * input.length() + i] = input.data()[i] * h;
			}
		}
		return Tensor.of(masked, last - first, input.size(1), height, width);
	}
}
