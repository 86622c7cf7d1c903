package org.fovea.activation;

import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * What of an image excites one unit at one position: ∂A_k(p)/∂x with ReLUs passed as the Deconvnet does (Zeiler &amp; Fergus 2014) or as
 * guided backpropagation does (Springenberg et al. 2015). Nonzero inside the receptive field of the position alone.
 */
public final class Projection {

	private final Rule rule;

	/** @param rule how gradients pass ReLUs; the network must have some between the unit and the input unless it is plain */
	public Projection(final Rule rule) {
		this.rule = rule;
	}

	/**
	 * Projects.
	 *
	 * @param network the network
	 * @param input {@code [1, C, H, W]} after preprocessing
	 * @param layer the unit's
	 * @param patch unit and position
	 * @return {@code [1, C, H, W]}
	 * @throws FoveaException if no ReLU lies between the unit and the input
	 */
	public Tensor of(final Network network, final Tensor input, final String layer, final TopPatches.Patch<?> patch) {
		final Target target = Target.position(layer, patch.unit(), patch.x(), patch.y());
		return network.run(Plan.FORWARD.gradient(Network.INPUT).under(rule), target, input).gradient(Network.INPUT);
	}
}
