package org.fovea.command;

import org.fovea.Progress;
import org.fovea.image.View;
import org.fovea.model.Model;
import org.fovea.network.Network;
import org.fovea.network.Tensor;

/**
 * One plane before an open model.
 *
 * @param model open
 * @param view where the input lies in the image
 * @param input after preprocessing
 * @param progress of the whole command
 */
public record Look(Model model, View view, Tensor input, Progress progress) {

	/** @return the model's network */
	public Network network() {
		return model.network();
	}

	/**
	 * Finds a layer.
	 *
	 * @param name as in Model Summary, or {@code auto}
	 * @return the layer's name
	 */
	public String layer(final String name) {
		return new Layers(model, input).resolve(name);
	}
}
