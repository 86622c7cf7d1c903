package org.fovea.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.network.Cut.Piece;
import org.fovea.network.Picture.Window;

/**
 * A network before an image that does not fit into memory at once. Nothing is approximated: up to a layer whose positions see a limited
 * part of the image, tiles that hold those parts give its activation A of the whole image; the rest of the network runs once from A and
 * gives outputs, S and g = ∂S/∂A, across global pooling as well; and ∂S/∂x is the sum over the tiles of the gradients of Σ g_p·A_p, each
 * position p taken once. Memory is needed for one tile, for A and g, and for the gradient where that is asked for. An image that is no
 * larger than a tile passes the network as it is. Under a rule, what arrives from several positions is added up before the rule is applied, so
 * there each tile carries ∂S/∂A of all its positions back and keeps the pixels that no position outside the tile sees. Sums are rounded differently in tiles of another size, so the gradient of a ReLU or a
 * maximum may differ where its inputs are equal to seven digits.
 */
public final class Tiles {

	/** The system property that says how many pixels a tile's side advances; what its border sees comes on top. */
	public static final String SIDE = "fovea.tile";

	private static final int USUAL_SIDE = 1024;
	private static final int STRIP = 64;
	private static final double AGREEMENT = 1e-3;

	private final Network network;
	private final Picture picture;
	private final int side;

	/**
	 * Tiles of the size that {@link #SIDE} says, 1024 unless told.
	 *
	 * @param network that takes images {@code [1, C, H, W]} of different sizes
	 * @param picture the image
	 */
	public Tiles(final Network network, final Picture picture) {
		this(network, picture, Math.max(1, Integer.getInteger(SIDE, USUAL_SIDE)));
	}

	/**
	 * Tiles of a size.
	 *
	 * @param network that takes images {@code [1, C, H, W]} of different sizes
	 * @param picture the image
	 * @param side pixels by which tiles advance
	 */
	public Tiles(final Network network, final Picture picture, final int side) {
		this.network = network;
		this.picture = picture;
		this.side = side;
	}

	/**
	 * The activation of a layer.
	 *
	 * @param layer with maps; {@link Network#OUTPUT} for a dense result
	 * @param progress told after each tile
	 * @return A of the whole image
	 * @throws FoveaException if the layer's positions see the whole image or where they look is not known
	 */
	public Tensor activation(final String layer, final Progress progress) {
		final Layout layout = layout(layer);
		return activation(layer, layout, new Steps(progress, layout.count()));
	}

	/**
	 * The network's results.
	 *
	 * @param layer where tiles are joined, see {@link #trace}
	 * @param progress told after each tile
	 * @return the first output for the whole image
	 * @throws FoveaException as {@link #trace}
	 */
	public Tensor output(final String layer, final Progress progress) {
		final Layout layout = layout(layer);
		if (layout.isWhole()) return network.run(Plan.FORWARD, everything()).output();
		final Tensor activation = activation(layer, layout, new Steps(progress, layout.count()));
		return layer.equals(Network.OUTPUT) ? activation : rest(layer, activation, network::run).output();
	}

	/**
	 * A layer's activation and the target's gradient there.
	 *
	 * @param layer where tiles are joined: everything that the target is made from depends on the image through it alone
	 * @param target S
	 * @param progress told after each tile
	 * @return outputs, S, A and ∂S/∂A for the whole image; no outputs where S is made from A itself and A is not the output
	 * @throws FoveaException if the layer's positions see the whole image, if that is not known, or if the network passes the layer by
	 */
	public Trace trace(final String layer, final Target target, final Progress progress) {
		final Layout layout = layout(layer);
		if (layout.isWhole() && !layer.equals(Network.OUTPUT)) return network.run(tap(layer).gradient(layer), target, everything());
		return trace(layer, target, Rule.PLAIN, layout, new Steps(progress, layout.count()));
	}

	/**
	 * A layer's activation and the target's gradient there, also where part of the network passes the layer by: then each tile carries what
	 * arrives at a later joint from its own positions back to the layer, and the tiles' gradients add up.
	 *
	 * @param layer with maps
	 * @param joint where tiles are joined in that case, behind the layer
	 * @param target S
	 * @param progress told after each tile
	 * @return as {@link #trace(String, Target, Progress)}
	 * @throws FoveaException as {@link #trace(String, Target, Progress)}, of both places
	 */
	Trace trace(final String layer, final String joint, final Target target, final Progress progress) {
		try {
			return trace(layer, target, progress);
		}
		catch (final PassedBy e) {
			if (joint.equals(layer)) throw e;
			return beside(layer, joint, target, progress).orElseThrow(() -> e);
		}
	}

	/** Empty where the layer does not lie on the tiles' grid, or the target depends on it by no way through the joint. */
	private Optional<Trace> beside(final String layer, final String joint, final Target target, final Progress progress) {
		final Layout own = layout(layer);
		final Layout layout = layout(joint);
		if (layout.isWhole()) return Optional.empty();
		final Axis vertical = axis(layer, picture.height(), rows(), 2);
		final Axis horizontal = axis(layer, picture.width(), columns(), 3);
		if (layout.vertical().pieces().stream().anyMatch(piece -> !vertical.fits(piece.origin())) || layout.horizontal().pieces().stream().anyMatch(
			piece -> !horizontal.fits(piece.origin())))
		{
			return Optional.empty();
		}
		final Steps steps = new Steps(progress, own.count() + 2 * layout.count());
		final Tensor activation = activation(layer, own, steps);
		final Trace trace = trace(joint, target, Rule.PLAIN, layout, steps);
		final Tensor gradient = Tensor.zeros(activation.shape());
		for (final Tile tile : layout.tiles()) {
			steps.next();
			if (tile.isIdle(trace.gradient(joint))) continue;
			final Target carried = new Carried(joint, trace.gradient(joint), tile);
			final Tensor part = network.run(Plan.FORWARD.gradient(layer), carried, picture.read(tile.window())).gradient(layer);
			add(part, gradient, vertical.at(tile.window().y()), horizontal.at(tile.window().x()));
		}
		return Optional.of(new Trace(trace.outputs(), Map.of(layer, activation), Map.of(layer, gradient), trace.values(), 0));
	}

	/** Positions of a tile beyond the whole are no one's. */
	private static void add(final Tensor part, final Tensor whole, final int top, final int left) {
		final int width = Math.min(part.size(3), whole.size(3) - left);
		for (int row = 0; row < part.size(1) * part.size(2); row++) {
			final int y = top + row % part.size(2);
			if (y >= whole.size(2)) continue;
			final int to = (row / part.size(2) * whole.size(2) + y) * whole.size(3) + left;
			for (int x = 0; x < width; x++) whole.data()[to + x] += part.data()[row * part.size(3) + x];
		}
	}

	/**
	 * Outputs and S, without gradients.
	 *
	 * @param layer where tiles are joined, see {@link #trace}
	 * @param target S
	 * @param progress told after each tile
	 * @return outputs and S for the whole image; no outputs where S is made from a layer that is not the output
	 * @throws FoveaException as {@link #trace}
	 */
	public Trace forward(final String layer, final Target target, final Progress progress) {
		final Layout layout = layout(layer);
		if (layout.isWhole()) return network.run(Plan.FORWARD, target, everything());
		final Tensor activation = activation(layer, layout, new Steps(progress, layout.count()));
		if (target.layers().equals(Set.of(layer))) {
			final Map<String, Tensor> own = Map.of(layer, activation);
			return new Trace(layer.equals(Network.OUTPUT) ? own : Map.of(), Map.of(), Map.of(), target.evaluate(own).values(), 0);
		}
		final Trace rest = rest(layer, activation, (plan, input) -> network.run(plan, target, input));
		return new Trace(rest.outputs(), Map.of(), Map.of(), rest.values(), 0);
	}

	/**
	 * What the network makes of another activation of a layer.
	 *
	 * @param layer where tiles are joined, see {@link #trace}
	 * @param activation in place of the layer's, of the whole image
	 * @param target S
	 * @return outputs, S and ∂S/∂A
	 * @throws FoveaException as {@link #trace}
	 */
	Trace behind(final String layer, final Tensor activation, final Target target) {
		return rest(layer, activation, (plan, input) -> network.run(plan.gradient(layer), target, input));
	}

	/**
	 * The target's gradient at the image.
	 *
	 * @param layer where tiles are joined, see {@link #trace}
	 * @param target S
	 * @param rule how gradients pass ReLUs
	 * @param progress told after each tile, twice for each
	 * @return what {@link #trace} returns, with ∂S/∂x under {@link Network#INPUT}
	 * @throws FoveaException as {@link #trace}
	 */
	public Trace gradient(final String layer, final Target target, final Rule rule, final Progress progress) {
		final Layout layout = layout(layer);
		if (layout.isWhole()) return network.run(Plan.FORWARD.gradient(Network.INPUT).under(rule), target, everything());
		final Layout backward = rule == Rule.PLAIN ? layout : layout(layer, Cut::ofPixels, 2);
		final Steps steps = new Steps(progress, layout.count() + backward.count());
		final Trace trace = trace(layer, target, rule, layout, steps);
		final Tensor gradient = Tensor.zeros(1, picture.channels(), picture.height(), picture.width());
		int rectifiers = 0;
		for (final Tile tile : backward.tiles()) {
			steps.next();
			if (tile.isIdle(trace.gradient(layer))) continue;
			final Target carried = new Carried(layer, trace.gradient(layer), tile);
			final Trace front = network.run(Plan.FORWARD.gradient(Network.INPUT).under(rule), carried, picture.read(tile.window()));
			rectifiers = Math.max(rectifiers, front.rectifiers());
			tile.add(front.gradient(Network.INPUT), gradient);
		}
		return new Trace(trace.outputs(), trace.activations(), Map.of(layer, trace.gradient(layer), Network.INPUT, gradient), trace.values(), rectifiers);
	}

	private Trace trace(final String layer, final Target target, final Rule rule, final Layout layout, final Steps steps) {
		final Tensor activation = activation(layer, layout, steps);
		final Map<String, Tensor> activations = Map.of(layer, activation);
		if (target.layers().equals(Set.of(layer))) {
			final Target.Evaluation own = target.evaluate(activations);
			return new Trace(layer.equals(Network.OUTPUT) ? activations : Map.of(), activations, own.gradients(), own.values(), 0);
		}
		final Trace rest = rest(layer, activation, (plan, input) -> network.run(plan.gradient(layer).under(rule), target, input));
		return new Trace(rest.outputs(), activations, rest.gradients(), rest.values(), 0);
	}

	/** Goes on from an activation, twice from different beginnings, because nothing may come through beside it. */
	private Trace rest(final String layer, final Tensor activation, final BiFunction<Plan, Tensor, Trace> run) {
		final Plan plan = Plan.FORWARD.with(new Intervention.Insert(layer, activation));
		final int small = picture.accepted(STRIP);
		final int large = picture.accepted(small + 1);
		final Trace once;
		try {
			once = network.run(plan, Tensor.zeros(1, picture.channels(), small, small));
		}
		catch (final FoveaException e) {
			throw passedBy(layer, e);
		}
		final Tensor noise = Tensor.zeros(1, picture.channels(), large, large);
		final Random random = new Random(1);
		for (int i = 0; i < noise.length(); i++) noise.data()[i] = random.nextFloat();
		final Trace trace = run.apply(plan, noise);
		once.outputs().forEach((name, output) -> {
			if (!Arrays.equals(output.data(), trace.outputs().get(name).data())) throw passedBy(layer, null);
		});
		return trace;
	}

	/** Tiles cannot be joined at a layer because not everything comes through it. */
	private static final class PassedBy extends FoveaException {

		private static final long serialVersionUID = 1;

		private PassedBy(final String sentence, final FoveaException cause) {
			super(sentence, cause);
		}
	}

	private static PassedBy passedBy(final String layer, final FoveaException cause) {
		return new PassedBy("Part of the network passes layer '" + layer + "' by or depends on the size of the image, so tiles cannot be " +
			"joined there; choose a later layer, or use area=image or area=selection.", cause);
	}

	private Tensor activation(final String layer, final Layout layout, final Steps steps) {
		if (layout.isWhole()) return read(network.run(tap(layer), everything()), layer);
		Optional<Stitched> whole = Optional.empty();
		for (final Tile tile : layout.tiles()) {
			steps.next();
			final Tensor part = read(network.run(tap(layer), picture.read(tile.window())), layer);
			if (whole.isEmpty()) whole = Optional.of(new Stitched(part.size(1), layout.vertical().positions(), layout.horizontal().positions()));
			if (!whole.get().add(tile, part)) throw unfit(layer);
		}
		final Stitched stitched = whole.orElseThrow();
		if (stitched.deviation() > AGREEMENT * stitched.largest()) throw unfit(layer);
		return stitched.tensor();
	}

	private static FoveaException unfit(final String layer) {
		return new FoveaException("What layer '" + layer + "' computes depends on where a tile lies in the image, so tiles cannot be joined " +
			"there; use area=image or area=selection.");
	}

	private Layout layout(final String layer) {
		return layout(layer, Cut::of, 1);
	}

	/** Cuts both axes; what a border sees comes on top of a tile's side so many times. */
	private Layout layout(final String layer, final Cut.Way way, final int borders) {
		final int width = picture.width();
		final int height = picture.height();
		if (width <= side && height <= side) return new Layout(Cut.whole(height, 0), Cut.whole(width, 0));
		final Axis vertical = axis(layer, height, rows(), 2);
		final Axis horizontal = axis(layer, width, columns(), 3);
		return new Layout(cut(vertical, height, way, borders), cut(horizontal, width, way, borders));
	}

	private Tensor rows() {
		return Tensor.zeros(1, picture.channels(), picture.height(), picture.accepted(STRIP));
	}

	private Tensor columns() {
		return Tensor.zeros(1, picture.channels(), picture.accepted(STRIP), picture.width());
	}

	private Cut cut(final Axis axis, final int pixels, final Cut.Way way, final int borders) {
		if (pixels <= side) return Cut.whole(pixels, axis.positions());
		return way.cut(pixels, axis.positions(), axis.field(), axis.grid(), picture.accepted(side + borders * axis.field().size() + 3 * axis.grid()));
	}

	/**
	 * One axis of a layer.
	 *
	 * @param positions along it
	 * @param field what one sees; everything where the axis need not be cut
	 * @param grid on which pieces of the image may begin
	 */
	private record Axis(int positions, ReceptiveField field, int grid) {

		/** Whether a piece that begins at a pixel begins with a position of its own. */
		private boolean fits(final int origin) {
			return Math.abs(origin / field.jump() - at(origin)) < 1e-6;
		}

		private int at(final int origin) {
			return (int) Math.round(origin / field.jump());
		}

		private Reach reach(final int pixels) {
			return new Reach(pixels, positions, field);
		}
	}

	/** Finds out what the network does to a strip as long as the image. */
	private Axis axis(final String name, final int pixels, final Tensor strip, final int axis) {
		final List<Layer> layers = layers(strip);
		final int index = name.equals(Network.OUTPUT) ? layers.size() : index(layers, name);
		final Layer layer = name.equals(Network.OUTPUT) ? network.result(strip) : layers.get(index);
		if (!layer.isSpatial()) {
			throw new FoveaException("Layer '" + name + "' has no maps in which tiles could be joined; choose a convolutional layer, or use " +
				"area=image or area=selection.");
		}
		final int positions = layer.shape()[axis];
		if (pixels <= side) return new Axis(positions, new ReceptiveField(2 * pixels, (double) pixels / positions, -pixels), 1);
		final ReceptiveField field = field(layer, axis).filter(f -> !f.isWhole() && !f.wraps() && (f.jump() > 0 || positions == 1)).orElseThrow(
			() -> new FoveaException("Every position of layer '" + name + "' sees the whole image, or what it sees is not known, so tiles would " +
				"change it; use area=image or area=selection."));
		final int minimum = picture.accepted(1);
		final List<Double> jumps = Stream.concat(layers.stream().limit(index), Stream.of(layer)).flatMap(l -> field(l, axis).stream()).map(ReceptiveField::jump).filter(
			jump -> jump > 0).distinct().toList();
		final int grid = Cut.grid(picture.accepted(minimum + 1) - minimum, jumps);
		return new Axis(positions, field, grid);
	}

	private List<Layer> layers(final Tensor strip) {
		try {
			return network.layers(strip);
		}
		catch (final FoveaException e) {
			throw new FoveaException("This network does not take images of any size, so it cannot work in tiles; use area=image or area=selection.",
				e);
		}
	}

	private static int index(final List<Layer> layers, final String name) {
		for (int i = 0; i < layers.size(); i++) {
			if (layers.get(i).name().equals(name)) return i;
		}
		throw new FoveaException("The network passes no layer '" + name + "' on this image; Model Summary lists the layers.");
	}

	private static Optional<ReceptiveField> field(final Layer layer, final int axis) {
		return axis == 2 ? layer.vertical() : layer.horizontal();
	}

	/**
	 * The same network and tiles before other pixels.
	 *
	 * @param pixels {@code [1, C, H, W]} of the picture's size
	 * @return its tiles
	 */
	Tiles on(final Tensor pixels) {
		return new Tiles(network, new TensorPicture(pixels, picture), side);
	}

	/**
	 * Another network before the same image in the same tiles.
	 *
	 * @param other of the same architecture
	 * @return its tiles
	 */
	public Tiles before(final Network other) {
		return new Tiles(other, picture, side);
	}

	/**
	 * The network before the image of which one window after another is changed: each window runs with what sees it, and the rest of the
	 * network goes on from the joint.
	 *
	 * @param layer where tiles are joined, see {@link #trace}
	 * @param cover what stands in a window when it is changed, of the image's shape
	 * @param windows where they lie
	 * @param wanted layers whose activation is wanted
	 * @param progress told after each tile of the unchanged image
	 * @return the changes
	 * @throws FoveaException as {@link #trace}
	 */
	LocalChanges changes(final String layer, final Tensor cover, final LocalChanges.Windows windows, final Set<String> wanted,
		final Progress progress)
	{
		final Layout layout = layout(layer);
		final Tensor input = everything();
		if (layout.isWhole()) return new LocalChanges(network, input, cover, windows, wanted);
		final Tensor activation = activation(layer, layout, new Steps(progress, layout.count()));
		if (!wanted.equals(Set.of(layer))) rest(layer, activation, network::run);
		final Axis vertical = axis(layer, picture.height(), rows(), 2);
		final Axis horizontal = axis(layer, picture.width(), columns(), 3);
		final Route.Place image = new Route.Place(Network.INPUT, picture.channels(), Reach.image(picture.height()), Reach.image(picture.width()));
		final Route.Place joint = new Route.Place(layer, activation.size(1), vertical.reach(picture.height()), horizontal.reach(picture.width()));
		final Route.Stage stage = new Route.Stage(image, joint, vertical.grid(), horizontal.grid());
		final int small = picture.accepted(STRIP);
		return new LocalChanges(network, input, cover, windows, wanted, stage, activation, Tensor.zeros(1, picture.channels(), small, small));
	}

	/** @return the whole image after preprocessing, {@code [1, C, H, W]} */
	public Tensor everything() {
		return picture.read(new Window(0, 0, picture.width(), picture.height()));
	}

	private static Plan tap(final String layer) {
		return layer.equals(Network.OUTPUT) ? Plan.FORWARD : Plan.FORWARD.tap(layer);
	}

	private static Tensor read(final Trace trace, final String layer) {
		return layer.equals(Network.OUTPUT) ? trace.output() : trace.activation(layer);
	}

	/** Both axes, cut. */
	private record Layout(Cut vertical, Cut horizontal) {

		private int count() {
			return vertical.pieces().size() * horizontal.pieces().size();
		}

		private boolean isWhole() {
			return count() == 1;
		}

		private List<Tile> tiles() {
			final List<Tile> tiles = new ArrayList<>();
			for (final Piece v : vertical.pieces()) {
				for (final Piece h : horizontal.pieces()) tiles.add(new Tile(v, h));
			}
			return tiles;
		}
	}

	/** Counts tiles for those who watch. */
	private static final class Steps {

		private final Progress progress;
		private final int count;
		private int done;

		private Steps(final Progress progress, final int count) {
			this.progress = progress;
			this.count = count;
		}

		private void next() {
			progress.check();
			progress.report("Tile " + (done + 1) + " of " + count, (double) done++ / count);
		}
	}
}
