package org.fovea.network;

import java.util.function.UnaryOperator;

/** What becomes of an image before a network sees it, and how gradients come back to the pixels. Safe to use from several threads. */
@FunctionalInterface
public interface Preparation {

	/** Networks that take images as they are. */
	Preparation NONE = pixels -> new Prepared(pixels, UnaryOperator.identity());

	/**
	 * Prepares images.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @return the network's input for them
	 * @throws org.fovea.FoveaException if the network does not take such images
	 */
	Prepared prepare(Tensor pixels);

	/** @return how many images the network takes at once, at least 1 */
	default int most() {
		return Integer.MAX_VALUE;
	}

	/**
	 * A prepared batch.
	 *
	 * @param input of the network
	 * @param pullBack from ∂S/∂input to ∂S/∂pixels, {@code [N, C, H, W]}: the transposed Jacobian of the preparation at these pixels
	 */
	record Prepared(Tensor input, UnaryOperator<Tensor> pullBack) {}
}
