package org.fovea.attribution;

import java.util.Optional;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Rule;
import org.fovea.network.Target;
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
	public Shares attribute(final Passes passes, final Target target, final Progress progress) {
		final Trace trace = passes.gradient(target, rule, progress);
		return new Shares(trace.gradient(Network.INPUT), trace, Optional.empty());
	}
}
