package org.fovea.command.explorer;

import java.util.List;
import java.util.Optional;

import org.fovea.model.ModelInfo;
import org.fovea.network.Layer;

/**
 * What was found.
 *
 * @param question that was asked
 * @param model what is known of the model
 * @param layers every layer in order of execution
 * @param layer that {@link Question#layer} names; empty where the model has none
 * @param scene what the layer makes of the image; empty without an image, or where the complaint says why
 * @param complaint a sentence that says what to do; empty where nothing is wrong
 */
record Answer(Question question, ModelInfo model, List<Layer> layers, Optional<Layer> layer, Optional<Scene> scene,
	Optional<String> complaint)
{

	/** Copies the layers. */
	Answer {
		layers = List.copyOf(layers);
	}

	/**
	 * What a unit is called.
	 *
	 * @param unit its number
	 * @return its label where the layer is the model's result and labels are known; empty otherwise
	 */
	Optional<String> label(final int unit) {
		final boolean isResult = layer.isPresent() && layer.get().equals(layers.get(layers.size() - 1)) && layer.get().units() == model.labels()
			.size();
		return isResult ? Optional.of(model.labels().get(unit)).filter(label -> !label.isBlank()) : Optional.empty();
	}
}
