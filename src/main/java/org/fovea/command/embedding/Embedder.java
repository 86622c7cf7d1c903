package org.fovea.command.embedding;

import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.activation.Penultimate;
import org.fovea.activation.Pooling;
import org.fovea.command.Layers;
import org.fovea.image.EmbeddingTable;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.Series;
import org.fovea.model.Model;
import org.fovea.model.ModelKind;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/** Reads vectors, one image after another. */
final class Embedder {

	private final Model model;
	private final String layer;
	private final Pooling vectors;
	private final Fit resolution;
	private Optional<EmbeddingTable> table = Optional.empty();

	/**
	 * Settles what is read.
	 *
	 * @param model open
	 * @param layer its name, or {@code auto}
	 * @param vectors how its activation becomes a vector
	 * @param resolution of the images
	 */
	Embedder(final Model model, final String layer, final Pooling vectors, final Fit resolution) {
		this.model = model;
		this.layer = layer;
		this.vectors = vectors;
		this.resolution = resolution;
	}

	/** Adds an image's vector. */
	void add(final Series.Item item) {
		final Extent extent = item.origin().box().isPresent() ? Extent.SELECTION : Extent.IMAGE;
		final Framing framing = new Framing(item.image(), item.selection(), model.info().input(), extent, resolution);
		final Tensor activation = activation(model.prepare(framing.pixels(item.plane()), framing.type()));
		if (table.isEmpty()) table = Optional.of(new EmbeddingTable(vectors.names(activation)));
		table.get().add(item, vectors.vector(activation));
	}

	private Tensor activation(final Tensor input) {
		if (layer.equals(Network.INPUT)) return input;
		final String name = layer.equalsIgnoreCase(Layers.AUTO) ? best(input) : layer.equals(Network.OUTPUT) ? layer : new Layers(model, input).resolve(
			layer);
		final Plan plan = name.equals(Network.OUTPUT) ? Plan.FORWARD : Plan.FORWARD.tap(name);
		final Trace trace = model.network().run(plan, input);
		return name.equals(Network.OUTPUT) ? trace.output() : trace.activation(name);
	}

	private String best(final Tensor input) {
		if (model.info().kind() == ModelKind.EMBEDDER) return Network.OUTPUT;
		final Layers layers = new Layers(model, input);
		return Penultimate.of(layers.all()).map(Layer::name).orElseGet(() -> layers.resolve(Layers.AUTO));
	}

	/** The vectors of all images that gave one. */
	EmbeddingTable finished() {
		return table.orElseThrow(() -> new FoveaException("There is no image to embed; open one that has planes."));
	}
}
