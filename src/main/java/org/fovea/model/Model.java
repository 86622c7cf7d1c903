package org.fovea.model;

import org.fovea.network.Network;
import org.fovea.network.Tensor;

/** An open model: what is known of it and its network. Shared by all who open it; safe to use from several threads. */
public interface Model extends AutoCloseable {

	/** @return what is known of it */
	ModelInfo info();

	/** @return its network, open as long as this model is */
	Network network();

	/**
	 * Applies the preprocessing.
	 *
	 * @param pixels {@code [N, C, H, W]}, values as ImageJ shows them
	 * @return the network's input
	 * @throws org.fovea.FoveaException if the channel count does not fit, saying what is needed and how to convert
	 */
	Tensor prepare(Tensor pixels);

	/** Gives the model back; the registry closes the network when nobody needs it and memory is wanted. */
	@Override
	void close();
}
