package org.fovea.plot;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Where everything of a plot lies on a page of pixels.
 *
 * @param scatter what is plotted
 * @param viewport the part that is shown
 * @param width of the page
 * @param height of the page
 * @param axes the rectangle between the axes
 */
public record Page(Scatter scatter, Viewport viewport, int width, int height, Rectangle2D axes) {

	private static final int LEFT = 62;
	private static final int TOP = 34;
	private static final int BOTTOM = 50;
	private static final int SMALLEST = 40;

	/**
	 * A page that shows every point.
	 *
	 * @param scatter what is plotted
	 * @param width of the page in pixels
	 * @param height of the page in pixels
	 * @return the page
	 */
	public static Page whole(final Scatter scatter, final int width, final int height) {
		final Rectangle2D axes = axes(scatter, width, height);
		return new Page(scatter, Viewport.around(scatter, axes.getWidth(), axes.getHeight()), width, height, axes);
	}

	private static Rectangle2D axes(final Scatter scatter, final int width, final int height) {
		final double right = Legend.of(scatter).width();
		return new Rectangle2D.Double(LEFT, TOP, Math.max(SMALLEST, width - LEFT - right), Math.max(SMALLEST, height - TOP - BOTTOM));
	}

	/**
	 * The same page elsewhere.
	 *
	 * @param other what is to be seen
	 * @return the page
	 */
	public Page showing(final Viewport other) {
		return new Page(scatter, other, width, height, axes);
	}

	/**
	 * A larger or smaller page of the same part.
	 *
	 * @param newWidth in pixels
	 * @param newHeight in pixels
	 * @return the page
	 */
	public Page resized(final int newWidth, final int newHeight) {
		final Rectangle2D room = axes(scatter, newWidth, newHeight);
		final boolean isEqual = scatter.aspect() == Scatter.Aspect.EQUAL;
		return new Page(scatter, isEqual ? viewport.equalized(room.getWidth(), room.getHeight()) : viewport, newWidth, newHeight, room);
	}

	/**
	 * Larger or smaller about a place that stays under the mouse.
	 *
	 * @param factor of the shown range: below 1 magnifies
	 * @param px of the place, in pixels
	 * @param py of the place, in pixels
	 * @return the page
	 */
	public Page zoomed(final double factor, final double px, final double py) {
		return showing(viewport.zoomed(factor, x(px), y(py)));
	}

	/**
	 * Dragged.
	 *
	 * @param dx to the right, in pixels
	 * @param dy downwards, in pixels
	 * @return the page
	 */
	public Page dragged(final double dx, final double dy) {
		return showing(viewport.moved(-dx * (viewport.maxX() - viewport.minX()) / axes.getWidth(), dy * (viewport.maxY() - viewport.minY()) / axes
			.getHeight()));
	}

	/**
	 * Filled with a rectangle of pixels.
	 *
	 * @param box in pixels, of some area
	 * @return the page; with the scatter's aspect, so that the box may be only a part of it
	 */
	public Page magnified(final Rectangle2D box) {
		final Viewport inside = new Viewport(x(box.getMinX()), x(box.getMaxX()), y(box.getMaxY()), y(box.getMinY()));
		return showing(scatter.aspect() == Scatter.Aspect.EQUAL ? inside.equalized(axes.getWidth(), axes.getHeight()) : inside);
	}

	/**
	 * A coordinate.
	 *
	 * @param px in pixels
	 * @return in units of the horizontal axis
	 */
	public double x(final double px) {
		return viewport.minX() + (px - axes.getMinX()) / axes.getWidth() * (viewport.maxX() - viewport.minX());
	}

	/**
	 * A coordinate.
	 *
	 * @param py in pixels
	 * @return in units of the vertical axis
	 */
	public double y(final double py) {
		return viewport.maxY() - (py - axes.getMinY()) / axes.getHeight() * (viewport.maxY() - viewport.minY());
	}

	/**
	 * Where a point lies.
	 *
	 * @param point its index
	 * @return in pixels
	 */
	public double px(final int point) {
		return horizontal(scatter.x()[point]);
	}

	/**
	 * Where a point lies.
	 *
	 * @param point its index
	 * @return in pixels
	 */
	public double py(final int point) {
		return vertical(scatter.y()[point]);
	}

	double horizontal(final double x) {
		return axes.getMinX() + (x - viewport.minX()) / (viewport.maxX() - viewport.minX()) * axes.getWidth();
	}

	double vertical(final double y) {
		return axes.getMinY() + (viewport.maxY() - y) / (viewport.maxY() - viewport.minY()) * axes.getHeight();
	}

	/**
	 * The point under the mouse.
	 *
	 * @param px in pixels
	 * @param py in pixels
	 * @param radius how far it may be, in pixels
	 * @return the nearest visible point
	 */
	public OptionalInt nearest(final double px, final double py, final double radius) {
		if (!axes.contains(px, py)) return OptionalInt.empty();
		int nearest = -1;
		double least = radius * radius;
		for (int i = 0; i < scatter.size(); i++) {
			final double dx = px(i) - px;
			final double dy = py(i) - py;
			if (dx * dx + dy * dy <= least && axes.contains(px(i), py(i))) {
				least = dx * dx + dy * dy;
				nearest = i;
			}
		}
		return nearest < 0 ? OptionalInt.empty() : OptionalInt.of(nearest);
	}

	/**
	 * The points in a drawn outline.
	 *
	 * @param outline in pixels
	 * @return indices of the visible points inside it, ascending
	 */
	public int[] inside(final Shape outline) {
		final Path2D path = new Path2D.Double(outline);
		return IntStream.range(0, scatter.size()).filter(i -> axes.contains(px(i), py(i)) && path.contains(px(i), py(i))).toArray();
	}

	/** @return the diameter of a point: smaller where there are many */
	double pointSize() {
		return Math.max(2.5, Math.min(8, 8 - Math.log10(Math.max(1, scatter.size()) / 100.0) * 2));
	}
}
