package org.fovea.command;

import java.util.List;

import org.fovea.Progress;
import org.fovea.image.View;
import org.fovea.model.Model;
import org.fovea.model.NamedTarget;
import org.fovea.model.Targets;
import org.fovea.network.Layer;
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

	/**
	 * Finds a target; the selection is that of the image.
	 *
	 * @param text as people and macros write it
	 * @return the target
	 */
	public NamedTarget target(final String text) {
		final List<Layer> layers = text.contains(":") ? new Layers(model, input).all() : List.of();
		return new Targets(model.info(), layers).parse(text, view.selection());
	}

	/**
	 * What a target turned out to be.
	 *
	 * @param target asked for
	 * @param explanation of this plane
	 * @return the target's name; for {@code top} with the class that it was
	 */
	public String name(final NamedTarget target, final Explanation explanation) {
		if (!target.name().equals("top")) return target.name();
		return "top (" + new Targets(model.info(), List.of()).top(explanation.trace().output(), 0).name() + ")";
	}
}
