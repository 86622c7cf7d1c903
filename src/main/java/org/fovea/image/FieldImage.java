package org.fovea.image;

import java.awt.Color;
import java.awt.Point;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.function.Function;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.Roi;

/**
 * A duplicate of the input with the receptive fields of places in it as rectangles. While its window is open, a click or drag anywhere moves
 * the rectangle.
 */
public final class FieldImage {

	private static final Color FIELD = Color.RED;
	private static final Color PLACE = Color.CYAN;
	private static final double PIXELS_PER_LINE = 320;

	private final ImagePlus image;
	private final Overlay before;
	private final Function<Point, Field> fields;

	/**
	 * The field of a place.
	 *
	 * @param sight what is seen
	 * @param words for the status bar
	 */
	public record Field(Sight sight, String words) {}

	/**
	 * Makes the duplicate.
	 *
	 * @param view what the network saw
	 * @param planes how many are shown: one, or all
	 * @param fields finds the field of a pixel of the image
	 */
	public FieldImage(final View view, final int planes, final Function<Point, Field> fields) {
		this.fields = fields;
		final String title = Geometry.title(view.image(), "receptive-field");
		image = planes > 1 ? new Copy(view.image()).whole(title) : new Copy(view.image()).plane(title, view.plane());
		before = image.getOverlay() == null ? new Overlay() : image.getOverlay().duplicate();
	}

	/**
	 * Draws the fields of places, and nothing else.
	 *
	 * @param places pixels of the image
	 * @return the image, not shown
	 */
	public ImagePlus draw(final List<Point> places) {
		final Overlay overlay = before.duplicate();
		for (final Point place : places) {
			final Roi box = new Roi(fields.apply(place).sight().box());
			box.setStrokeColor(FIELD);
			box.setStrokeWidth(Math.max(1, image.getWidth() / PIXELS_PER_LINE));
			box.setName("receptive field");
			overlay.add(box);
			final PointRoi point = new PointRoi(place.x + 0.5, place.y + 0.5);
			point.setStrokeColor(PLACE);
			point.setName("position");
			overlay.add(point);
		}
		image.setOverlay(overlay);
		return image;
	}

	/** Follows the mouse; does nothing where there is no window. */
	public void listen() {
		if (image.getCanvas() == null) return;
		final MouseAdapter mouse = new MouseAdapter() {

			@Override
			public void mousePressed(final MouseEvent event) {
				follow(event);
			}

			@Override
			public void mouseDragged(final MouseEvent event) {
				follow(event);
			}
		};
		image.getCanvas().addMouseListener(mouse);
		image.getCanvas().addMouseMotionListener(mouse);
	}

	private void follow(final MouseEvent event) {
		final Point place = new Point(image.getCanvas().offScreenX(event.getX()), image.getCanvas().offScreenY(event.getY()));
		if (place.x < 0 || place.y < 0 || place.x >= image.getWidth() || place.y >= image.getHeight()) return;
		draw(List.of(place));
		IJ.showStatus(fields.apply(place).words());
	}

	/**
	 * The places that a selection marks.
	 *
	 * @param image whose selection is read
	 * @return the points of a point selection, else the centre of any other selection, else the centre of the image
	 */
	public static List<Point> places(final ImagePlus image) {
		final Roi roi = image.getRoi();
		if (roi == null) return List.of(new Point(image.getWidth() / 2, image.getHeight() / 2));
		if (roi instanceof PointRoi) return List.of(roi.getContainedPoints());
		return List.of(new Point((int) roi.getBounds().getCenterX(), (int) roi.getBounds().getCenterY()));
	}
}
