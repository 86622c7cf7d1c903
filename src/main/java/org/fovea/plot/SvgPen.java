package org.fovea.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/** Writes SVG 1.1, where text stays text. */
final class SvgPen implements Pen {

	private final StringBuilder body = new StringBuilder();
	private final int width;
	private final int height;
	private int clips;

	/**
	 * An empty page.
	 *
	 * @param width in pixels
	 * @param height in pixels
	 */
	SvgPen(final int width, final int height) {
		this.width = width;
		this.height = height;
	}

	/** @return the document */
	String document() {
		return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"" + width +
			"\" height=\"" + height + "\" viewBox=\"0 0 " + width + " " + height + "\" font-family=\"sans-serif\">\n" + body + "</svg>\n";
	}

	@Override
	public void fill(final Shape shape, final Color color) {
		element(shape, "fill=\"" + hex(color) + "\"" + opacity("fill", color));
	}

	@Override
	public void outline(final Shape shape, final Color color, final double lineWidth) {
		element(shape, "fill=\"none\" stroke=\"" + hex(color) + "\" stroke-width=\"" + number(lineWidth) + "\"" + opacity("stroke", color));
	}

	@Override
	public void write(final String text, final double x, final double y, final Style style, final Anchor anchor) {
		text(text, style, anchor, "x=\"" + number(x) + "\" y=\"" + number(y) + "\"");
	}

	@Override
	public void writeUpwards(final String text, final double x, final double y, final Style style) {
		text(text, style, Anchor.MIDDLE, "transform=\"translate(" + number(x) + "," + number(y) + ") rotate(-90)\"");
	}

	@Override
	public void clip(final Rectangle2D area) {
		final String id = "clip" + ++clips;
		body.append("<clipPath id=\"").append(id).append("\">");
		element(area, "");
		body.append("</clipPath>\n<g clip-path=\"url(#").append(id).append(")\">\n");
	}

	@Override
	public void unclip() {
		body.append("</g>\n");
	}

	private void text(final String text, final Style style, final Anchor anchor, final String place) {
		body.append("<text ").append(place).append(" font-size=\"").append(number(style.size())).append('"');
		if (style.isBold()) body.append(" font-weight=\"bold\"");
		if (anchor != Anchor.START) body.append(" text-anchor=\"").append(anchor == Anchor.END ? "end" : "middle").append('"');
		body.append(" fill=\"").append(hex(style.color())).append("\">").append(escaped(text)).append("</text>\n");
	}

	private void element(final Shape shape, final String look) {
		if (shape instanceof final Ellipse2D circle) {
			body.append("<ellipse cx=\"").append(number(circle.getCenterX())).append("\" cy=\"").append(number(circle.getCenterY())).append("\" rx=\"")
				.append(number(circle.getWidth() / 2)).append("\" ry=\"").append(number(circle.getHeight() / 2)).append("\" ");
		}
		else if (shape instanceof final Rectangle2D box) {
			body.append("<rect x=\"").append(number(box.getX())).append("\" y=\"").append(number(box.getY())).append("\" width=\"").append(number(box
				.getWidth())).append("\" height=\"").append(number(box.getHeight())).append("\" ");
		}
		else body.append("<path d=\"").append(path(shape)).append("\" ");
		body.append(look).append("/>\n");
	}

	private static String path(final Shape shape) {
		final StringBuilder path = new StringBuilder();
		final double[] c = new double[6];
		for (final PathIterator i = new Path2D.Double(shape).getPathIterator(null, 0.1); !i.isDone(); i.next()) {
			final int kind = i.currentSegment(c);
			if (kind == PathIterator.SEG_CLOSE) path.append('Z');
			else path.append(kind == PathIterator.SEG_MOVETO ? 'M' : 'L').append(number(c[0])).append(' ').append(number(c[1]));
		}
		return path.toString();
	}

	private static String hex(final Color color) {
		return String.format("#%06x", color.getRGB() & 0xffffff);
	}

	private static String opacity(final String what, final Color color) {
		return color.getAlpha() == 255 ? "" : " " + what + "-opacity=\"" + number(color.getAlpha() / 255.0) + "\"";
	}

	private static String number(final double value) {
		final String text = String.format(Locale.ROOT, "%.2f", value);
		return text.replaceAll("\\.?0+$", "").isEmpty() ? "0" : text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
	}

	/** XML has no way to write most control characters, so they become spaces. */
	private static String escaped(final String text) {
		return text.replaceAll("\\p{Cntrl}", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}
}
