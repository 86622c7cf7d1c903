package org.fovea.model;

import org.fovea.FoveaException;
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
	 * Brings a gradient from behind the step to before it.
	 *
	 * @param pixels what {@link #apply} was given
	 * @param gradient ∂S/∂result, of the same shape
	 * @return ∂S/∂pixels
	 * @throws FoveaException if the step has no derivative
	 */
	default Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		throw new FoveaException("The preprocessing of this model has a step without a derivative (" + getClass().getSimpleName() +
			"), so no image can be optimised for it.");
	}

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
