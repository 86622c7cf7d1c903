package org.fovea.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
	 * @param sum what the shares promise to sum up to; empty where they promise nothing
	 */
	record Shares(Tensor values, Trace trace, Optional<Sum> sum) {

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

	/**
	 * What shares promise to sum up to.
	 *
	 * @param residual the promise less their sum, for each entry of the batch
	 * @param promised for each entry of the batch
	 * @param size of the numbers that the promise is the difference of: below 1e-5 of it rounding alone is at work
	 * @param samples that the shares were estimated from; 0 where nothing is estimated and the promise is kept by some networks only
	 */
	record Sum(double[] residual, double[] promised, double size, int samples) {

		private static final double NEGLIGIBLE = 1e-5;


		/** @return the largest part of a promise that is missing or too much, 0 where all are kept */
		public double missing() {
			return IntStream.range(0, residual.length).mapToDouble(n -> Math.abs(residual[n]) <= NEGLIGIBLE * size ? 0 : Math.abs(residual[n] /
				promised[n])).max().orElse(0);
		}
	}

	/** Refuses inputs that are no images. */
	static void checkImage(final Tensor input) {
		if (input.rank() != 4) throw new FoveaException("Maps of pixels need an image as input, and this network takes none.");
	}
}
