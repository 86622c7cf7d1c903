package org.fovea.command;

import java.util.List;
import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.model.Model;
import org.fovea.model.NamedTarget;
import org.fovea.model.Scores.Score;
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
	 * @param scores of all classes, the best first
	 * @return whether the class is the best one; where classes do not exclude each other, or have maps, whether its probability is at least one half
	 */
	public boolean isSeen(final Tensor output, final List<Score> scores) {
		final Certainty certainty = certainty();
		final boolean isDense = output.rank() == 4 && output.size(2) * output.size(3) > 1;
		if (!isDense && certainty.scores() != Certainty.Scores.SIGMOID && named.index().isPresent()) {
			return scores.get(0).index() == named.index().getAsInt();
		}
		return certainty.probabilities(output)[0] >= EVEN;
	}
}
