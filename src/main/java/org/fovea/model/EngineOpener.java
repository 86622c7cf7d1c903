package org.fovea.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/** Opens networks with the engine. */
final class EngineOpener implements NetworkOpener {

	@Override
	public OpenNetwork open(final Path archive) {
		return new Opened(Network.open(archive));
	}

	@Override
	public List<Tensor> runUnmodified(final Path archive, final List<Tensor> inputs) {
		throw new UnsupportedOperationException(archive.toString());
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
			return List.copyOf(network.run(Plan.FORWARD, inputs.toArray(Tensor[]::new)).outputs().values());
		}

		@Override
		public Inventory inventory(final List<Tensor> inputs) {
			final Tensor[] tensors = inputs.toArray(Tensor[]::new);
			final List<Layer> layers = network.layers(tensors);
			final Trace guided = network.run(Plan.FORWARD.gradient(Network.INPUT).under(Rule.GUIDED), Target.top(), tensors);
			final String last = layers.isEmpty() ? "" : layers.get(layers.size() - 1).operator().toLowerCase(Locale.ROOT);
			return new Inventory(layers.size(), guided.rectifiers(), last);
		}

		@Override
		public void close() {
			network.close();
		}
	}
}
