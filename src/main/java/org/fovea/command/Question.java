package org.fovea.command;

import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.model.Model;
import org.fovea.model.NamedTarget;
import org.fovea.network.Network;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Certainty;

/**
 * Whether a model sees a class.
 *
 * @param model that is asked
 * @param named the class
 */
public record Question(Model model, NamedTarget named) {

	private static final double EVEN = 0.5;

	/** Holds that the target is a class. */
	public Question {
		if (!named.target().layers().equals(Set.of(Network.OUTPUT))) {
			throw new FoveaException("'" + named.name() + "' is no class; name a class, or use Activation Maximization for units.");
		}
	}

	/** @return how certain the model is of the class */
	public Certainty certainty() {
		return new Certainty(named.target(), switch (model.info().activation()) {
			case SOFTMAX -> Certainty.Scores.SOFTMAX;
			case SIGMOID -> Certainty.Scores.SIGMOID;
			case NONE -> Certainty.Scores.NONE;
		});
	}

	/**
	 * The model's answer.
	 *
	 * @param output of the model
	 * @return whether the class is the best one, where it is a map that with the largest mean logit over the positions that are asked for; where classes
	 *         do not exclude each other, whether its probability is at least one half
	 */
	public boolean isSeen(final Tensor output) {
		final Certainty certainty = certainty();
		if (certainty.scores() != Certainty.Scores.SIGMOID && named.index().isPresent()) return certainty.best(output) == named.index().getAsInt();
		return certainty.probabilities(output)[0] >= EVEN;
	}
}
