package org.fovea.segmentation;

/**
 * The pixels of a plane with all their channels.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values by pixel, row by row, then by channel
 */
public record Colors(int width, int height, double[][] values) {

	/** Holds that the values fill the plane. */
	public Colors {
		if (values.length != width * height) throw new IllegalArgumentException(values.length + " pixels for " + width + "×" + height + ".");
	}

	/** @return how many channels */
	public int channels() {
		return values.length == 0 ? 0 : values[0].length;
	}

	/**
	 * Squared distance of two pixels' colours.
	 *
	 * @param i one pixel
	 * @param j the other
	 * @return Σ over the channels
	 */
	double distance(final int i, final int j) {
		double sum = 0;
		for (int c = 0; c < values[i].length; c++) {
			final double d = values[i][c] - values[j][c];
			sum += d * d;
		}
		return sum;
	}
}
