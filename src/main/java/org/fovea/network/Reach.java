package org.fovea.network;

import java.util.List;

/**
 * How far a change of the image reaches along one axis of a place, and what of the place before has to be known for it. Place 0 is the
 * image itself.
 *
 * @param pixels of the image
 * @param positions of the place
 * @param field what one position sees of the image, limited
 */
record Reach(int pixels, int positions, ReceptiveField field) {

	private static final double TOLERANCE = 1e-6;

	/**
	 * Positions of a place.
	 *
	 * @param from the first
	 * @param to the one behind the last
	 */
	record Range(int from, int to) {

		/** @return how many */
		int length() {
			return to - from;
		}
	}

	/** The image. */
	static Reach image(final int pixels) {
		return new Reach(pixels, pixels, new ReceptiveField(1, 1, 0));
	}

	/**
	 * The positions that see something of the changed pixels.
	 *
	 * @param start the first pixel that is changed
	 * @param length how many are
	 * @return the positions, at least one
	 */
	Range changed(final int start, final int length) {
		final double first = (start - field.offset() - field.size() + 1) / field.jump();
		final double last = (start + length - 1 - field.offset()) / field.jump();
		return range(first, last, positions);
	}

	/**
	 * The positions of an earlier place from which positions of this one are made.
	 *
	 * @param before the earlier place
	 * @param range of this place
	 * @return of the earlier place, no more than it has
	 */
	Range seen(final Reach before, final Range range) {
		final double first = (field.offset() + range.from() * field.jump() - before.field.offset()) / before.field.jump();
		final double last = (field.offset() + (range.to() - 1) * field.jump() + field.size() - before.field.size() - before.field.offset()) /
			before.field.jump();
		return range(first, last, before.positions);
	}

	/** One position too many does no harm, so that nothing is ever empty. */
	private static Range range(final double first, final double last, final int positions) {
		final int from = (int) Math.min(positions - 1, Math.max(0, Math.ceil(first - TOLERANCE)));
		return new Range(from, (int) Math.max(from + 1, Math.min(positions, Math.floor(last + TOLERANCE) + 1)));
	}

	/**
	 * The grid on which crops of this place may begin so that the places up to another lie on theirs.
	 *
	 * @param jumps of those places, in pixels
	 * @return in positions
	 * @throws org.fovea.FoveaException if there is none
	 */
	int grid(final List<Double> jumps) {
		return Cut.grid(1, jumps.stream().map(jump -> jump / field.jump()).toList());
	}

	/**
	 * The shortest crop that holds a range, begins on a grid and may also end where the place ends.
	 *
	 * @param range of this place
	 * @param grid in positions
	 * @return positions
	 */
	int crop(final Range range, final int grid) {
		final int needed = range.to() - range.from() / grid * grid;
		return Math.min(positions, needed + Math.floorMod(positions - needed, grid));
	}

	/**
	 * Where a crop begins.
	 *
	 * @param range that it must hold
	 * @param grid in positions
	 * @param length of the crop, from {@link #crop} for this range or a longer one
	 * @return its first position
	 */
	int origin(final Range range, final int grid, final int length) {
		return Math.min(range.from() / grid * grid, positions - length);
	}
}
