package org.fovea.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.BitSet;
import java.util.Random;
import java.util.function.IntFunction;

import org.fovea.plot.Legend.Entry;
import org.fovea.plot.Pen.Anchor;

/** Draws scatter plots: the same picture on a screen, in a file of pixels, and as SVG. */
public final class ScatterPlot {

	private static final Style TITLE = new Style(14, true, new Color(0x222222));
	private static final Style AXIS = new Style(12, false, new Color(0x222222));
	private static final Style TICK = new Style(11, false, new Color(0x444444));
	private static final Color GRID = new Color(0xececec);
	private static final Color FRAME = new Color(0x888888);
	private static final Color RING = new Color(0x222222);
	private static final double LINE = 18;
	private static final double DENSE_LINE = 13;
	private static final int SCALE_STEPS = 60;
	private static final int MANY = 2_000;

	private ScatterPlot() {
	}

	/**
	 * Paints pixels.
	 *
	 * @param page what lies where
	 * @param selected the points that are ringed, while the others fade
	 * @param magnification output pixels for each pixel of the page: 1 for screens, 2 or more for print
	 * @return an RGB picture
	 */
	public static BufferedImage image(final Page page, final BitSet selected, final double magnification) {
		final BufferedImage image = new BufferedImage((int) Math.round(page.width() * magnification), (int) Math.round(page.height() *
			magnification), BufferedImage.TYPE_INT_RGB);
		final Graphics2D graphics = image.createGraphics();
		try {
			graphics.scale(magnification, magnification);
			draw(page, selected, new GraphicsPen(graphics));
		}
		finally {
			graphics.dispose();
		}
		return image;
	}

	/**
	 * Writes a vector graphic.
	 *
	 * @param page what lies where
	 * @param selected as for {@link #image}
	 * @return an SVG document
	 */
	public static String svg(final Page page, final BitSet selected) {
		final SvgPen pen = new SvgPen(page.width(), page.height());
		draw(page, selected, pen);
		return pen.document();
	}

	private static void draw(final Page page, final BitSet selected, final Pen pen) {
		pen.fill(new Rectangle2D.Double(0, 0, page.width(), page.height()), Color.WHITE);
		drawAxes(page, pen);
		pen.clip(page.axes());
		drawPoints(page, selected, pen);
		pen.unclip();
		pen.outline(page.axes(), FRAME, 1);
		final Rectangle2D axes = page.axes();
		pen.write(TITLE.fitted(page.scatter().title(), page.width() - axes.getMinX() - 8), axes.getMinX(), axes.getMinY() - 12, TITLE, Anchor.START);
		drawLegend(page, pen);
	}

	private static void drawAxes(final Page page, final Pen pen) {
		final Rectangle2D axes = page.axes();
		final Viewport seen = page.viewport();
		final Ticks horizontal = Ticks.between(seen.minX(), seen.maxX(), (int) (axes.getWidth() / 80));
		for (final double value : horizontal.values()) {
			final double x = page.horizontal(value);
			pen.outline(new Line2D.Double(x, axes.getMinY(), x, axes.getMaxY()), GRID, 1);
			pen.write(horizontal.text(value), x, axes.getMaxY() + 16, TICK, Anchor.MIDDLE);
		}
		final Ticks vertical = Ticks.between(seen.minY(), seen.maxY(), (int) (axes.getHeight() / 60));
		for (final double value : vertical.values()) {
			final double y = page.vertical(value);
			pen.outline(new Line2D.Double(axes.getMinX(), y, axes.getMaxX(), y), GRID, 1);
			pen.write(vertical.text(value), axes.getMinX() - 6, y + 4, TICK, Anchor.END);
		}
		pen.write(AXIS.fitted(page.scatter().horizontal(), axes.getWidth()), axes.getCenterX(), axes.getMaxY() + 38, AXIS, Anchor.MIDDLE);
		pen.writeUpwards(AXIS.fitted(page.scatter().vertical(), axes.getHeight()), 16, axes.getCenterY(), AXIS);
	}

	/** Points come in a shuffled order, always the same, so that no class covers another because it was listed later. */
	private static void drawPoints(final Page page, final BitSet selected, final Pen pen) {
		final Scatter scatter = page.scatter();
		final int[] order = shuffled(scatter.size());
		final double size = page.pointSize();
		final int alpha = scatter.size() > MANY ? 150 : 205;
		final IntFunction<Color> colors = colors(scatter.colouring());
		for (final int i : order) {
			if (!isNear(page, i, size)) continue;
			final Color color = colors.apply(i);
			final boolean isFaded = !selected.isEmpty() && !selected.get(i);
			pen.fill(marker(scatter.colouring(), i).at(page.px(i), page.py(i), size), new Color(color.getRed(), color.getGreen(), color.getBlue(),
				isFaded ? 45 : alpha));
		}
		selected.stream().filter(i -> i < scatter.size() && isNear(page, i, size)).forEach(i -> pen.outline(new Ellipse2D.Double(page.px(i) - size *
			0.75, page.py(i) - size * 0.75, size * 1.5, size * 1.5), RING, 1));
	}

	private static boolean isNear(final Page page, final int point, final double size) {
		return page.axes().intersects(page.px(point) - size, page.py(point) - size, 2 * size, 2 * size);
	}

	private static int[] shuffled(final int size) {
		final int[] order = new int[size];
		final Random random = new Random(1);
		for (int i = 0; i < size; i++) {
			final int j = random.nextInt(i + 1);
			order[i] = order[j];
			order[j] = i;
		}
		return order;
	}

	private static IntFunction<Color> colors(final Colouring colouring) {
		if (colouring instanceof final Colouring.Classes classes) {
			return classes.labels().isEmpty() ? point -> Palette.color(0) : point -> Palette.color(classes.at(point));
		}
		final Colouring.Quantity quantity = (Colouring.Quantity) colouring;
		final double min = quantity.min();
		final double range = quantity.max() - min;
		return point -> {
			final double value = quantity.values()[point];
			if (!Double.isFinite(value)) return Palette.UNKNOWN;
			return Palette.scale(range > 0 ? (value - min) / range : 0.5);
		};
	}

	private static Marker marker(final Colouring colouring, final int point) {
		return colouring instanceof final Colouring.Classes classes ? Palette.marker(classes.at(point)) : Marker.CIRCLE;
	}

	private static void drawLegend(final Page page, final Pen pen) {
		final Legend legend = Legend.of(page.scatter());
		final double left = page.axes().getMaxX() + 16;
		final double room = page.width() - left - 6;
		double y = page.axes().getMinY() + 10;
		if (!legend.entries().isEmpty() && !legend.name().isBlank()) {
			pen.write(Legend.HEADING.fitted(legend.name(), room), left, y, Legend.HEADING, Anchor.START);
			y += LINE;
		}
		final double height = page.axes().getMaxY() - LINE * legend.notes().size() - LINE / 2 - y;
		final boolean isDense = legend.entries().size() * LINE > height;
		final double line = isDense ? DENSE_LINE : LINE;
		for (final Entry entry : legend.shown((int) (height / line))) {
			y = drawEntry(entry, left, y, room, line, isDense ? Legend.DENSE : Legend.TEXT, pen);
		}
		y += LINE / 2;
		for (final String note : legend.notes()) {
			pen.write(Legend.NOTE.fitted(note, room), left, y, Legend.NOTE, Anchor.START);
			y += LINE;
		}
	}

	private static double drawEntry(final Entry entry, final double left, final double y, final double room, final double line,
		final Style style, final Pen pen)
	{
		if (entry instanceof final Entry.Symbol symbol) {
			pen.fill(Palette.marker(symbol.index()).at(left + 5, y - 4, Math.min(9, style.size())), Palette.color(symbol.index()));
			pen.write(symbol.fitted(style, room - 16), left + 16, y, style, Anchor.START);
			return y + line;
		}
		if (entry instanceof final Entry.Bar bar) {
			for (int i = 0; i < SCALE_STEPS; i++) {
				pen.fill(new Rectangle2D.Double(left + i * room / SCALE_STEPS, y - 10, room / SCALE_STEPS + 0.5, 12), Palette.scale((i + 0.5) /
					SCALE_STEPS));
			}
			pen.write(bar.text(), left, y + 16, style, Anchor.START);
			pen.write(bar.end(), left + room, y + 16, style, Anchor.END);
			return y + 2 * LINE;
		}
		pen.write(entry.fitted(style, room), left, y, style, Anchor.START);
		return y + line;
	}
}
