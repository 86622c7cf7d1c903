package org.fovea.network;

import java.util.ArrayList;
import java.util.List;

import org.fovea.FoveaException;

/**
 * One axis of an image, cut so that every position of a layer is computed in some piece exactly as in the whole image: the piece holds all
 * pixels that the position sees, and begins on the grid of the network's strides. Pieces at the image's borders end there, so that padding
 * stays where it is.
 *
 * @param positions of the layer along the axis
 * @param pieces in order; a single one is the whole axis
 */
record Cut(int positions, List<Piece> pieces) {

	private static final int LARGEST_GRID = 4096;
	private static final double TOLERANCE = 1e-6;

	/**
	 * A piece of the axis. Its local position p is position {@code p + shift} of the whole.
	 *
	 * @param origin its first pixel
	 * @param end the pixel behind its last
	 * @param shift positions before the origin
	 * @param valid the first position that is right in this piece
	 * @param start the first position that no earlier piece has been given
	 * @param stop the position behind the last that is right
	 * @param from the first pixel that the piece gives gradients for
	 * @param to the pixel behind the last that the piece gives gradients for
	 */
	record Piece(int origin, int end, int shift, int valid, int start, int stop, int from, int to) {

		/** @return pixels */
		int length() {
			return end - origin;
		}
	}

	/** A way to cut an axis. */
	@FunctionalInterface
	interface Way {

		/** See {@link Cut#of} and {@link Cut#ofPixels}. */
		Cut cut(int pixels, int positions, ReceptiveField field, int grid, int length);
	}

	/** The axis as one piece. */
	static Cut whole(final int pixels, final int positions) {
		return new Cut(positions, List.of(new Piece(0, pixels, 0, 0, 0, positions, 0, pixels)));
	}

	/**
	 * Cuts an axis. Neighbours share at least one position, by which it can be seen whether they agree.
	 *
	 * @param pixels of the whole axis
	 * @param positions of the layer along it
	 * @param field what one position sees, limited
	 * @param grid a multiple of every stride of the network and of the step between accepted sizes
	 * @param length of a piece, accepted by the network, at least the field and three grid steps
	 * @return the pieces, none longer than length + grid
	 */
	static Cut of(final int pixels, final int positions, final ReceptiveField field, final int grid, final int length) {
		if (pixels < length + grid || positions == 1) return whole(pixels, positions);
		final List<Piece> pieces = new ArrayList<>();
		final int last = (pixels - length) / grid * grid;
		int start = 0;
		while (start < positions) {
			final int sees = (int) Math.floor(field.offset() + (start - 1) * field.jump() + TOLERANCE);
			final int origin = start == 0 ? 0 : Math.max(0, Math.min(last, Math.floorDiv(sees, grid) * grid));
			final int end = origin == last ? pixels : origin + length;
			final int valid = origin == 0 ? 0 : (int) Math.ceil((origin - field.offset()) / field.jump() - TOLERANCE);
			final int behind = (int) Math.floor((end - field.size() - field.offset()) / field.jump() + TOLERANCE) + 1;
			final int stop = end == pixels ? positions : Math.min(positions, behind);
			if (stop <= start) throw new IllegalArgumentException("Pieces of " + length + " are too short for " + field + ".");
			pieces.add(new Piece(origin, end, (int) Math.round(origin / field.jump()), valid, start, stop, origin, end));
			start = stop;
		}
		return new Cut(positions, List.copyOf(pieces));
	}

	/**
	 * Cuts an axis so that every pixel lies in some piece together with every position that sees it, and with all that those see.
	 *
	 * @param pixels of the whole axis
	 * @param positions of the layer along it
	 * @param field what one position sees, limited
	 * @param grid a multiple of every stride of the network and of the step between accepted sizes
	 * @param length of a piece, accepted by the network, at least twice the field and three grid steps
	 * @return the pieces, each with all its right positions and with pixels of its own, none longer than length + grid
	 */
	static Cut ofPixels(final int pixels, final int positions, final ReceptiveField field, final int grid, final int length) {
		if (pixels < length + grid || positions == 1) return whole(pixels, positions);
		final List<Piece> pieces = new ArrayList<>();
		final int last = (pixels - length) / grid * grid;
		int from = 0;
		while (from < pixels) {
			final int first = Math.max(0, (int) Math.floor((from - field.size() - field.offset()) / field.jump() + TOLERANCE) + 1);
			final int sees = (int) Math.floor(field.offset() + first * field.jump() + TOLERANCE);
			final int origin = first == 0 ? 0 : Math.max(0, Math.min(last, Math.floorDiv(sees, grid) * grid));
			final int end = origin == last ? pixels : origin + length;
			final int valid = origin == 0 ? 0 : (int) Math.ceil((origin - field.offset()) / field.jump() - TOLERANCE);
			final int behind = (int) Math.floor((end - field.size() - field.offset()) / field.jump() + TOLERANCE) + 1;
			final int stop = end == pixels ? positions : Math.min(positions, behind);
			final int to = stop == positions ? pixels : Math.min(end, (int) Math.floor(field.offset() + stop * field.jump() + TOLERANCE));
			if (to <= from) throw new IllegalArgumentException("Pieces of " + length + " are too short for " + field + ".");
			pieces.add(new Piece(origin, end, (int) Math.round(origin / field.jump()), valid, valid, stop, from, Math.min(to, end)));
			from = to;
		}
		return new Cut(positions, List.copyOf(pieces));
	}

	/**
	 * The grid on which pieces may begin.
	 *
	 * @param step between accepted sizes
	 * @param jumps of the layers, in pixels, fractions where the network enlarges
	 * @return the smallest multiple of all
	 * @throws FoveaException if there is no such grid
	 */
	static int grid(final int step, final List<Double> jumps) {
		for (int grid = step; grid <= LARGEST_GRID; grid += step) {
			final int g = grid;
			if (jumps.stream().allMatch(jump -> Math.abs(g / jump - Math.rint(g / jump)) < TOLERANCE * g)) return grid;
		}
		throw new FoveaException("The positions of this network's layers do not repeat on a grid of pixels, so it cannot work in tiles; use " +
			"area=image or area=selection.");
	}
}
