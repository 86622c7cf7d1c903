package org.fovea.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.fovea.FoveaException;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/** Opens networks with the engine. */
final class EngineOpener implements NetworkOpener {

	@Override
	public OpenNetwork open(final Path archive) {
		return new Opened(Network.open(archive));
	}

	@Override
	public List<Tensor> runUnmodified(final Path archive, final List<Tensor> inputs) {
		try (Network network = Network.openUnprobed(archive)) {
			return outputs(network, inputs);
		}
	}

	private static List<Tensor> outputs(final Network network, final List<Tensor> inputs) {
		return List.copyOf(network.run(Plan.FORWARD, inputs.toArray(Tensor[]::new)).outputs().values());
	}

	/** A network of the engine. */
	private record Opened(Network network) implements OpenNetwork {

		@Override
		public String sha256() {
			return network.sha256();
		}

		@Override
		public int inputs() {
			return network.inputs().size();
		}

		@Override
		public List<String> limitations() {
			return network.limitations();
		}

		@Override
		public List<Tensor> run(final List<Tensor> inputs) {
			return outputs(network, inputs);
		}

		@Override
		public Inventory inventory(final List<Tensor> inputs) {
			final Tensor[] tensors = inputs.toArray(Tensor[]::new);
			final List<Layer> layers = network.layers(tensors).stream().filter(layer -> !layer.name().equals(Network.OUTPUT)).toList();
			final String last = layers.stream().filter(layer -> layers.stream().noneMatch(inner -> inner.name().startsWith(layer.name() + ".") ||
				inner.name().startsWith(layer.name() + "/"))).reduce((first, second) -> second).map(Layer::operator).orElse("");
			return new Inventory(layers.size(), rectifiers(tensors), last.toLowerCase(Locale.ROOT));
		}

		/** A network without ReLUs, or whose output does not depend on its input, refuses; it has none that a rule could change. */
		private int rectifiers(final Tensor... inputs) {
			try {
				return network.run(Plan.FORWARD.gradient(Network.INPUT).under(Rule.GUIDED), Target.top(), inputs).rectifiers();
			}
			catch (final FoveaException e) {
				return 0;
			}
		}

		@Override
		public void close() {
			network.close();
		}
	}
}
