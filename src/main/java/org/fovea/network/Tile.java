package org.fovea.network;

import org.fovea.network.Cut.Piece;
import org.fovea.network.Picture.Window;

/**
 * A piece of an image along both axes.
 *
 * @param vertical along y
 * @param horizontal along x
 */
record Tile(Piece vertical, Piece horizontal) {

	/** @return its pixels */
	Window window() {
		return new Window(horizontal.origin(), vertical.origin(), horizontal.length(), vertical.length());
	}

	/**
	 * The part of a gradient that this tile carries further back: each position of the whole belongs to one tile.
	 *
	 * @param gradient at a layer, of the whole image
	 * @param shape of the layer for this tile
	 * @return the gradient at the tile's own positions, zero at the others
	 */
	Tensor weights(final Tensor gradient, final int[] shape) {
		final Tensor weights = Tensor.zeros(shape);
		final int length = horizontal.stop() - horizontal.start();
		for (int k = 0; k < shape[1]; k++) {
			for (int y = vertical.start(); y < vertical.stop(); y++) {
				final int from = (k * gradient.size(2) + y) * gradient.size(3) + horizontal.start();
				final int to = (k * shape[2] + y - vertical.shift()) * shape[3] + horizontal.start() - horizontal.shift();
				System.arraycopy(gradient.data(), from, weights.data(), to, length);
			}
		}
		return weights;
	}

	/**
	 * Whether there is nothing to carry further back.
	 *
	 * @param gradient at a layer, of the whole image
	 * @return whether it is zero at all of the tile's own positions
	 */
	boolean isIdle(final Tensor gradient) {
		for (int row = 0; row < gradient.size(1) * gradient.size(2); row++) {
			final int y = row % gradient.size(2);
			if (y < vertical.start() || y >= vertical.stop()) continue;
			for (int x = horizontal.start(); x < horizontal.stop(); x++) {
				if (gradient.data()[row * gradient.size(3) + x] != 0) return false;
			}
		}
		return true;
	}

	/**
	 * Adds what was found for the tile's own pixels.
	 *
	 * @param part {@code [1, C, h, w]} of the tile
	 * @param whole {@code [1, C, H, W]}, added to
	 */
	void add(final Tensor part, final Tensor whole) {
		for (int c = 0; c < part.size(1); c++) {
			for (int y = vertical.from(); y < vertical.to(); y++) {
				int i = (c * part.size(2) + y - vertical.origin()) * part.size(3) + horizontal.from() - horizontal.origin();
				int to = (c * whole.size(2) + y) * whole.size(3) + horizontal.from();
				for (int x = horizontal.from(); x < horizontal.to(); x++) whole.data()[to++] += part.data()[i++];
			}
		}
	}
}
