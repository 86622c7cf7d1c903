package org.fovea.command;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.fovea.FoveaException;
import org.fovea.attribution.LayerScorer;
import org.fovea.image.Meaning;
import org.fovea.network.Heatmap;
import org.fovea.network.Trace;

/**
 * What a technique says of one plane.
 *
 * @param map over the whole input, of any size
 * @param trace of the run that it comes from: the outputs and S
 * @param layer that it was read from, where it was read from one
 * @param residual what the shares of all pixels miss of what they should sum up to, where the technique promises a sum
 * @param notes further numbers about the map, by what they are called in its information
 * @param meaning of the map's values
 * @param caution what is wrong with this map, a sentence without its full stop; empty where nothing is
 * @param question what the technique explains in place of a target, where it has a question of its own: S of changed images
 */
public record Explanation(Heatmap map, Trace trace, Optional<String> layer, OptionalDouble residual, Map<String, Double> notes,
	Meaning meaning, Optional<String> caution, Optional<LayerScorer> question)
{

	/**
	 * An explanation without further numbers.
	 *
	 * @param map over the whole input, of any size
	 * @param trace of the run that it comes from: the outputs and S
	 * @param layer that it was read from, where it was read from one
	 * @param residual what the shares miss of their sum, where the technique promises one
	 */
	public Explanation(final Heatmap map, final Trace trace, final Optional<String> layer, final OptionalDouble residual) {
		this(map, trace, layer, residual, Map.of(), Meaning.EVIDENCE, Optional.empty(), Optional.empty());
	}

	/**
	 * The same with further numbers.
	 *
	 * @param further by what they are called in the map's information
	 * @return another explanation
	 */
	public Explanation noting(final Map<String, Double> further) {
		return new Explanation(map, trace, layer, residual, further, meaning, caution, question);
	}

	/**
	 * The same with something that people should know before they believe the map.
	 *
	 * @param sentence without its full stop
	 * @return another explanation
	 */
	public Explanation warning(final String sentence) {
		return new Explanation(map, trace, layer, residual, notes, meaning, Optional.of(sentence), question);
	}

	/**
	 * The same with another map.
	 *
	 * @param other over the whole input
	 * @return another explanation
	 */
	public Explanation drawn(final Heatmap other) {
		return new Explanation(other, trace, layer, residual, notes, meaning, caution, question);
	}

	/**
	 * The same with values of another kind.
	 *
	 * @param other what they mean
	 * @return another explanation
	 */
	public Explanation meaning(final Meaning other) {
		return new Explanation(map, trace, layer, residual, notes, other, caution, question);
	}

	/**
	 * The same for a technique with a question of its own.
	 *
	 * @param own S
	 * @return another explanation
	 */
	public Explanation asking(final LayerScorer own) {
		return new Explanation(map, trace, layer, residual, notes, meaning, caution, Optional.of(own));
	}

	/**
	 * The map as evidence, for those that go on from it.
	 *
	 * @return this
	 * @throws FoveaException if its values are none
	 */
	public Explanation evidence() {
		if (meaning == Meaning.EVIDENCE) return this;
		throw new FoveaException("A map of what is left of the score is no evidence for it; use quantity=drop.");
	}
}
