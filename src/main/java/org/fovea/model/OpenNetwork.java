package org.fovea.model;

import java.util.List;

import org.fovea.network.Network;
import org.fovea.network.Tensor;

/** What the registry asks of a network. */
interface OpenNetwork extends AutoCloseable {

	/** @return the network itself */
	Network network();

	/** @return the SHA-256 of the archive that was opened */
	String sha256();

	/** @return how many tensors it takes */
	int inputs();

	/** @return what cannot be made visible, a sentence each */
	List<String> limitations();

	/**
	 * Runs forward.
	 *
	 * @param inputs of the network
	 * @return its outputs, in order
	 */
	List<Tensor> run(List<Tensor> inputs);

	/**
	 * Runs forward and backward and looks around.
	 *
	 * @param inputs of the network
	 * @return what it passes
	 */
	Inventory inventory(List<Tensor> inputs);

	@Override
	void close();

	/**
	 * What a network passes on an input.
	 *
	 * @param layers that can be looked at
	 * @param rectifiers ReLUs that can be put under a rule
	 * @param last the operator that makes the output, in lower case
	 */
	record Inventory(int layers, int rectifiers, String last) {}
}
