package org.fovea.plot;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** The shape of a point: a second way, beside colour, to tell classes apart. */
enum Marker {
	CIRCLE, TRIANGLE, SQUARE, DIAMOND, CROSS;

	/**
	 * The outline.
	 *
	 * @param x of the centre
	 * @param y of the centre
	 * @param size of the circle's diameter; the other shapes cover about the same area
	 * @return a closed shape
	 */
	Shape at(final double x, final double y, final double size) {
		final double r = size / 2;
		return switch (this) {
			case CIRCLE -> new Ellipse2D.Double(x - r, y - r, size, size);
			case TRIANGLE -> polygon(x, y, 0, -1.25 * r, 1.15 * r, 0.85 * r, -1.15 * r, 0.85 * r);
			case SQUARE -> polygon(x, y, -0.9 * r, -0.9 * r, 0.9 * r, -0.9 * r, 0.9 * r, 0.9 * r, -0.9 * r, 0.9 * r);
			case DIAMOND -> polygon(x, y, 0, -1.25 * r, 1.25 * r, 0, 0, 1.25 * r, -1.25 * r, 0);
			case CROSS -> {
				final double a = 0.4 * r;
				final double b = 1.2 * r;
				yield polygon(x, y, -a, -b, a, -b, a, -a, b, -a, b, a, a, a, a, b, -a, b, -a, a, -b, a, -b, -a, -a, -a);
			}
		};
	}

	private static Shape polygon(final double x, final double y, final double... corners) {
		final Path2D path = new Path2D.Double();
		path.moveTo(x + corners[0], y + corners[1]);
		for (int i = 2; i < corners.length; i += 2) path.lineTo(x + corners[i], y + corners[i + 1]);
		path.closePath();
		return path;
	}
}
