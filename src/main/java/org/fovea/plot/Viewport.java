package org.fovea.plot;

/**
 * The part of the plane that a plot shows.
 *
 * @param minX left
 * @param maxX right
 * @param minY bottom
 * @param maxY top
 */
public record Viewport(double minX, double maxX, double minY, double maxY) {

	private static final double MARGIN = 0.05;

	/** Holds that there is something to see. */
	public Viewport {
		if (!(maxX > minX && maxY > minY)) throw new IllegalArgumentException("A viewport needs an area.");
	}

	/**
	 * All points of a plot, with a margin.
	 *
	 * @param scatter the plot
	 * @param width of the axes in pixels
	 * @param height of the axes in pixels
	 * @return the smallest viewport of the plot's aspect that shows all
	 */
	public static Viewport around(final Scatter scatter, final double width, final double height) {
		final double[] horizontal = range(scatter.x());
		final double[] vertical = range(scatter.y());
		final Viewport tight = new Viewport(horizontal[0], horizontal[1], vertical[0], vertical[1]);
		return scatter.aspect() == Scatter.Aspect.EQUAL ? tight.equalized(width, height) : tight;
	}

	/**
	 * Widened so that a unit has the same length on both axes.
	 *
	 * @param width of the axes in pixels
	 * @param height of the axes in pixels
	 * @return a viewport that holds this one
	 */
	public Viewport equalized(final double width, final double height) {
		final double unit = Math.max((maxX - minX) / width, (maxY - minY) / height);
		final double cx = (minX + maxX) / 2;
		final double cy = (minY + maxY) / 2;
		return new Viewport(cx - unit * width / 2, cx + unit * width / 2, cy - unit * height / 2, cy + unit * height / 2);
	}

	/**
	 * Larger or smaller about a point that stays where it is.
	 *
	 * @param factor of the shown range: below 1 magnifies
	 * @param x of the point
	 * @param y of the point
	 * @return the new viewport, this one where it would become too small for numbers to tell apart
	 */
	public Viewport zoomed(final double factor, final double x, final double y) {
		final double left = x + (minX - x) * factor;
		final double right = x + (maxX - x) * factor;
		final double bottom = y + (minY - y) * factor;
		final double top = y + (maxY - y) * factor;
		final double scale = Math.max(Math.max(Math.abs(left), Math.abs(right)), Math.max(Math.abs(bottom), Math.abs(top)));
		final boolean isVisible = right - left > 1e-9 * scale && top - bottom > 1e-9 * scale && scale < 1e300;
		return isVisible ? new Viewport(left, right, bottom, top) : this;
	}

	/**
	 * Moved.
	 *
	 * @param dx to the right
	 * @param dy upwards
	 * @return the new viewport
	 */
	public Viewport moved(final double dx, final double dy) {
		return new Viewport(minX + dx, maxX + dx, minY + dy, maxY + dy);
	}

	private static double[] range(final double[] values) {
		double min = Double.POSITIVE_INFINITY;
		double max = Double.NEGATIVE_INFINITY;
		for (final double value : values) {
			min = Math.min(min, value);
			max = Math.max(max, value);
		}
		if (values.length == 0) return new double[] { 0, 1 };
		final double spread = max - min;
		final double margin = spread > 0 ? MARGIN * spread : Math.max(1, Math.abs(min) * MARGIN);
		return new double[] { min - margin, max + margin };
	}
}
