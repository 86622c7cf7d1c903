package org.fovea.network;

/** A layer's activation of the whole image, as far as tiles have given it. */
final class Stitched {

	private final Tensor tensor;
	private final boolean[] isKnown;
	private double largest;
	private double deviation;

	/**
	 * Nothing yet.
	 *
	 * @param units of the layer
	 * @param height of its maps
	 * @param width of its maps
	 */
	Stitched(final int units, final int height, final int width) {
		tensor = Tensor.zeros(1, units, height, width);
		isKnown = new boolean[height * width];
	}

	/**
	 * Takes over the positions that are right in a tile, and compares where another tile gave them before.
	 *
	 * @param tile the tile
	 * @param part the layer's activation for it
	 * @return whether its positions are where they should be
	 */
	boolean add(final Tile tile, final Tensor part) {
		final Cut.Piece v = tile.vertical();
		final Cut.Piece h = tile.horizontal();
		final int height = tensor.size(2);
		final int width = tensor.size(3);
		final boolean isLower = v.stop() == height;
		final boolean isRight = h.stop() == width;
		if (isLower ? v.shift() + part.size(2) != height : v.shift() + part.size(2) < v.stop()) return false;
		if (isRight ? h.shift() + part.size(3) != width : h.shift() + part.size(3) < h.stop()) return false;
		for (int y = v.valid(); y < v.stop(); y++) {
			for (int x = h.valid(); x < h.stop(); x++) {
				final int local = (y - v.shift()) * part.size(3) + x - h.shift();
				final int at = y * width + x;
				for (int k = 0; k < part.size(1); k++) {
					final float value = part.data()[k * part.size(2) * part.size(3) + local];
					final int i = k * height * width + at;
					if (isKnown[at]) deviation = Math.max(deviation, Math.abs(value - tensor.data()[i]));
					else tensor.data()[i] = value;
					largest = Math.max(largest, Math.abs(value));
				}
				isKnown[at] = true;
			}
		}
		return true;
	}

	/** @return the activation */
	Tensor tensor() {
		return tensor;
	}

	/** @return the largest magnitude */
	double largest() {
		return largest;
	}

	/** @return the largest difference between tiles that gave the same position */
	double deviation() {
		return deviation;
	}
}
