package org.fovea.command;

import java.util.List;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.activation.LastMap;
import org.fovea.model.InputFormat;
import org.fovea.model.Model;
import org.fovea.model.PixelType;
import org.fovea.network.Layer;
import org.fovea.network.Tensor;

/** The layers of an open model by name, {@code auto} among them. */
public final class Layers {

	/** The name that stands for the last convolutional map. */
	public static final String AUTO = "auto";

	private static final int USUAL_SIDE = 128;
	private static final int MOST_NAMES = 15;

	private final Model model;
	private final Tensor input;
	private final List<Layer> all;

	/**
	 * Lists the layers for an empty image of the model's size.
	 *
	 * @param model open
	 */
	public Layers(final Model model) {
		this(model, example(model));
	}

	/**
	 * Lists the layers for an input.
	 *
	 * @param model open
	 * @param input after preprocessing
	 */
	public Layers(final Model model, final Tensor input) {
		this.model = model;
		this.input = input;
		all = model.network().layers(input);
	}

	/** @return what the layers were listed for */
	public Tensor input() {
		return input;
	}

	/**
	 * A layer.
	 *
	 * @param name as {@link #resolve} returned it
	 * @return the layer
	 */
	public Layer get(final String name) {
		return all.stream().filter(layer -> layer.name().equals(name)).findFirst().orElseThrow();
	}

	/** @return every layer in order of execution */
	public List<Layer> all() {
		return all;
	}

	/** @return the names of the modules whose output is a set of maps, in order of execution */
	public List<String> withMaps() {
		return all.stream().filter(layer -> layer.isModule() && layer.isSpatial()).map(Layer::name).toList();
	}

	/**
	 * Finds a layer.
	 *
	 * @param name as in Model Summary, or {@code auto}
	 * @return the layer's name
	 * @throws FoveaException if there is none, listing those that exist
	 */
	public String resolve(final String name) {
		if (name.equalsIgnoreCase(AUTO) || name.isBlank()) {
			return model.info().layer().or(() -> LastMap.of(all).map(Layer::name)).orElseThrow(() -> new FoveaException("Model '" + model.info()
				.id() + "' has no convolutional layer to choose by itself; name one of " + names() + "."));
		}
		if (all.stream().noneMatch(layer -> layer.name().equals(name))) {
			throw new FoveaException("Model '" + model.info().id() + "' has no layer '" + name + "'; use auto or one of " + names() + ".");
		}
		return name;
	}

	private String names() {
		final List<String> names = withMaps().isEmpty() ? all.stream().map(Layer::name).toList() : withMaps();
		final String last = names.stream().skip(Math.max(0, names.size() - MOST_NAMES)).collect(Collectors.joining(", "));
		return names.size() > MOST_NAMES ? last + " (Model Summary... lists all " + all.size() + ")" : last;
	}

	private static Tensor example(final Model model) {
		final InputFormat format = model.info().input();
		final int width = format.width() > 0 ? format.width() : format.accepted(USUAL_SIDE);
		final int height = format.height() > 0 ? format.height() : format.accepted(USUAL_SIDE);
		return model.prepare(Tensor.zeros(1, format.channels(), height, width), PixelType.BYTE);
	}
}
