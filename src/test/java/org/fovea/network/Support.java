package org.fovea.network;

/**
 * The smallest rectangle that holds every pixel at which a gradient differs from 0.
 *
 * @param top first row
 * @param bottom last row
 * @param left first column
 * @param right last column
 */
record Support(int top, int bottom, int left, int right) {

	/** No pixel at all. */
	static final Support NONE = new Support(Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE);

	/** Of the gradient at one image. */
	static Support of(final Tensor gradient) {
		Support support = NONE;
		final int width = gradient.size(-1);
		final int height = gradient.size(-2);
		for (int i = 0; i < gradient.length(); i++) {
			final int y = i / width % height;
			final int x = i % width;
			if (gradient.data()[i] != 0) support = support.union(new Support(y, y, x, x));
		}
		return support;
	}

	/** What either holds. */
	Support union(final Support other) {
		return new Support(Math.min(top, other.top), Math.max(bottom, other.bottom), Math.min(left, other.left), Math.max(right, other.right));
	}
}
