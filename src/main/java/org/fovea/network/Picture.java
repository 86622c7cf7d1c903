package org.fovea.network;

/** An image after preprocessing that is read piece by piece, because it may be too large to pass a network at once. */
public interface Picture {

	/**
	 * A rectangle of the image.
	 *
	 * @param x its first column
	 * @param y its first row
	 * @param width in pixels
	 * @param height in pixels
	 */
	record Window(int x, int y, int width, int height) {}

	/** @return the number of channels */
	int channels();

	/** @return in pixels */
	int width();

	/** @return in pixels */
	int height();

	/**
	 * The smallest side that the network accepts and that is not below a wanted one: {@code minimum + k·multiple}. The sides of the image
	 * itself are accepted.
	 *
	 * @param side wanted, in pixels
	 * @return that side
	 */
	int accepted(int side);

	/**
	 * Reads a rectangle. Every pixel has the same value in every rectangle that holds it.
	 *
	 * @param window inside the image
	 * @return {@code [1, C, height, width]}
	 */
	Tensor read(Window window);
}
