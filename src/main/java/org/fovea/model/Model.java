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
	 * Applies the preprocessing to the pixels of an 8-bit or RGB image.
	 *
	 * @param pixels {@code [N, C, H, W]}, values as ImageJ shows them
	 * @return the network's input
	 * @throws org.fovea.FoveaException if the channel count does not fit, saying what is needed and how to convert
	 */
	default Tensor prepare(final Tensor pixels) {
		return prepare(pixels, PixelType.BYTE);
	}

	/**
	 * Applies the preprocessing to the pixels of an image of any type: models that were imported from a bare TorchScript file scale
	 * 8-bit and RGB pixels to 0–1 and take others as they are.
	 *
	 * @param pixels {@code [N, C, H, W]}, values as ImageJ shows them
	 * @param type of the image that they come from
	 * @return the network's input
	 * @throws org.fovea.FoveaException if channels or size do not fit or pixels are not finite, saying what is needed
	 */
	default Tensor prepare(final Tensor pixels, final PixelType type) {
		return info().input().prepare(pixels, type);
	}

	/** Gives the model back; the registry closes the network when nobody needs it and memory is wanted. */
	@Override
	void close();
}
