package org.fovea.cam;

import java.util.SplittableRandom;

import org.fovea.network.Tensor;

/**
 * How a view differs from the image: a part of it, enlarged to the image's size, perhaps seen in a mirror. Beyond its borders the image is
 * mirrored.
 *
 * @param zoom by how much the part is enlarged
 * @param left where the view's left border lies in the image, in pixels
 * @param top where the view's upper border lies in the image, in pixels
 * @param isFlipped whether left and right are exchanged in the view
 */
record Jitter(double zoom, double left, double top, boolean isFlipped) {

	/** The image itself. */
	static final Jitter NONE = new Jitter(1, 0, 0, false);

	/**
	 * Draws a view as FeatUp does: half of them enlarged, half of them mirrored, anywhere in the image and a little beyond.
	 *
	 * @param random what is drawn from
	 * @param input {@code [1, C, H, W]}
	 * @param maxZoom the largest zoom
	 * @param pad how far views reach beyond the image, in pixels
	 * @return the view
	 */
	static Jitter draw(final SplittableRandom random, final Tensor input, final double maxZoom, final double pad) {
		final double enlarged = 1 + random.nextDouble() * (maxZoom - 1);
		final double zoom = random.nextBoolean() ? enlarged : 1;
		final double left = place(random.nextDouble(), input.size(3), zoom, pad);
		final double top = place(random.nextDouble(), input.size(2), zoom, pad);
		return new Jitter(zoom, left, top, random.nextBoolean());
	}

	private static double place(final double fraction, final int pixels, final double zoom, final double pad) {
		return -pad + fraction * (pixels + 2 * pad - pixels / zoom);
	}

	/**
	 * Takes the view, bilinearly.
	 *
	 * @param input {@code [1, C, H, W]}
	 * @param view where it is written, as large as the input
	 * @param offset at which of the view's values
	 */
	void take(final Tensor input, final float[] view, final int offset) {
		final int height = input.size(2);
		final int width = input.size(3);
		for (int c = 0, i = offset; c < input.size(1); c++) {
			for (int y = 0; y < height; y++) {
				final double v = top + (y + 0.5) / zoom - 0.5;
				final int upper = (c * height + Coverage.mirror((int) Math.floor(v), height)) * width;
				final int lower = (c * height + Coverage.mirror((int) Math.floor(v) + 1, height)) * width;
				final double f = v - Math.floor(v);
				for (int x = 0; x < width; x++, i++) {
					final double u = left + ((isFlipped ? width - 1 - x : x) + 0.5) / zoom - 0.5;
					final int a = Coverage.mirror((int) Math.floor(u), width);
					final int b = Coverage.mirror((int) Math.floor(u) + 1, width);
					final double g = u - Math.floor(u);
					final double above = input.data()[upper + a] * (1 - g) + input.data()[upper + b] * g;
					final double below = input.data()[lower + a] * (1 - g) + input.data()[lower + b] * g;
					view[i] = (float) (above * (1 - f) + below * f);
				}
			}
		}
	}

	/**
	 * What the view's positions stand for in the image.
	 *
	 * @param lattice of the network's positions in any input of this size
	 * @return D
	 */
	Shrinking shrinking(final Lattice lattice) {
		return new Shrinking(axis(lattice.vertical(), top, false), axis(lattice.horizontal(), left, isFlipped));
	}

	private Coverage axis(final Lattice.Axis axis, final double border, final boolean isMirrored) {
		final double[] centres = axis.centres();
		for (int p = 0; p < centres.length; p++) {
			centres[p] = border + (isMirrored ? axis.pixels() - centres[p] : centres[p]) / zoom;
		}
		return new Coverage(centres, axis.step() / zoom, axis.pixels());
	}
}
