package org.fovea.network;

/**
 * The numbers that a convolution or a linear layer applies, without its bias. Of a convolution, kernel (o, i) is laid over the map of an
 * input channel and what lies under it is weighted and summed into unit o; of a transposed convolution it is what one pixel of the input
 * channel adds to unit o. A linear layer has kernels of one number.
 *
 * @param layer its name
 * @param operator such as {@code Conv2d}
 * @param isTransposed whether the convolution is transposed
 * @param groups of channels that do not mix
 * @param values {@code [outputs, inputs of each group, depth, height, width]}
 */
public record Kernels(String layer, String operator, boolean isTransposed, int groups, Tensor values) {

	/** @return how many units the layer has */
	public int outputs() {
		return values.size(0);
	}

	/** @return how many channels each unit sums */
	public int inputs() {
		return values.size(1);
	}

	/** @return of the kernels, in map pixels; 1 unless the convolution is three-dimensional */
	public int depth() {
		return values.size(2);
	}

	/** @return of the kernels, in map pixels */
	public int height() {
		return values.size(3);
	}

	/** @return of the kernels, in map pixels */
	public int width() {
		return values.size(4);
	}

	/** @return whether a kernel has more than one number */
	public boolean isSpatial() {
		return depth() * height() * width() > 1;
	}

	/**
	 * Which channel of the layer's input a kernel belongs to.
	 *
	 * @param unit from 0
	 * @param i which of the channels that the unit sums, from 0
	 * @return the channel, from 0
	 */
	public int channel(final int unit, final int i) {
		return unit / (outputs() / groups) * inputs() + i;
	}
}
