package org.fovea.segmentation;

import java.util.BitSet;

/**
 * Pixels of a plane; immutable.
 *
 * @param width of the plane
 * @param height of the plane
 * @param pixels which of them, row by row
 */
public record Region(int width, int height, BitSet pixels) {

	/** Holds that the pixels lie in the plane. */
	public Region {
		if (pixels.length() > width * height) throw new IllegalArgumentException("Pixel " + pixels.length() + " of " + width + "×" + height + ".");
		pixels = (BitSet) pixels.clone();
	}

	/** @return which pixels, row by row; a copy */
	@Override
	public BitSet pixels() {
		return (BitSet) pixels.clone();
	}

	/**
	 * Whether a pixel is inside.
	 *
	 * @param x column, from 0
	 * @param y row, from 0
	 * @return whether it is
	 */
	public boolean contains(final int x, final int y) {
		return pixels.get(y * width + x);
	}

	/** @return how many pixels */
	public int area() {
		return pixels.cardinality();
	}

	/**
	 * The box around the pixels.
	 *
	 * @return the smallest that holds them all
	 * @throws IllegalStateException if there are none
	 */
	public Box box() {
		if (pixels.isEmpty()) throw new IllegalStateException("Nothing has no box.");
		int left = width;
		int right = -1;
		for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
			left = Math.min(left, i % width);
			right = Math.max(right, i % width);
		}
		final int top = pixels.nextSetBit(0) / width;
		return new Box(left, top, right - left + 1, (pixels.length() - 1) / width - top + 1);
	}

	/**
	 * The largest set of pixels that touch each other, by edges or corners; of several as large the one that comes first row by row.
	 *
	 * @return the largest component; empty if there are no pixels
	 */
	public Region largest() {
		final BitSet left = pixels();
		BitSet largest = new BitSet();
		int most = 0;
		final int[] stack = new int[width * height];
		for (int start = left.nextSetBit(0); start >= 0; start = left.nextSetBit(start)) {
			final BitSet component = new BitSet();
			int open = 0;
			int count = 0;
			stack[open++] = start;
			left.clear(start);
			while (open > 0) {
				final int i = stack[--open];
				component.set(i);
				count++;
				for (int y = Math.max(0, i / width - 1); y <= Math.min(height - 1, i / width + 1); y++) {
					for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
						final int j = y * width + x;
						if (!left.get(j)) continue;
						left.clear(j);
						stack[open++] = j;
					}
				}
			}
			if (count > most) {
				most = count;
				largest = component;
			}
		}
		return new Region(width, height, largest);
	}

	/**
	 * A box of pixels.
	 *
	 * @param x first column
	 * @param y first row
	 * @param width columns
	 * @param height rows
	 */
	public record Box(int x, int y, int width, int height) {}
}
