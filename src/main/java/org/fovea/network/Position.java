package org.fovea.network;

import org.fovea.FoveaException;

/**
 * Weight one at a single position.
 *
 * @param x column
 * @param y row
 */
record Position(int x, int y) implements Linear.Weights {

	@Override
	public double of(final Linear.At at) {
		if (x < 0 || y < 0 || x >= at.width() || y >= at.height()) {
			throw new FoveaException("Position " + x + "," + y + " lies outside the layer's map, which is " + at.width() + "×" + at.height() +
				"; choose x from 0 to " + (at.width() - 1) + " and y from 0 to " + (at.height() - 1) + ".");
		}
		return at.x() == x && at.y() == y ? 1 : 0;
	}
}
