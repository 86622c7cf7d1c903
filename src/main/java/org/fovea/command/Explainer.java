package org.fovea.command;

import org.fovea.model.NamedTarget;
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

	/**
	 * Explains one plane and says what was explained.
	 *
	 * @param look the plane before the model
	 * @param target as people and macros write it; techniques with a question of their own do not look at it
	 * @return the question and its map
	 */
	default Answer answer(final Look look, final String target) {
		final NamedTarget asked = look.target(target);
		final Explanation explanation = explain(look, asked.target());
		return new Answer(look.name(asked, explanation), explanation);
	}

	/**
	 * What was asked and what the technique says to it.
	 *
	 * @param question the target's name, or what the technique asks instead
	 * @param explanation of one plane
	 */
	record Answer(String question, Explanation explanation) {}
}
