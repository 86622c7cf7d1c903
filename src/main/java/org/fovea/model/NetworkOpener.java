package org.fovea.model;

import java.nio.file.Path;
import java.util.List;

import org.fovea.network.Tensor;

/** The way from a file to a running network, so that registry and store can be tested without the engine. */
interface NetworkOpener {

	/**
	 * Opens an archive for introspection.
	 *
	 * @param archive a file
	 * @return the network, to be closed
	 * @throws org.fovea.FoveaException if it is no TorchScript, unsafe or cannot be loaded
	 */
	OpenNetwork open(Path archive);

	/**
	 * Runs an archive as it is, not rewritten.
	 *
	 * @param archive a file
	 * @param inputs of the network
	 * @return its outputs, in order
	 */
	List<Tensor> runUnmodified(Path archive, List<Tensor> inputs);
}
