package org.fovea.command.explorer;

import java.awt.Point;
import java.awt.geom.Rectangle2D;
import java.util.Optional;

import org.fovea.image.View;
import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;

/** What positions of a layer see of an image. */
final class Fields {

	private Fields() {
	}

	/**
	 * What a position of a layer's maps sees.
	 *
	 * @param layer whose maps are meant
	 * @param view where the network's input lies
	 * @param position column and row
	 * @return its receptive field clipped to the view's area, in pixels of the image; empty where it is not known
	 */
	static Optional<Rectangle2D> seen(final Layer layer, final View view, final Point position) {
		if (layer.horizontal().isEmpty() || layer.vertical().isEmpty()) return Optional.empty();
		final double[] x = range(layer.horizontal().get(), position.x, view.tensorWidth());
		final double[] y = range(layer.vertical().get(), position.y, view.tensorHeight());
		return Optional.of(view.toImage(new Rectangle2D.Double(x[0], y[0], x[1], y[1])).createIntersection(view.area()));
	}

	private static double[] range(final ReceptiveField field, final int position, final int size) {
		return field.isWhole() ? new double[] { 0, size } : new double[] { field.first(position), field.size() };
	}
}
