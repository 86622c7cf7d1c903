package org.fovea.network;

/**
 * A map of evidence over the network's input, or coarser.
 *
 * @param width in map pixels
 * @param height in map pixels
 * @param values row by row
 * @param isSigned whether negative values mean evidence against
 */
public record Heatmap(int width, int height, float[] values, boolean isSigned) {

	/** Holds that the values fill the map. */
	public Heatmap {
		if (values.length != width * height) throw new IllegalArgumentException(values.length + " values for " + width + "×" + height + ".");
	}

	/** @return the largest value */
	public float max() {
		float max = Float.NEGATIVE_INFINITY;
		for (final float value : values) max = Math.max(max, value);
		return max;
	}

	/** @return the smallest value */
	public float min() {
		float min = Float.POSITIVE_INFINITY;
		for (final float value : values) min = Math.min(min, value);
		return min;
	}

	/** @return whether nothing speaks for the target (and, in a signed map, nothing against it) */
	public boolean isEmpty() {
		return !(max() > 0) && (!isSigned || !(min() < 0));
	}

	/** @return the map with everything below zero cut off: evidence for the target only */
	public Heatmap positive() {
		final float[] cut = new float[values.length];
		for (int i = 0; i < cut.length; i++) cut[i] = Math.max(0, values[i]);
		return new Heatmap(width, height, cut, false);
	}

	/**
	 * Enlarges or shrinks the map bilinearly, pixel centres at half integers (PyTorch's {@code align_corners=False}).
	 *
	 * @param newWidth of the result
	 * @param newHeight of the result
	 * @return a new map
	 */
	public Heatmap resize(final int newWidth, final int newHeight) {
		final float[] result = new float[newWidth * newHeight];
		for (int y = 0; y < newHeight; y++) {
			final double sy = Math.max(0, (y + 0.5) * height / newHeight - 0.5);
			final int y0 = Math.min(height - 1, (int) sy);
			final int y1 = Math.min(height - 1, y0 + 1);
			final double fy = sy - y0;
			for (int x = 0; x < newWidth; x++) {
				final double sx = Math.max(0, (x + 0.5) * width / newWidth - 0.5);
				final int x0 = Math.min(width - 1, (int) sx);
				final int x1 = Math.min(width - 1, x0 + 1);
				final double fx = sx - x0;
				final double top = values[y0 * width + x0] * (1 - fx) + values[y0 * width + x1] * fx;
				final double bottom = values[y1 * width + x0] * (1 - fx) + values[y1 * width + x1] * fx;
				result[y * newWidth + x] = (float) (top * (1 - fy) + bottom * fy);
			}
		}
		return new Heatmap(newWidth, newHeight, result, isSigned);
	}
}
