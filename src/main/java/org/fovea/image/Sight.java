package org.fovea.image;

import java.awt.Rectangle;
import java.util.Optional;

import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;

/**
 * What one position of a layer sees of an image: the receptive field, brought back from the tensor to the image's pixels.
 *
 * @param view what the network saw
 * @param extent how much it is
 * @param left of the field, in pixels of the tensor; negative in padding
 * @param top of the field, in pixels of the tensor; negative in padding
 * @param width of the field, in pixels of the tensor
 * @param height of the field, in pixels of the tensor
 */
public record Sight(View view, Extent extent, double left, double top, double width, double height) {

	/** How much a position sees. */
	public enum Extent {
		/** A part of the image. */
		PART,
		/** The whole image, as behind global pooling, attention or squeeze-excitation, or where circular padding leads to the opposite border. */
		WHOLE,
		/** It is not known what, so that the whole image is taken. */
		UNKNOWN
	}

	/**
	 * Finds the field of a position.
	 *
	 * @param view what the network saw
	 * @param layer of which the position is
	 * @param x column of the layer's map, from 0
	 * @param y row of the layer's map, from 0
	 * @return the field
	 */
	public static Sight of(final View view, final Layer layer, final int x, final int y) {
		final Optional<ReceptiveField> h = layer.horizontal().filter(field -> field.isPart(x, view.tensorWidth()));
		final Optional<ReceptiveField> v = layer.vertical().filter(field -> field.isPart(y, view.tensorHeight()));
		final Extent extent = layer.horizontal().isEmpty() || layer.vertical().isEmpty() ? Extent.UNKNOWN : h.isEmpty() && v.isEmpty() ? Extent.WHOLE
			: Extent.PART;
		return new Sight(view, extent, h.map(field -> field.first(x)).orElse(0d), v.map(field -> field.first(y)).orElse(0d), h.map(field -> (double) field
			.size()).orElse((double) view.width()), v.map(field -> (double) field.size()).orElse((double) view.height()));
	}

	/**
	 * The position of a layer's map that a place in the image belongs to: the one whose field has its centre there, or, where all see the
	 * whole image, the one that covers the place when the map is laid over the image.
	 *
	 * @param view what the network saw
	 * @param layer the layer
	 * @param u pixel of the image; 0.5 is the centre of the first
	 * @param v pixel of the image
	 * @return column and row, from 0
	 */
	public static int[] position(final View view, final Layer layer, final double u, final double v) {
		final boolean isMap = layer.isSpatial();
		final double x = (u - view.area().x) * view.width() / view.area().width - 0.5;
		final double y = (v - view.area().y) * view.height() / view.area().height - 0.5;
		return new int[] { position(layer.horizontal(), x, isMap ? layer.shape()[3] : 1, view.tensorWidth()), position(layer.vertical(), y, isMap ? layer
			.shape()[2] : 1, view.tensorHeight()) };
	}

	private static int position(final Optional<ReceptiveField> field, final double pixel, final int positions, final int pixels) {
		final Optional<ReceptiveField> part = field.filter(f -> !f.isWhole() && f.jump() != 0);
		if (part.isPresent()) return part.get().nearest(pixel, positions);
		return (int) Math.max(0, Math.min(positions - 1, Math.floor((pixel + 0.5) * positions / pixels)));
	}

	/** @return the pixels of the tensor inside the field and the area; at least one */
	public Rectangle tensorBox() {
		final int x1 = (int) Math.max(0, Math.min(view.width() - 1d, Math.ceil(left - 1e-6)));
		final int y1 = (int) Math.max(0, Math.min(view.height() - 1d, Math.ceil(top - 1e-6)));
		final int x2 = (int) Math.max(x1 + 1d, Math.min(view.width(), Math.floor(left + width + 1e-6)));
		final int y2 = (int) Math.max(y1 + 1d, Math.min(view.height(), Math.floor(top + height + 1e-6)));
		return new Rectangle(x1, y1, x2 - x1, y2 - y1);
	}

	/** @return the same in pixels of the image: every pixel of which the field holds a part */
	public Rectangle box() {
		final Rectangle seen = tensorBox();
		final Rectangle area = view.area();
		final int x1 = (int) Math.floor((double) seen.x * area.width / view.width() + 1e-6);
		final int y1 = (int) Math.floor((double) seen.y * area.height / view.height() + 1e-6);
		final int x2 = (int) Math.ceil((double) (seen.x + seen.width) * area.width / view.width() - 1e-6);
		final int y2 = (int) Math.ceil((double) (seen.y + seen.height) * area.height / view.height() - 1e-6);
		return new Rectangle(area.x + x1, area.y + y1, Math.max(1, x2 - x1), Math.max(1, y2 - y1));
	}

	/** @return the centre of the field in the image, x and y, as calibrated ROIs count: 0.5 is the centre of the first pixel */
	public double[] centre() {
		return new double[] { view.area().x + (left + width / 2) * view.area().width / view.width(), view.area().y + (top + height / 2) * view.area().height /
			view.height() };
	}

	/** @return in words; empty for a part of the image */
	public String words() {
		return switch (extent) {
			case PART -> "";
			case WHOLE -> "whole image";
			case UNKNOWN -> "not known";
		};
	}
}
