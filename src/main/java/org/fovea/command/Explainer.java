package org.fovea.command;

import org.fovea.network.Target;

/** A technique with its options set. */
@FunctionalInterface
public interface Explainer {

	/**
	 * Explains one plane.
	 *
	 * @param look the plane before the model
	 * @param target what is explained
	 * @return its map
	 */
	Explanation explain(Look look, Target target);
}
