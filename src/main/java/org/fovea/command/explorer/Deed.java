package org.fovea.command.explorer;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

import org.fovea.network.Layer;

/**
 * Something that can be done with the unit that is looked at: a menu entry of Fovea with its options filled in.
 *
 * @param title for the menu of the window
 * @param hint what comes out of it
 * @param label of the menu entry that does it
 * @param key for the keyboard, as {@link javax.swing.KeyStroke#getKeyStroke(String)} reads it; empty for none
 * @param recipe the command for an answer and a unit; empty where it makes no sense
 */
record Deed(String title, String hint, String label, String key, BiFunction<Answer, Integer, Optional<PlainCommand>> recipe) {

	private static final String UNIT = "%s:%d";

	/** Every deed, in the order of the menu. */
	static final List<Deed> ALL = List.of(
		new Deed("Feature Map of This Unit", "The unit's map as a 32-bit image", "Feature Maps...", "ENTER", (answer, unit) -> onLayer(answer,
			"Feature Maps...").map(command -> command.with("units", unit))),
		new Deed("Feature Maps of the Layer", "A stack with a slice for each unit", "Feature Maps...", "ctrl ENTER", (answer, unit) -> onLayer(answer,
			"Feature Maps...")),
		new Deed("Activation Mask", "Where the unit fires most, as a mask and a selection", "Activation Mask...", "ctrl M", (answer,
			unit) -> onLayer(answer, "Activation Mask...").filter(command -> isSpatial(answer)).map(command -> command.with("unit", unit))),
		new Deed("Receptive Field", "What a position of the unit's map sees of the image", "Receptive Field...", "ctrl R", (answer, unit) -> onLayer(
			answer, "Receptive Field...").filter(command -> isSpatial(answer)).map(command -> command.with("unit", unit))),
		new Deed("Top Patches", "The places in the stack that excite the unit most", "Top Patches...", "ctrl T", (answer, unit) -> onLayer(answer,
			"Top Patches...").map(command -> command.with("units", unit))),
		new Deed("Saliency Map", "The pixels that would change the unit's value", "Saliency Map...", "ctrl S", (answer, unit) -> towards(answer, unit,
			"Saliency Map...")),
		new Deed("Guided Backpropagation", "The fine structures that excite the unit", "Guided Backpropagation...", "ctrl G", (answer, unit) -> towards(
			answer, unit, "Guided Backpropagation...")),
		new Deed("Grad-CAM", "The regions, seen by an earlier layer, that speak for the unit", "Grad-CAM...", "ctrl D", (answer, unit) -> before(answer)
			.flatMap(layer -> towards(answer, unit, "Grad-CAM...").map(command -> command.with("layer", layer)))),
		new Deed("Activation Maximization", "An image that excites the unit as much as possible", "Activation Maximization...", "ctrl X", (answer,
			unit) -> towards(answer, unit, "Activation Maximization...")));

	/**
	 * The command for what is looked at.
	 *
	 * @param answer what was found
	 * @param unit that is looked at
	 * @return the command; empty where it makes no sense
	 */
	Optional<PlainCommand> command(final Optional<Answer> answer, final int unit) {
		return answer.filter(a -> a.sight().isPresent()).flatMap(a -> recipe.apply(a, unit));
	}

	private static Optional<PlainCommand> onLayer(final Answer answer, final String label) {
		return answer.layer().map(layer -> new PlainCommand(label).with("model", answer.model().id()).with("layer", layer.name()));
	}

	private static Optional<PlainCommand> towards(final Answer answer, final int unit, final String label) {
		return answer.layer().map(layer -> new PlainCommand(label).with("model", answer.model().id()).with("target", String.format(UNIT, layer.name(),
			unit)));
	}

	private static boolean isSpatial(final Answer answer) {
		return answer.layer().filter(Layer::isSpatial).isPresent();
	}

	/** The last maps of another resolution before the layer, which the unit's value is made from. */
	private static Optional<String> before(final Answer answer) {
		final List<Layer> layers = answer.layers();
		final int at = answer.layer().map(layers::indexOf).orElse(-1);
		for (int i = at - 1; i >= 0; i--) {
			final Layer layer = layers.get(i);
			if (layer.isModule() && layer.isSpatial() && layer.shape()[2] * layer.shape()[3] > 1 && !hasSize(layer, layers.get(at))) return Optional.of(layer
				.name());
		}
		return Optional.empty();
	}

	private static boolean hasSize(final Layer layer, final Layer other) {
		return other.isSpatial() && layer.shape()[2] == other.shape()[2] && layer.shape()[3] == other.shape()[3];
	}
}
