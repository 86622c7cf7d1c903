package org.fovea.synthesis;

import org.fovea.network.Tensor;

/**
 * The colours of RGB pictures along axes that are uncorrelated in natural pictures: brightness R+G+B, then R−B, then R−2G+B (Ohta, Kanade &amp;
 * Sakai 1980, "Color information for region segmentation"), each of length one and scaled by how much pictures vary along it. Pictures that have not three
 * channels stay as they are.
 */
final class Colours {

	private static final double[][] AXES = { { 1 / Math.sqrt(3), 1 / Math.sqrt(3), 1 / Math.sqrt(3) }, { 1 / Math.sqrt(2), 0, -1 / Math.sqrt(2) },
		{ 1 / Math.sqrt(6), -2 / Math.sqrt(6), 1 / Math.sqrt(6) } };

	/**
	 * Standard deviations of natural photographs along the axes, relative to the first: the lengths of the columns of the matrix that lucid (Google 2018,
	 * {@code lucid/optvis/param/color.py}) measured on ImageNet.
	 */
	private static final double[] DEVIATIONS = { 1, 0.275, 0.133 };

	private static final double[][] MIXING = matrix((channel, axis) -> AXES[axis][channel] * DEVIATIONS[axis]);
	private static final double[][] TRANSPOSED = matrix((channel, axis) -> AXES[channel][axis] * DEVIATIONS[channel]);
	private static final double[][] SEPARATING = matrix((axis, channel) -> AXES[axis][channel] / DEVIATIONS[axis]);

	private Colours() {
	}

	/** From axes to red, green and blue. */
	static Tensor mixed(final Tensor axes) {
		return multiplied(MIXING, axes);
	}

	/** A gradient by red, green and blue as one by the axes. */
	static Tensor pulledBack(final Tensor gradient) {
		return multiplied(TRANSPOSED, gradient);
	}

	/** From red, green and blue to axes. */
	static Tensor separated(final Tensor colours) {
		return multiplied(SEPARATING, colours);
	}

	private static Tensor multiplied(final double[][] m, final Tensor images) {
		if (images.size(1) != m.length) return images;
		final int plane = images.size(2) * images.size(3);
		final float[] from = images.data();
		final float[] to = new float[from.length];
		for (int start = 0; start < from.length; start += 3 * plane) {
			for (int i = start; i < start + plane; i++) {
				final double a = from[i];
				final double b = from[i + plane];
				final double c = from[i + 2 * plane];
				to[i] = (float) (m[0][0] * a + m[0][1] * b + m[0][2] * c);
				to[i + plane] = (float) (m[1][0] * a + m[1][1] * b + m[1][2] * c);
				to[i + 2 * plane] = (float) (m[2][0] * a + m[2][1] * b + m[2][2] * c);
			}
		}
		return Tensor.of(to, images.shape());
	}

	/** An entry of a matrix. */
	@FunctionalInterface
	private interface Entry {

		double at(int row, int column);
	}

	private static double[][] matrix(final Entry entry) {
		final double[][] matrix = new double[3][3];
		for (int row = 0; row < 3; row++) {
			for (int column = 0; column < 3; column++) matrix[row][column] = entry.at(row, column);
		}
		return matrix;
	}
}
