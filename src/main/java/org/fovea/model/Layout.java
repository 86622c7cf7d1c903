package org.fovea.model;

import java.util.Arrays;

import org.fovea.FoveaException;
import org.fovea.network.Tensor;

/**
 * The order of the axes that a network wants, in bioimage.io's letters: {@code b}atch, {@code c}hannel, {@code y}, {@code x}, and
 * {@code z}, {@code t}, {@code i} of size one.
 *
 * @param axes each letter at most once, such as {@code bcyx}, {@code byxc}, {@code byx} or {@code bczyx}
 */
public record Layout(String axes) {

	/** What PyTorch's networks take: {@code bcyx}. */
	public static final Layout BCYX = new Layout("bcyx");

	private static final String IMAGE = "bcyx";

	/** Holds that every letter is known and there once. */
	public Layout {
		if (!axes.matches("[bcyxzti]*") || axes.chars().distinct().count() != axes.length()) {
			throw new IllegalArgumentException("Axes '" + axes + "'.");
		}
	}

	/**
	 * Brings an image into this order.
	 *
	 * @param image {@code [N, C, H, W]}
	 * @return the same values with the axes of this layout
	 * @throws FoveaException if an axis that the layout lacks is longer than one
	 */
	public Tensor arrange(final Tensor image) {
		for (int i = 0; i < 4; i++) {
			if (axes.indexOf(IMAGE.charAt(i)) < 0 && image.size(i) != 1) {
				throw new FoveaException("The network takes axes '" + axes + "', so give it one " + (i == 0 ? "image at a time" : i == 1
					? "channel" : "pixel along " + IMAGE.charAt(i)) + " instead of " + image.size(i) + ".");
			}
		}
		final int[] shape = axes.chars().map(letter -> IMAGE.indexOf(letter)).map(i -> i < 0 ? 1 : image.size(i)).toArray();
		return permute(image, imageStrides(image.shape(), axes), shape);
	}

	/**
	 * Brings a tensor of this order into the order of images.
	 *
	 * @param tensor with the axes of this layout
	 * @return {@code [N, C, H, W]}, of size one along axes that the layout lacks
	 * @throws FoveaException if the tensor has another number of axes, or several planes along z, t or i
	 */
	public Tensor restore(final Tensor tensor) {
		if (tensor.rank() != axes.length()) {
			throw new FoveaException("Axes '" + axes + "' were announced, but the tensor has shape " + Arrays.toString(tensor.shape()) + ".");
		}
		final int[] strides = new int[4];
		final int[] shape = { 1, 1, 1, 1 };
		int stride = 1;
		for (int i = axes.length() - 1; i >= 0; i--) {
			final int axis = IMAGE.indexOf(axes.charAt(i));
			if (axis >= 0) {
				strides[axis] = stride;
				shape[axis] = tensor.size(i);
			}
			else if (tensor.size(i) != 1) {
				throw new FoveaException("Only single planes can be shown, but axis '" + axes.charAt(i) + "' has " + tensor.size(i) + ".");
			}
			stride *= tensor.size(i);
		}
		return permute(tensor, strides, shape);
	}

	private static int[] imageStrides(final int[] shape, final String axes) {
		final int[] strides = { shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1 };
		return axes.chars().map(letter -> IMAGE.indexOf(letter)).map(i -> i < 0 ? 0 : strides[i]).toArray();
	}

	private static Tensor permute(final Tensor source, final int[] strides, final int[] shape) {
		final float[] result = new float[source.length()];
		final int[] position = new int[shape.length];
		int from = 0;
		for (int i = 0; i < result.length; i++) {
			result[i] = source.data()[from];
			for (int axis = shape.length - 1; axis >= 0; axis--) {
				from += strides[axis];
				if (++position[axis] < shape[axis]) break;
				from -= strides[axis] * shape[axis];
				position[axis] = 0;
			}
		}
		return Tensor.of(result, shape);
	}
}
