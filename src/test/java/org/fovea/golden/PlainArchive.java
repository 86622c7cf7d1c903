package org.fovea.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;

import org.fovea.network.Network;
import org.fovea.network.Tensor;

/** An unmodified archive run by the engine itself: what a rewritten one must equal bit for bit. */
final class PlainArchive implements AutoCloseable {

	static {
		// Fovea starts the engine, because it refuses one that was loaded by somebody else.
		Network.open(Golden.of("plain").archive("traced")).close();
	}

	private final Model model;

	/**
	 * Loads an archive as it is.
	 *
	 * @param archive written by {@code torch.jit.save}
	 */
	PlainArchive(final Path archive) {
		model = Model.newInstance("plain", Device.cpu(), "PyTorch");
		try {
			model.load(archive.getParent(), archive.getFileName().toString(), Map.of("trainParam", "true"));
			model.getBlock().getDirectParameters().values().forEach(parameter -> parameter.freeze(true));
			JniUtils.enableInferenceMode((PtSymbolBlock) model.getBlock());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		catch (final MalformedModelException e) {
			throw new IllegalArgumentException(e);
		}
	}

	/**
	 * Runs forward with derivatives possible, because some recurrent kernels compute other last digits without.
	 *
	 * @param names of the results, as in {@link Golden#outputs}
	 * @param inputs as the network takes them
	 * @return its results by those names: the engine knows the keys of a dict, of everything else it keeps the order
	 */
	Map<String, Tensor> run(final Collection<String> names, final Tensor... inputs) {
		try (NDManager manager = model.getNDManager().newSubManager()) {
			final NDList list = new NDList();
			for (final Tensor input : inputs) list.add(manager.create(input.data(), new Shape(Arrays.stream(input.shape()).asLongStream().toArray())));
			final Map<String, Tensor> results = new LinkedHashMap<>();
			final Iterator<String> name = names.iterator();
			for (final NDArray result : model.getBlock().forward(new ParameterStore(manager, false), list, true)) {
				final String next = name.next();
				results.put(result.getName() == null ? next : "output." + result.getName(), Tensor.of(result.toFloatArray(), Arrays.stream(result.getShape()
					.getShape()).mapToInt(Math::toIntExact).toArray()));
			}
			return results;
		}
	}

	@Override
	public void close() {
		model.close();
	}
}
