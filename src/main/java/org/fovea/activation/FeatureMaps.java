package org.fovea.activation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;

/** What a layer computes: its raw output, one map for each unit, at the layer's resolution. */
public final class FeatureMaps {

	private final String layer;

	/** @param layer whose output is read, {@code [N, C, h, w]} or {@code [N, C]} */
	public FeatureMaps(final String layer) {
		this.layer = layer;
	}

	/**
	 * Reads the first entry of a batch.
	 *
	 * @param network the network
	 * @param input {@code [N, C, H, W]} after preprocessing
	 * @return one map for each unit, signed where the layer's output has negative values; 1×1 where the layer has no positions
	 * @throws FoveaException if the layer's output is no set of maps
	 */
	public List<Heatmap> maps(final Network network, final Tensor input) {
		return maps(network.run(Plan.FORWARD.tap(layer), input).activation(layer));
	}

	/**
	 * Takes the first entry of a batch that was read before, at once or in tiles.
	 *
	 * @param activation of the layer
	 * @return as {@link #maps(Network, Tensor)}
	 * @throws FoveaException if the layer's output is no set of maps
	 */
	public List<Heatmap> maps(final Tensor activation) {
		if (activation.rank() != 4 && activation.rank() != 2) {
			throw new FoveaException("Layer '" + layer + "' has no maps (its output is " + Arrays.toString(activation.shape()) +
				"); choose a convolutional layer of Model Summary.");
		}
		final int height = activation.rank() == 4 ? activation.size(2) : 1;
		final int width = activation.rank() == 4 ? activation.size(3) : 1;
		final Tensor entry = activation.slice(0);
		boolean isSigned = false;
		for (final float value : entry.data()) isSigned |= value < 0;
		final List<Heatmap> maps = new ArrayList<>();
		for (int k = 0; k < entry.size(0); k++) {
			maps.add(new Heatmap(width, height, Arrays.copyOfRange(entry.data(), k * width * height, (k + 1) * width * height), isSigned));
		}
		return List.copyOf(maps);
	}
}
