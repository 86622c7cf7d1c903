package org.fovea.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/** Draws with AWT, on bitmaps. */
final class GraphicsPen implements Pen {

	private final Graphics2D graphics;
	private Shape before;

	/** @param graphics of the bitmap; disposed of by the caller */
	GraphicsPen(final Graphics2D graphics) {
		this.graphics = graphics;
		graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
		graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
		graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
		before = graphics.getClip();
	}

	@Override
	public void fill(final Shape shape, final Color color) {
		graphics.setColor(color);
		graphics.fill(shape);
	}

	@Override
	public void outline(final Shape shape, final Color color, final double width) {
		graphics.setColor(color);
		graphics.setStroke(new BasicStroke((float) width));
		graphics.draw(shape);
	}

	@Override
	public void write(final String text, final double x, final double y, final Style style, final Anchor anchor) {
		final double shift = switch (anchor) {
			case START -> 0;
			case MIDDLE -> style.width(text) / 2;
			case END -> style.width(text);
		};
		graphics.setFont(style.font());
		graphics.setColor(style.color());
		graphics.drawString(text, (float) (x - shift), (float) y);
	}

	@Override
	public void writeUpwards(final String text, final double x, final double y, final Style style) {
		final AffineTransform upright = graphics.getTransform();
		graphics.rotate(-Math.PI / 2, x, y);
		write(text, x, y, style, Anchor.MIDDLE);
		graphics.setTransform(upright);
	}

	@Override
	public void clip(final Rectangle2D area) {
		before = graphics.getClip();
		graphics.clip(area);
	}

	@Override
	public void unclip() {
		graphics.setClip(before);
	}
}
