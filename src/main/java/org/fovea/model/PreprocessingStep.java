package org.fovea.model;

import org.fovea.network.Tensor;

/** One step from pixel values to the network's input, as bioimage.io names them; never changes its argument. */
@FunctionalInterface
public interface PreprocessingStep {

	/**
	 * Applies the step.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @return a tensor of the same shape
	 */
	Tensor apply(Tensor pixels);

	/**
	 * Whether a pixel's new value depends on that pixel alone, so that a part of an image is treated as in the whole.
	 *
	 * @return whether that is certain
	 */
	default boolean isPointwise() {
		return false;
	}

	/**
	 * The step as it is for pixels of a type.
	 *
	 * @param type of the image that the pixels come from
	 * @return this step, unless it depends on the type
	 */
	default PreprocessingStep forPixels(final PixelType type) {
		return this;
	}
}
