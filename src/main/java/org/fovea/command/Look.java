package org.fovea.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.image.Framing;
import org.fovea.image.Plane;
import org.fovea.image.View;
import org.fovea.model.Model;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelKind;
import org.fovea.model.NamedTarget;
import org.fovea.model.PixelType;
import org.fovea.model.Targets;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Tiles;
import org.fovea.network.Trace;

/**
 * One plane before an open model.
 *
 * @param model open
 * @param view where the input lies in the image
 * @param whole the input after preprocessing, unless it is seen in tiles
 * @param tiles the input in tiles, where these are asked for
 * @param painted the input after its pixels were changed and preprocessed again
 * @param progress of the whole command
 */
public record Look(Model model, View view, Optional<Tensor> whole, Optional<Tiles> tiles, Function<Painter, Tensor> painted,
	Progress progress)
{

	/** Changes pixels. */
	@FunctionalInterface
	public interface Painter {

		/**
		 * Paints.
		 *
		 * @param pixels {@code [1, C, H, W]} as ImageJ shows them
		 * @param type of the image
		 * @return pixels of the same shape
		 */
		Tensor paint(Tensor pixels, PixelType type);
	}

	/** At once. */
	static Look whole(final Model model, final Framing framing, final Plane plane, final Progress progress) {
		final Tensor input = model.prepare(framing.pixels(plane), framing.type());
		return new Look(model, framing.view(plane), Optional.of(input), Optional.empty(), painter -> model.prepare(painter.paint(framing.pixels(
			plane), framing.type()), framing.type()), progress);
	}

	/** Tile by tile. */
	static Look tiled(final Model model, final Framing framing, final Plane plane, final Progress progress) {
		final Tiles tiles = new Tiles(model.network(), framing.picture(plane, model));
		return new Look(model, framing.view(plane), Optional.empty(), Optional.of(tiles), painter -> model.prepare(painter.paint(framing.pixels(
			plane), framing.type()), framing.type()), progress);
	}

	/** @return the model's network */
	public Network network() {
		return model.network();
	}

	/**
	 * The input at once.
	 *
	 * @return after preprocessing
	 * @throws FoveaException if it is seen in tiles
	 */
	public Tensor input() {
		return whole.orElseThrow(Look::noTiles);
	}

	/** @return the input after preprocessing, whether or not it is seen in tiles: for what needs the image, not the network */
	public Tensor everything() {
		return tiles.map(Tiles::everything).orElseGet(this::input);
	}

	/** @return the network before the input, at once or in tiles */
	public Passes passes() {
		return tiles.<Passes>map(t -> new Passes.TiledPasses(t, this::joint)).orElseGet(() -> Passes.whole(network(), input()));
	}

	private static FoveaException noTiles() {
		return new FoveaException("This technique needs the whole image in the network at once, so there are no tiles; select a part that fits into " +
			"memory and use area=selection, or use area=image.");
	}

	/**
	 * A layer's activation and the target's gradient there.
	 *
	 * @param layer its name
	 * @param target what is explained
	 * @return outputs, S, A and g
	 */
	public Trace trace(final String layer, final Target target) {
		return passes().trace(layer, target, progress);
	}

	/**
	 * A layer's activation.
	 *
	 * @param layer its name
	 * @return A
	 */
	public Tensor activation(final String layer) {
		return passes().activation(layer, progress);
	}

	/** @return the model's result */
	public Tensor output() {
		return tiles.map(t -> t.output(joint(Target.top()), progress)).orElseGet(() -> network().run(Plan.FORWARD, input()).output());
	}

	/**
	 * Where tiles are joined: in the maps that a target is made from where there are such, in the last convolutional maps otherwise.
	 *
	 * @param target what is explained
	 * @return a layer, or {@link Network#OUTPUT} for dense results
	 */
	public String joint(final Target target) {
		return joint(target.layers());
	}

	private String joint(final Set<String> wanted) {
		final boolean isDense = model.info().kind() == ModelKind.SEGMENTER || model.info().kind() == ModelKind.DENOISER;
		final List<String> maps = layers().all().stream().filter(Layer::isSpatial).map(Layer::name).toList();
		return wanted.stream().filter(layer -> layer.equals(Network.OUTPUT) ? isDense : maps.contains(layer)).findFirst().orElseGet(
			() -> layer(Layers.AUTO));
	}

	private Layers layers() {
		return whole.map(input -> new Layers(model, input)).orElseGet(() -> new Layers(model));
	}

	/** @return what layers are listed for: the input, or a small one where the input is seen in tiles */
	public Tensor example() {
		return layers().input();
	}

	/**
	 * Finds a layer.
	 *
	 * @param name as in Model Summary, or {@code auto}
	 * @return the layer's name
	 */
	public String layer(final String name) {
		return layers().resolve(name);
	}

	/**
	 * Describes a layer as it is for this input.
	 *
	 * @param name as {@link #layer(String)} returned it
	 * @return the layer
	 */
	public Layer described(final String name) {
		return layers().get(name);
	}

	/**
	 * Finds a target; the selection is that of the image.
	 *
	 * @param text as people and macros write it
	 * @return the target
	 */
	public NamedTarget target(final String text) {
		final List<Layer> layers = text.contains(":") ? layers().all() : List.of();
		return new Targets(model.info(), layers).parse(text, view.selection());
	}

	/**
	 * The same plane before another network.
	 *
	 * @param other of the same architecture, which the caller closes
	 * @param quiet progress of what is done with it
	 * @return the look
	 */
	public Look before(final Network other, final Progress quiet) {
		final Model same = model;
		return new Look(new Model() {

			@Override
			public ModelInfo info() {
				return same.info();
			}

			@Override
			public Network network() {
				return other;
			}

			@Override
			public void close() {
				// belongs to the caller
			}
		}, view, whole, tiles.map(t -> t.before(other)), painted, quiet);
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
