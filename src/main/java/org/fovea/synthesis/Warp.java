package org.fovea.synthesis;

import org.fovea.network.Tensor;
import org.fovea.synthesis.Transformation.Motion;

/**
 * A motion applied to pictures of one size: sampled bilinearly, and mirrored where it looks beyond an edge, so that no border comes into the
 * picture that the network could answer to. Whole-pixel shifts move values exactly.
 */
public final class Warp {

	private final int width;
	private final int height;
	private final int toWidth;
	private final int toHeight;
	private final int[] corners;
	private final float[] weights;

	/**
	 * Settles where every pixel comes from.
	 *
	 * @param motion of the picture
	 * @param width of the pictures
	 * @param height of the pictures
	 */
	public Warp(final Motion motion, final int width, final int height) {
		this(motion, width, height, width, height);
	}

	/**
	 * Settles where every pixel of pictures of another size comes from.
	 *
	 * @param motion from the result's pixels, counted from its centre, to those of the pictures
	 * @param width of the pictures
	 * @param height of the pictures
	 * @param toWidth of the result
	 * @param toHeight of the result
	 */
	public Warp(final Motion motion, final int width, final int height, final int toWidth, final int toHeight) {
		this.width = width;
		this.height = height;
		this.toWidth = toWidth;
		this.toHeight = toHeight;
		final int plane = toWidth * toHeight;
		corners = new int[4 * plane];
		weights = new float[4 * plane];
		final double cx = (width - 1) / 2.;
		final double cy = (height - 1) / 2.;
		final double px = (toWidth - 1) / 2.;
		final double py = (toHeight - 1) / 2.;
		for (int y = 0, i = 0; y < toHeight; y++) {
			for (int x = 0; x < toWidth; x++, i += 4) {
				final double sx = motion.xx() * (x - px) + motion.xy() * (y - py) + motion.dx() + cx;
				final double sy = motion.yx() * (x - px) + motion.yy() * (y - py) + motion.dy() + cy;
				final int left = (int) Math.floor(sx);
				final int top = (int) Math.floor(sy);
				final float fx = (float) (sx - left);
				final float fy = (float) (sy - top);
				final int x0 = mirrored(left, width);
				final int x1 = mirrored(left + 1, width);
				final int y0 = mirrored(top, height) * width;
				final int y1 = mirrored(top + 1, height) * width;
				corners[i] = y0 + x0;
				corners[i + 1] = y0 + x1;
				corners[i + 2] = y1 + x0;
				corners[i + 3] = y1 + x1;
				weights[i] = (1 - fx) * (1 - fy);
				weights[i + 1] = fx * (1 - fy);
				weights[i + 2] = (1 - fx) * fy;
				weights[i + 3] = fx * fy;
			}
		}
	}

	/**
	 * Moves pictures.
	 *
	 * @param pictures {@code [N, C, H, W]}
	 * @return them, moved
	 */
	public Tensor apply(final Tensor pictures) {
		final float[] from = pictures.data();
		final int plane = toWidth * toHeight;
		final Tensor result = Tensor.zeros(pictures.size(0), pictures.size(1), toHeight, toWidth);
		final float[] to = result.data();
		for (int at = 0, start = 0; at < to.length; at += plane, start += width * height) {
			for (int p = 0, i = 0; p < plane; p++, i += 4) {
				to[at + p] = weights[i] * from[start + corners[i]] + weights[i + 1] * from[start + corners[i + 1]] + weights[i + 2] * from[start +
					corners[i + 2]] + weights[i + 3] * from[start + corners[i + 3]];
			}
		}
		return result;
	}

	/**
	 * Brings a gradient from the moved pictures to the pictures: the transposed map.
	 *
	 * @param gradient ∂S/∂moved
	 * @return ∂S/∂pictures
	 */
	public Tensor pullBack(final Tensor gradient) {
		final float[] from = gradient.data();
		final int plane = toWidth * toHeight;
		final Tensor result = Tensor.zeros(gradient.size(0), gradient.size(1), height, width);
		final float[] to = result.data();
		for (int at = 0, start = 0; at < from.length; at += plane, start += width * height) {
			for (int p = 0, i = 0; p < plane; p++, i += 4) {
				for (int k = i; k < i + 4; k++) to[start + corners[k]] += weights[k] * from[at + p];
			}
		}
		return result;
	}

	/** The edge pixel itself is not repeated; far beyond the edge the picture is mirrored again and again. */
	static int mirrored(final int position, final int size) {
		if (position >= 0 && position < size) return position;
		if (size == 1) return 0;
		final int period = Math.floorMod(position, 2 * size - 2);
		return period < size ? period : 2 * size - 2 - period;
	}
}
