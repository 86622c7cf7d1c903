package org.fovea.command;

import java.util.List;
import java.util.Locale;

import org.fovea.image.Depth;
import org.fovea.model.Scores;
import org.fovea.model.Scores.Score;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Attack.Direction;

/**
 * An image, what became of it, and what a model says of both.
 *
 * @param image its title
 * @param slice which of its planes; empty for a single one
 * @param question what the model is asked
 * @param direction in which the answer should change
 * @param depth how pixels are stored, and their range
 * @param before {@code [1, C, H, W]} as stored
 * @param after of the same shape, as stored
 * @param outputBefore of the model
 * @param outputAfter of the model
 */
public record Change(String image, String slice, Question question, Direction direction, Depth depth, Tensor before, Tensor after,
	Tensor outputBefore, Tensor outputAfter)
{

	/** @return every class of the image as it was, the best first */
	List<Score> scoresBefore() {
		return Scores.best(outputBefore, 0, question.model().info(), Integer.MAX_VALUE);
	}

	/** @return every class of the changed image, the best first */
	List<Score> scoresAfter() {
		return Scores.best(outputAfter, 0, question.model().info(), Integer.MAX_VALUE);
	}

	/** @return whether the model sees in the changed image, as it is stored, what it should, and did not before */
	boolean isSuccessful() {
		return isWanted(outputAfter) && !isWanted(outputBefore);
	}

	private boolean isWanted(final Tensor output) {
		return question.isSeen(output) == (direction == Direction.TOWARDS);
	}

	/** @return what happened, in words */
	String sentence() {
		final String goal = (direction == Direction.TOWARDS ? "towards " : "away from ") + question.named().name();
		final String numbers = String.format(Locale.ROOT, "%.4g → %.4g", probability(outputBefore), probability(outputAfter));
		final String verdict = isSuccessful() ? "the model is deceived" : isWanted(outputBefore) ? "that was so before"
			: "the model is not deceived";
		return goal + ": " + numbers + ", " + verdict;
	}

	private double probability(final Tensor output) {
		return question.certainty().probabilities(output)[0];
	}
}
