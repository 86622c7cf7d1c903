package org.fovea.attribution;

import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/** Says how much each entry of a batch is worth; what methods that mask the input ask again and again. */
@FunctionalInterface
public interface Scorer {

	/**
	 * Scores a batch.
	 *
	 * @param network the network
	 * @param batch {@code [N, C, H, W]}
	 * @return one score for each entry
	 */
	double[] score(Network network, Tensor batch);

	/**
	 * S itself.
	 *
	 * @param target S, settled for the unmasked input
	 * @return its scorer
	 */
	static Scorer of(final Target target) {
		return (network, batch) -> network.run(Plan.FORWARD, target, batch).values();
	}
}
