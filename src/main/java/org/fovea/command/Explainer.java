package org.fovea.command;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import org.fovea.model.ModelInfo;
import org.fovea.model.ModelKind;
import org.fovea.model.NamedTarget;
import org.fovea.model.Scores;
import org.fovea.network.Network;
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
		return new Answer(look.name(asked, explanation), explanation, Optional.of(explanation.trace().settled(asked.target())));
	}

	/**
	 * What was asked and what the technique says to it.
	 *
	 * @param question the target's name, or what the technique asks instead
	 * @param explanation of one plane
	 * @param target S with every choice made; empty where the technique has a question of its own
	 */
	record Answer(String question, Explanation explanation, Optional<Target> target) {

		/**
		 * By how much the target's class is ahead.
		 *
		 * @param model that was asked
		 * @return see {@link Scores#margin}; empty where the target is no class
		 */
		OptionalDouble margin(final ModelInfo model) {
			final boolean hasClasses = model.kind() == ModelKind.CLASSIFIER || model.kind() == ModelKind.SEGMENTER || model.kind() == ModelKind.SCOUTER;
			if (!hasClasses || explanation.trace().outputs().isEmpty()) return OptionalDouble.empty();
			return target.filter(t -> t.layers().equals(Set.of(Network.OUTPUT))).map(t -> Scores.margin(t, explanation.trace().output())).orElse(
				OptionalDouble.empty());
		}
	}
}
