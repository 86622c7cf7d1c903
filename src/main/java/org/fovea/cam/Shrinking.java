package org.fovea.cam;

/**
 * A linear map D from a field of H×W pixels to the h×w places of a view: means over rectangles, each the product of an interval along y and
 * one along x.
 *
 * @param vertical the intervals along y
 * @param horizontal the intervals along x
 */
record Shrinking(Coverage vertical, Coverage horizontal) {

	/**
	 * What a lattice's positions stand for: each the rectangle of one step around it.
	 *
	 * @param lattice of the positions
	 * @return D
	 */
	static Shrinking of(final Lattice lattice) {
		return new Shrinking(cells(lattice.vertical()), cells(lattice.horizontal()));
	}

	private static Coverage cells(final Lattice.Axis axis) {
		return new Coverage(axis.centres(), axis.step(), axis.pixels());
	}

	/**
	 * D·field.
	 *
	 * @param field H×W
	 * @return h×w
	 */
	double[] apply(final double[] field) {
		final int width = horizontal.pixels();
		final double[] result = new double[vertical.places() * horizontal.places()];
		final double[] row = new double[width];
		for (int y = 0, i = 0; y < vertical.places(); y++) {
			java.util.Arrays.fill(row, 0);
			final double[] v = vertical.weights(y);
			for (int j = 0; j < v.length; j++) {
				final int from = (vertical.first(y) + j) * width;
				for (int x = 0; x < width; x++) row[x] += v[j] * field[from + x];
			}
			for (int x = 0; x < horizontal.places(); x++, i++) {
				final double[] u = horizontal.weights(x);
				for (int j = 0; j < u.length; j++) result[i] += u[j] * row[horizontal.first(x) + j];
			}
		}
		return result;
	}

	/**
	 * Adds Dᵀ·values, the adjoint of {@link #apply}.
	 *
	 * @param values h×w
	 * @param field H×W, to which it is added
	 */
	void addAdjoint(final double[] values, final double[] field) {
		final int width = horizontal.pixels();
		final double[] row = new double[width];
		for (int y = 0, i = 0; y < vertical.places(); y++) {
			java.util.Arrays.fill(row, 0);
			for (int x = 0; x < horizontal.places(); x++, i++) {
				final double[] u = horizontal.weights(x);
				for (int j = 0; j < u.length; j++) row[horizontal.first(x) + j] += u[j] * values[i];
			}
			final double[] v = vertical.weights(y);
			for (int j = 0; j < v.length; j++) {
				final int to = (vertical.first(y) + j) * width;
				for (int x = 0; x < width; x++) field[to + x] += v[j] * row[x];
			}
		}
	}
}
