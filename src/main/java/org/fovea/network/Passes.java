package org.fovea.network;

import java.util.Set;
import java.util.function.Function;

import org.fovea.Progress;

/**
 * A network before one image, at once or tile by tile: what techniques ask, so that each is written once for both. Results are those of
 * {@link Network#run}.
 */
public interface Passes {

	/**
	 * At once.
	 *
	 * @param network the network
	 * @param input {@code [N, C, H, W]}, after preprocessing
	 * @return its passes
	 */
	static Passes whole(final Network network, final Tensor input) {
		return new WholePasses(network, input);
	}

	/** @return the whole image, after preprocessing */
	Tensor input();

	/**
	 * How many images may pass together.
	 *
	 * @param wanted as many as would be well at once
	 * @return that, or 1
	 */
	int batch(int wanted);

	/**
	 * The same network before another image of the same height and width.
	 *
	 * @param other after preprocessing, no more entries than {@link #batch} allows
	 * @return its passes
	 */
	Passes on(Tensor other);

	/**
	 * Runs forward.
	 *
	 * @param target S
	 * @param progress told of tiles
	 * @return outputs and S
	 * @throws org.fovea.FoveaException if the network or the target does not allow it
	 */
	Trace forward(Target target, Progress progress);

	/**
	 * Runs forward and backward.
	 *
	 * @param target S
	 * @param rule how gradients pass ReLUs
	 * @param progress told of tiles
	 * @return outputs, S and ∂S/∂x under {@link Network#INPUT}
	 * @throws org.fovea.FoveaException if the network or the target does not allow it
	 */
	Trace gradient(Target target, Rule rule, Progress progress);

	/**
	 * Reads a layer.
	 *
	 * @param layer its name
	 * @param progress told of tiles
	 * @return its activation A
	 * @throws org.fovea.FoveaException if there is none
	 */
	Tensor activation(String layer, Progress progress);

	/**
	 * Runs forward, and backward to a layer.
	 *
	 * @param layer its name
	 * @param target S
	 * @param progress told of tiles
	 * @return outputs, S, A and ∂S/∂A
	 * @throws org.fovea.FoveaException if the network or the target does not allow it
	 */
	Trace trace(String layer, Target target, Progress progress);

	/**
	 * Goes on from a layer with something else in place of its activation, and back to it.
	 *
	 * @param layer its name
	 * @param activation of the layer's shape
	 * @param target S
	 * @param progress told of tiles
	 * @return outputs, S and ∂S/∂A there
	 * @throws org.fovea.FoveaException if the network or the target does not allow it
	 */
	Trace behind(String layer, Tensor activation, Target target, Progress progress);

	/**
	 * The network before the image of which one window after another is changed.
	 *
	 * @param cover what stands in a window when it is changed, of the image's shape
	 * @param windows where they lie
	 * @param wanted layers whose activation is wanted
	 * @param progress told of tiles
	 * @return the changes
	 * @throws org.fovea.FoveaException if the network does not allow it
	 */
	LocalChanges changes(Tensor cover, LocalChanges.Windows windows, Set<String> wanted, Progress progress);

	/** At once. */
	record WholePasses(Network network, Tensor input) implements Passes {

		@Override
		public int batch(final int wanted) {
			return wanted;
		}

		@Override
		public Passes on(final Tensor other) {
			return new WholePasses(network, other);
		}

		@Override
		public Trace forward(final Target target, final Progress progress) {
			return run(Plan.FORWARD, target, progress);
		}

		@Override
		public Trace gradient(final Target target, final Rule rule, final Progress progress) {
			return run(Plan.FORWARD.gradient(Network.INPUT).under(rule), target, progress);
		}

		@Override
		public Tensor activation(final String layer, final Progress progress) {
			progress.check();
			return network.run(Plan.FORWARD.tap(layer), input).activation(layer);
		}

		@Override
		public Trace trace(final String layer, final Target target, final Progress progress) {
			return run(Plan.FORWARD.tap(layer).gradient(layer), target, progress);
		}

		@Override
		public Trace behind(final String layer, final Tensor activation, final Target target, final Progress progress) {
			return run(Plan.FORWARD.with(new Intervention.Replace(layer, activation)).gradient(layer), target, progress);
		}

		@Override
		public LocalChanges changes(final Tensor cover, final LocalChanges.Windows windows, final Set<String> wanted, final Progress progress) {
			progress.check();
			return new LocalChanges(network, input, cover, windows, wanted);
		}

		private Trace run(final Plan plan, final Target target, final Progress progress) {
			progress.check();
			return network.run(plan, target, input);
		}
	}

	/**
	 * Tile by tile.
	 *
	 * @param tiles of the image
	 * @param joint where tiles are joined, by the layers that are wanted
	 */
	record TiledPasses(Tiles tiles, Function<Set<String>, String> joint) implements Passes {

		@Override
		public Tensor input() {
			return tiles.everything();
		}

		@Override
		public int batch(final int wanted) {
			return 1;
		}

		@Override
		public Passes on(final Tensor other) {
			return new TiledPasses(tiles.on(other), joint);
		}

		@Override
		public Trace forward(final Target target, final Progress progress) {
			return tiles.forward(joint.apply(target.layers()), target, progress);
		}

		@Override
		public Trace gradient(final Target target, final Rule rule, final Progress progress) {
			return tiles.gradient(joint.apply(target.layers()), target, rule, progress);
		}

		@Override
		public Tensor activation(final String layer, final Progress progress) {
			return tiles.activation(layer, progress);
		}

		@Override
		public Trace trace(final String layer, final Target target, final Progress progress) {
			return tiles.trace(layer, joint.apply(target.layers()), target, progress);
		}

		@Override
		public Trace behind(final String layer, final Tensor activation, final Target target, final Progress progress) {
			progress.check();
			return tiles.behind(layer, activation, target);
		}

		@Override
		public LocalChanges changes(final Tensor cover, final LocalChanges.Windows windows, final Set<String> wanted, final Progress progress) {
			return tiles.changes(joint.apply(wanted), cover, windows, wanted, progress);
		}
	}
}
