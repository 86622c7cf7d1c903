package org.fovea.command.attribution;

import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.attribution.LayerScorer;
import org.fovea.attribution.Scorer;
import org.fovea.command.Look;
import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.model.Scores;
import org.fovea.network.Network;
import org.fovea.network.Target;

/** What is measured while pixels are replaced. */
enum Quantity {
	/** The probability where the model has one, else the logit. */
	AUTO,
	/** Between 0 and 1; the mean over the positions of a dense target. */
	PROBABILITY,
	/** The target itself. */
	LOGIT;

	/**
	 * The choice that this means for a target.
	 *
	 * @param look the plane before the model
	 * @param target what is explained
	 * @return one of the other two
	 * @throws FoveaException if there is no probability
	 */
	Quantity of(final Look look, final Target target) {
		final boolean hasProbability = target.layers().equals(Set.of(Network.OUTPUT)) && look.model().info().activation() != ScoreFunction.NONE;
		if (this == PROBABILITY && !hasProbability) {
			throw new FoveaException("This target has no probability; use quantity=logit.");
		}
		return this == AUTO ? hasProbability ? PROBABILITY : LOGIT : this;
	}

	/**
	 * Measures it.
	 *
	 * @param look the plane before the model
	 * @param target S, settled
	 * @return its scorer
	 */
	LayerScorer scorer(final Look look, final Target target) {
		if (of(look, target) == LOGIT) return Scorer.of(target);
		return Scorer.mean(target, output -> Scores.of(output, look.model().info().activation()));
	}
}
