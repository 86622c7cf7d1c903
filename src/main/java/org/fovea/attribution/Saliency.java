package org.fovea.attribution;

import java.util.ArrayList;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * The gradient of the target at the input, ∂S/∂x, as one number for each pixel (Simonyan, Vedaldi and Zisserman 2014, "Deep inside
 * convolutional networks", section 3).
 */
public final class Saliency {

	private final Reduction reduction;

	/** How the channels of the gradient become one number. */
	public enum Reduction {
		/** max_c |g_c|: how strongly the pixel can move S, as in the paper. */
		ABSOLUTE,
		/** Σ_c g_c²: the squared length of the gradient. */
		SQUARED,
		/** Σ_c g_c: how S changes when the pixel gets brighter; signed. */
		SIGNED
	}

	/** @param reduction of the channels */
	public Saliency(final Reduction reduction) {
		this.reduction = reduction;
	}

	/**
	 * Computes the maps.
	 *
	 * @param network the network
	 * @param target S
	 * @param input {@code [N, C, H, W]} after preprocessing
	 * @return one map for each entry of the batch, H×W
	 */
	public Result map(final Network network, final Target target, final Tensor input) {
		if (input.rank() != 4) throw new FoveaException("Saliency maps need an image as input, and this network takes none.");
		final Trace trace = network.run(Plan.FORWARD.gradient(Network.INPUT), target, input);
		final Tensor gradient = trace.gradient(Network.INPUT);
		final List<Heatmap> maps = new ArrayList<>();
		for (int n = 0; n < input.size(0); n++) maps.add(reduce(gradient, n));
		return new Result(List.copyOf(maps), trace);
	}

	private Heatmap reduce(final Tensor gradient, final int n) {
		final int channels = gradient.size(1);
		final int positions = gradient.size(2) * gradient.size(3);
		final float[] values = new float[positions];
		for (int p = 0; p < positions; p++) {
			double value = 0;
			for (int c = 0; c < channels; c++) {
				final double g = gradient.data()[(n * channels + c) * positions + p];
				value = switch (reduction) {
					case ABSOLUTE -> Math.max(value, Math.abs(g));
					case SQUARED -> value + g * g;
					case SIGNED -> value + g;
				};
			}
			values[p] = (float) value;
		}
		return new Heatmap(gradient.size(3), gradient.size(2), values, reduction == Reduction.SIGNED);
	}

	/**
	 * Maps and what they explain.
	 *
	 * @param maps one for each entry of the batch
	 * @param trace of the run: the outputs and S
	 */
	public record Result(List<Heatmap> maps, Trace trace) {}
}
