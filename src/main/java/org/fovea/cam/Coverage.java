package org.fovea.cam;

/**
 * Weighted means of pixels around places along one axis: each place takes the pixels of an interval around it, by how much of them lies
 * inside. Beyond the borders the axis is mirrored, so that every place has the same weight in all.
 */
final class Coverage {

	private final int pixels;
	private final int[] first;
	private final double[][] weights;

	/**
	 * Settles the weights.
	 *
	 * @param centres of the intervals, in pixels; pixel i reaches from i to i + 1
	 * @param width of the intervals, in pixels
	 * @param pixels of the axis
	 */
	Coverage(final double[] centres, final double width, final int pixels) {
		this.pixels = pixels;
		first = new int[centres.length];
		weights = new double[centres.length][];
		for (int i = 0; i < centres.length; i++) cover(i, centres[i] - width / 2, centres[i] + width / 2);
	}

	private void cover(final int i, final double from, final double to) {
		final int low = (int) Math.floor(from);
		final int high = (int) Math.ceil(to);
		int min = pixels;
		int max = -1;
		for (int p = low; p < high; p++) {
			min = Math.min(min, mirror(p, pixels));
			max = Math.max(max, mirror(p, pixels));
		}
		first[i] = min;
		weights[i] = new double[max - min + 1];
		for (int p = low; p < high; p++) weights[i][mirror(p, pixels) - min] += (Math.min(to, p + 1d) - Math.max(from, p)) / (to - from);
	}

	/**
	 * The pixel that stands at a place when the image is mirrored at its edges, the edge pixel repeated.
	 *
	 * @param p any place
	 * @param pixels of the axis
	 * @return inside the axis
	 */
	static int mirror(final int p, final int pixels) {
		final int inside = Math.floorMod(p, 2 * pixels);
		return inside < pixels ? inside : 2 * pixels - 1 - inside;
	}

	/** @return how many places */
	int places() {
		return first.length;
	}

	/** @return how many pixels */
	int pixels() {
		return pixels;
	}

	/**
	 * The first pixel with a weight.
	 *
	 * @param place from 0
	 * @return a pixel
	 */
	int first(final int place) {
		return first[place];
	}

	/**
	 * The weights of a place, from {@link #first} on; their sum is 1.
	 *
	 * @param place from 0
	 * @return not a copy
	 */
	double[] weights(final int place) {
		return weights[place];
	}
}
