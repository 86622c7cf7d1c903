package org.fovea.model;

import org.fovea.network.Tensor;

/** One step from pixel values to the network's input, as bioimage.io names them; never changes its argument. */
public interface PreprocessingStep {

	/**
	 * Applies the step.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @return a tensor of the same shape
	 */
	Tensor apply(Tensor pixels);
}
