package org.fovea.command.explorer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.fovea.network.Layer;

/**
 * Something that can be done with the unit that is looked at: a menu entry of Fovea with its options filled in.
 *
 * @param title for the menu of the window
 * @param hint what comes out of it
 * @param label of the menu entry that does it
 * @param key for the keyboard, as {@link javax.swing.KeyStroke#getKeyStroke(String)} reads it; empty for none
 * @param recipe the command for what is looked at; empty where it makes no sense
 */
record Deed(String title, String hint, String label, String key, Function<Aim, Optional<PlainCommand>> recipe) {

	private static final String UNIT = "%s:%d";

	/**
	 * What is looked at.
	 *
	 * @param answer with a scene
	 * @param unit of its layer
	 * @param folder that patches are searched in; empty for the current image
	 * @param beside what stands beside patches
	 */
	record Aim(Answer answer, int unit, Optional<String> folder, PatchSearch.Beside beside) {

		private Optional<PlainCommand> onLayer(final String label) {
			return answer.layer().map(layer -> new PlainCommand(label).with("model", answer.model().id()).with("layer", layer.name()));
		}

		private Optional<PlainCommand> onMaps(final String label) {
			return onLayer(label).filter(command -> isSpatial(answer));
		}

		private Optional<PlainCommand> towards(final String label) {
			return answer.layer().map(layer -> new PlainCommand(label).with("model", answer.model().id()).with("target", String.format(UNIT, layer.name(),
				unit)));
		}

		private Optional<PlainCommand> patches() {
			final Optional<PlainCommand> command = onLayer(TOP_PATCHES).map(c -> c.with("units", unit).with("projection", beside.name().toLowerCase(
				Locale.ROOT)));
			return folder.isEmpty() ? command : command.map(c -> c.with("source", folder.get()));
		}
	}

	private static final String TOP_PATCHES = "Top Patches...";

	/** Every deed, in the order of the menu. */
	static final List<Deed> ALL = List.of(
		new Deed("Feature Map of This Unit", "The unit's map as a 32-bit image", "Feature Maps...", "ENTER", aim -> aim.onLayer("Feature Maps...").map(
			command -> command.with("units", aim.unit))),
		new Deed("Feature Maps of the Layer", "A stack with a slice for each unit", "Feature Maps...", "ctrl ENTER", aim -> aim.onLayer(
			"Feature Maps...")),
		new Deed("Activation Mask", "Where the unit fires most, as a mask and a selection", "Activation Mask...", "ctrl M", aim -> aim.onMaps(
			"Activation Mask...").map(command -> command.with("unit", aim.unit))),
		new Deed("Receptive Field", "What a position of the unit's map sees of the image", "Receptive Field...", "ctrl R", aim -> aim.onMaps(
			"Receptive Field...").map(command -> command.with("unit", aim.unit))),
		new Deed("Top Patches", "The places in the stack or folder that excite the unit most", TOP_PATCHES, "ctrl T", Aim::patches),
		new Deed("Saliency Map", "The pixels that would change the unit's value", "Saliency Map...", "ctrl S", aim -> aim.towards("Saliency Map...")),
		new Deed("Guided Backpropagation", "The fine structures that excite the unit", "Guided Backpropagation...", "ctrl G", aim -> aim.towards(
			"Guided Backpropagation...")),
		new Deed("Grad-CAM", "The regions, seen by an earlier layer, that speak for the unit", "Grad-CAM...", "ctrl D", aim -> before(aim.answer).flatMap(
			layer -> aim.towards("Grad-CAM...").map(command -> command.with("layer", layer)))),
		new Deed("Activation Maximization", "An image that excites the unit as much as possible", "Activation Maximization...", "ctrl X", aim -> aim
			.towards("Activation Maximization...")));

	/**
	 * The command for what is looked at.
	 *
	 * @param aim of it
	 * @return the command; empty without an image, or where it makes no sense
	 */
	Optional<PlainCommand> command(final Optional<Aim> aim) {
		return aim.filter(a -> a.answer.scene().isPresent()).flatMap(recipe);
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
			final boolean isMap = layer.isModule() && layer.isSpatial() && layer.shape()[2] * layer.shape()[3] > 1;
			if (isMap && !hasSize(layer, layers.get(at))) return Optional.of(layer.name());
		}
		return Optional.empty();
	}

	private static boolean hasSize(final Layer layer, final Layer other) {
		return other.isSpatial() && layer.shape()[2] == other.shape()[2] && layer.shape()[3] == other.shape()[3];
	}
}
