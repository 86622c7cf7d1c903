package org.fovea.attribution;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Tiles;
import org.fovea.network.Trace;

/**
 * ∂S/∂x, with ReLUs passed under a rule: the plain gradient (Simonyan et al. 2014, "Deep inside convolutional networks", section 3), guided
 * backpropagation (Springenberg et al. 2015) or the Deconvnet (Zeiler &amp; Fergus 2014). Max-pooling passes gradients to the maximum in
 * all three. The two rules show edges that a random network would show as well; they refuse networks without a ReLU.
 */
public final class Gradient implements InputAttribution {

	private final Rule rule;

	/** @param rule how gradients pass ReLUs */
	public Gradient(final Rule rule) {
		this.rule = rule;
	}

	@Override
	public Shares attribute(final Network network, final Target target, final Tensor input, final Progress progress) {
		InputAttribution.checkImage(input);
		progress.check();
		final Trace trace = network.run(Plan.FORWARD.gradient(Network.INPUT).under(rule), target, input);
		return new Shares(trace.gradient(Network.INPUT), trace, new double[0]);
	}

	/**
	 * Computes the plain gradient of an image that is too large for the network at once.
	 *
	 * @param tiles of the image
	 * @param layer where tiles are joined
	 * @param target S
	 * @param progress told of each tile
	 * @return shares of the image's shape, equal to those of the whole image
	 * @throws org.fovea.FoveaException if tiles cannot be joined there
	 */
	public static Shares attribute(final Tiles tiles, final String layer, final Target target, final Progress progress) {
		final Trace trace = tiles.gradient(layer, target, progress);
		return new Shares(trace.gradient(Network.INPUT), trace, new double[0]);
	}
}
