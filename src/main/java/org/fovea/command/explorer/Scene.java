package org.fovea.command.explorer;

import java.awt.Point;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

import org.fovea.image.Sight;
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
record Scene(Layer layer, View view, BufferedImage picture, UnitMaps units, String verdict) {

	/** @return whether the units' values belong to places */
	boolean hasPositions() {
		return layer.isSpatial();
	}

	/**
	 * Finds the position of the maps that looks at a point, as Receptive Field... does.
	 *
	 * @param point in pixels of the image
	 * @return column and row; empty outside the area and for layers without positions
	 */
	Optional<Point> position(final Point2D point) {
		if (!hasPositions() || !view.area().contains(point)) return Optional.empty();
		final int[] position = Sight.position(view, layer, point.getX(), point.getY());
		return Optional.of(new Point(position[0], position[1]));
	}

	/**
	 * Where a position of the maps is drawn.
	 *
	 * @param position column and row
	 * @return its share of the area, in pixels of the image
	 */
	Rectangle2D cell(final Point position) {
		final Heatmap map = units.maps().get(0);
		final double width = (double) view.tensorWidth() / map.width();
		final double height = (double) view.tensorHeight() / map.height();
		return view.toImage(new Rectangle2D.Double(position.x * width, position.y * height, width, height)).createIntersection(view.area());
	}

	/**
	 * What a position of the maps sees.
	 *
	 * @param position column and row
	 * @return its receptive field; all of the area where it is not known
	 */
	Sight sight(final Point position) {
		return Sight.of(view, layer, position.x, position.y);
	}
}
