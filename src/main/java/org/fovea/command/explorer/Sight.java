package org.fovea.command.explorer;

import java.awt.Point;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

import org.fovea.image.View;
import org.fovea.network.Heatmap;
import org.fovea.network.Layer;

/**
 * What a layer makes of a plane.
 *
 * @param layer that was looked at
 * @param view what the network saw
 * @param picture of the view's area as ImageJ shows it
 * @param units what the layer's units compute
 * @param verdict the network's own result in a few words; empty where it has none
 */
record Sight(Layer layer, View view, BufferedImage picture, UnitMaps units, String verdict) {

	/**
	 * Finds the position of the maps that lies over a point.
	 *
	 * @param point in pixels of the image
	 * @return column and row; empty outside the area and for layers without positions
	 */
	Optional<Point> position(final Point2D point) {
		final Heatmap map = units.maps().get(0);
		if (!hasPositions() || !view.area().contains(point.getX(), point.getY())) return Optional.empty();
		final Point2D place = view.toTensor(point);
		final int x = (int) (place.getX() * map.width() / view.tensorWidth());
		final int y = (int) (place.getY() * map.height() / view.tensorHeight());
		return Optional.of(new Point(Math.min(x, map.width() - 1), Math.min(y, map.height() - 1)));
	}

	/**
	 * Where a position of the maps lies.
	 *
	 * @param position column and row
	 * @return its share of the area, in pixels of the image
	 */
	Rectangle2D cell(final Point position) {
		final Heatmap map = units.maps().get(0);
		final double width = (double) view.tensorWidth() / map.width();
		final double height = (double) view.tensorHeight() / map.height();
		return inside(new Rectangle2D.Double(position.x * width, position.y * height, width, height));
	}

	/**
	 * What a position of the maps sees.
	 *
	 * @param position column and row
	 * @return its receptive field clipped to the area, in pixels of the image; empty where it is not known
	 */
	Optional<Rectangle2D> field(final Point position) {
		return Fields.seen(layer, view, position);
	}

	/** @return whether the units' values belong to places */
	boolean hasPositions() {
		return layer.isSpatial();
	}

	private Rectangle2D inside(final Rectangle2D part) {
		return view.toImage(part).createIntersection(view.area());
	}
}
