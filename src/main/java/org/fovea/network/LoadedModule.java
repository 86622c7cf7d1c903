package org.fovea.network;

import java.io.IOException;

import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;

/** An archive in the engine, in evaluation mode, and the weights that it keeps there until it is closed. On the engine's thread only. */
final class LoadedModule implements AutoCloseable {

	private final PtNDManager weights;
	private final PtSymbolBlock block;

	private LoadedModule(final PtNDManager weights, final PtSymbolBlock block) {
		this.weights = weights;
		this.block = block;
	}

	/** Reads an archive. */
	@FunctionalInterface
	interface Reader {

		PtSymbolBlock read(PtNDManager weights) throws IOException;
	}

	/**
	 * Loads an archive with frozen parameters.
	 *
	 * @param parent the manager below which the weights are kept
	 * @param reader of a checked archive
	 * @return the module
	 * @throws IOException if it cannot be read
	 */
	static LoadedModule load(final PtNDManager parent, final Reader reader) throws IOException {
		final PtNDManager weights = (PtNDManager) parent.newSubManager();
		try {
			final PtSymbolBlock block = reader.read(weights);
			for (final Parameter parameter : block.getDirectParameters().values()) parameter.freeze(true);
			JniUtils.enableInferenceMode(block);
			return new LoadedModule(weights, block);
		}
		catch (final IOException | RuntimeException | Error e) {
			weights.close();
			throw e;
		}
	}

	/** @return what is called */
	PtSymbolBlock block() {
		return block;
	}

	/** Frees the weights as well: closing the block alone, DJL leaves them behind. */
	@Override
	public void close() {
		block.close();
		weights.close();
	}
}
