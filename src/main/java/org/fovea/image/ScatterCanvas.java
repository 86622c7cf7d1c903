package org.fovea.image;

import java.awt.Color;
import java.awt.Cursor;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import ij.IJ;
import ij.gui.ImageCanvas;
import ij.gui.Roi;
import ij.gui.Toolbar;

import org.fovea.plot.Page;

/**
 * The mouse over a plot. As in every window of ImageJ the selection tools draw selections (which select points), the hand drags, the
 * magnifier and the wheel zoom; a click on a point opens what it stands for.
 */
final class ScatterCanvas extends ImageCanvas {

	private static final double REACH = 8;
	private static final double STEP = 0.5;
	private static final int CLICK = 3;
	private static final int GAP = 14;

	private final transient ScatterImage plot;
	private final transient Thumbnails thumbnails;
	private transient Consumer<String> listener = sentence -> {};
	private transient Optional<Point> pressed = Optional.empty();
	private transient Optional<Point> dragged = Optional.empty();
	/** How far the mouse was from where it was pressed: an outline that ends where it began is no click. */
	private double farthest;
	private transient OptionalInt hovered = OptionalInt.empty();
	private int mouseX;
	private int mouseY;

	ScatterCanvas(final ScatterImage plot) {
		super(plot);
		this.plot = plot;
		thumbnails = new Thumbnails(plot.source(), this::repaint);
	}

	/** Tells somebody what happens. */
	void listener(final Consumer<String> words) {
		listener = words;
	}

	/** @return the selected points, or all where none is selected */
	int[] chosen() {
		return plot.selected().isEmpty() ? IntStream.range(0, plot.page().scatter().size()).toArray() : plot.selected().stream().toArray();
	}

	/** Shows every point. */
	void showAll() {
		turn(Page.whole(plot.page().scatter(), plot.getWidth(), plot.getHeight()));
	}

	/** Magnifies about a place on the screen. */
	void zoom(final double factor, final int sx, final int sy) {
		turn(plot.page().zoomed(factor, offScreenXD(sx), offScreenYD(sy)));
	}

	/** Draws anew in another size. */
	void fit(final int width, final int height) {
		plot.deleteRoi();
		plot.turn(plot.page().resized(width, height));
		setSourceRect(new Rectangle(0, 0, width, height));
		setMagnification(1);
		setSize(width, height);
	}

	/** A selection is drawn on the screen and does not move with the points, but the selected points stay selected. */
	private void turn(final Page page) {
		plot.deleteRoi();
		plot.turn(page);
		repaint();
	}

	@Override
	public void zoomIn(final int sx, final int sy) {
		zoom(STEP, sx, sy);
	}

	@Override
	public void zoomOut(final int sx, final int sy) {
		zoom(1 / STEP, sx, sy);
	}

	@Override
	public void mousePressed(final MouseEvent event) {
		pressed = Optional.of(event.getPoint());
		farthest = 0;
		if (isHand(event)) dragged = pressed;
		else if (Toolbar.getToolId() != Toolbar.MAGNIFIER || event.isPopupTrigger()) super.mousePressed(event);
	}

	@Override
	public void mouseDragged(final MouseEvent event) {
		hovered = OptionalInt.empty();
		pressed.ifPresent(from -> farthest = Math.max(farthest, from.distance(event.getPoint())));
		if (dragged.isPresent()) {
			final Point from = dragged.get();
			turn(plot.page().dragged((event.getX() - from.x) / getMagnification(), (event.getY() - from.y) / getMagnification()));
			dragged = Optional.of(event.getPoint());
		}
		else if (Toolbar.getToolId() == Toolbar.MAGNIFIER) pressed.ifPresent(from -> plot.setRoi(box(from, event.getPoint())));
		else super.mouseDragged(event);
	}

	@Override
	public void mouseReleased(final MouseEvent event) {
		final boolean isClick = pressed.isPresent() && Math.max(farthest, pressed.get().distance(event.getPoint())) < CLICK;
		final boolean isCorner = Toolbar.getToolId() == Toolbar.POLYGON;
		final boolean wasDragged = dragged.isPresent();
		dragged = Optional.empty();
		if (!wasDragged && Toolbar.getToolId() == Toolbar.MAGNIFIER) magnify(event, isClick);
		else if (!wasDragged) {
			super.mouseReleased(event);
			if (!isClick || isCorner) select();
		}
		if (isClick && !event.isPopupTrigger() && event.getButton() == MouseEvent.BUTTON1 && Toolbar.getToolId() != Toolbar.MAGNIFIER && !isCorner) click(
			event);
		pressed = Optional.empty();
	}

	private void magnify(final MouseEvent event, final boolean isClick) {
		final Point from = pressed.orElse(event.getPoint());
		if (isClick) zoom(event.isShiftDown() || event.isAltDown() || event.getButton() != MouseEvent.BUTTON1 ? 1 / STEP : STEP, event.getX(), event
			.getY());
		else turn(plot.page().magnified(box(from, event.getPoint())));
	}

	private void select() {
		final Roi roi = plot.getRoi();
		if (roi == null || !roi.isArea() || roi.getState() == Roi.CONSTRUCTING) return;
		plot.select(plot.page().inside(roi.getPolygon()));
		listener.accept(plot.selected().cardinality() + " of " + plot.page().scatter().size() + " points selected");
	}

	private void click(final MouseEvent event) {
		final OptionalInt point = under(event);
		if (point.isPresent()) plot.source().open(point.getAsInt());
		else if (!plot.selected().isEmpty()) {
			plot.select(new int[0]);
			listener.accept(plot.page().scatter().size() + " points");
		}
	}

	@Override
	public void mouseMoved(final MouseEvent event) {
		super.mouseMoved(event);
		mouseX = event.getX();
		mouseY = event.getY();
		final OptionalInt before = hovered;
		hovered = under(event);
		if (hovered.isPresent()) {
			setCursor(Cursor.getPredefinedCursor(Cursor.HAND_CURSOR));
			IJ.showStatus(plot.source().label(hovered.getAsInt()));
			thumbnails.of(hovered.getAsInt());
		}
		if (hovered.isPresent() || before.isPresent()) repaint();
	}

	@Override
	public void mouseExited(final MouseEvent event) {
		super.mouseExited(event);
		hovered = OptionalInt.empty();
		repaint();
	}

	@Override
	public void paint(final Graphics graphics) {
		super.paint(graphics);
		if (hovered.isPresent()) paintHint((Graphics2D) graphics, hovered.getAsInt());
	}

	private void paintHint(final Graphics2D graphics, final int point) {
		final Optional<BufferedImage> picture = thumbnails.of(point);
		graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
		final String label = plot.source().label(point);
		final int textWidth = graphics.getFontMetrics().stringWidth(label);
		final int width = Math.max(textWidth, picture.map(BufferedImage::getWidth).orElse(0)) + 12;
		final int height = 22 + picture.map(p -> p.getHeight() + 6).orElse(0);
		final int x = mouseX + GAP + width > getWidth() ? Math.max(0, mouseX - GAP - width) : mouseX + GAP;
		final int y = mouseY + GAP + height > getHeight() ? Math.max(0, mouseY - GAP - height) : mouseY + GAP;
		graphics.setColor(Color.WHITE);
		graphics.fillRect(x, y, width, height);
		graphics.setColor(Color.GRAY);
		graphics.drawRect(x, y, width, height);
		graphics.setColor(Color.BLACK);
		graphics.drawString(label, x + 6, y + 15);
		picture.ifPresent(p -> graphics.drawImage(p, x + 6, y + 22, null));
	}

	private OptionalInt under(final MouseEvent event) {
		return plot.page().nearest(offScreenXD(event.getX()), offScreenYD(event.getY()), REACH);
	}

	private Rectangle box(final Point from, final Point to) {
		final Rectangle box = new Rectangle(offScreenX(from.x), offScreenY(from.y), 1, 1);
		box.add(new Rectangle(offScreenX(to.x), offScreenY(to.y), 1, 1));
		return box;
	}

	private static boolean isHand(final MouseEvent event) {
		return Toolbar.getToolId() == Toolbar.HAND || IJ.spaceBarDown() || event.getButton() == MouseEvent.BUTTON2;
	}

	/** Ends the search for pictures with the window. */
	@Override
	public void removeNotify() {
		thumbnails.close();
		super.removeNotify();
	}
}
