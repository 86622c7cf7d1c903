package org.fovea.attribution;

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

/** A technique that gives every value of the input a share in S. */
public interface InputAttribution {

	/**
	 * Computes the shares.
	 *
	 * @param network the network
	 * @param target S
	 * @param input {@code [N, C, H, W]} after preprocessing
	 * @param progress told of each step
	 * @return shares of the input's shape
	 * @throws FoveaException if the network or the input does not allow it, saying what does
	 */
	default Shares attribute(final Network network, final Target target, final Tensor input, final Progress progress) {
		return attribute(Passes.whole(network, input), target, progress);
	}

	/**
	 * Computes the shares, at once or in tiles.
	 *
	 * @param passes the network before the image
	 * @param target S
	 * @param progress told of each step
	 * @return shares of the image's shape
	 * @throws FoveaException if the network or the image does not allow it, saying what does
	 */
	Shares attribute(Passes passes, Target target, Progress progress);

	/**
	 * Shares of the input's values in S.
	 *
	 * @param values {@code [N, C, H, W]}
	 * @param trace of the run on the input itself: the outputs and S
	 * @param residual S less what the shares say it should be, for each entry of the batch; empty where they promise nothing
	 */
	record Shares(Tensor values, Trace trace, double[] residual) {

		/**
		 * One map for each entry of the batch.
		 *
		 * @param reduction of the channels
		 * @return maps of H×W
		 */
		public List<Heatmap> maps(final Reduction reduction) {
			final List<Heatmap> maps = new ArrayList<>();
			for (int n = 0; n < values.size(0); n++) maps.add(reduction.reduce(values, n));
			return List.copyOf(maps);
		}
	}

	/** Refuses inputs that are no images. */
	static void checkImage(final Tensor input) {
		if (input.rank() != 4) throw new FoveaException("Maps of pixels need an image as input, and this network takes none.");
	}
}
