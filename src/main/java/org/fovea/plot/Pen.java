package org.fovea.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;

/** Where a plot is drawn: a bitmap or a vector file. Coordinates are pixels, downwards from the upper left corner. */
interface Pen {

	/** Where a text's anchor lies. */
	enum Anchor {
		START, MIDDLE, END
	}

	/**
	 * Fills a shape.
	 *
	 * @param shape in pixels
	 * @param color with its opacity
	 */
	void fill(Shape shape, Color color);

	/**
	 * Draws an outline.
	 *
	 * @param shape in pixels
	 * @param color with its opacity
	 * @param width of the line
	 */
	void outline(Shape shape, Color color, double width);

	/**
	 * Writes horizontally.
	 *
	 * @param text one line
	 * @param x of the anchor
	 * @param y of the baseline
	 * @param style of the letters
	 * @param anchor what of the text lies at x
	 */
	void write(String text, double x, double y, Style style, Anchor anchor);

	/**
	 * Writes upwards.
	 *
	 * @param text one line, its middle at y
	 * @param x of the baseline
	 * @param y of the middle
	 * @param style of the letters
	 */
	void writeUpwards(String text, double x, double y, Style style);

	/**
	 * Limits what follows.
	 *
	 * @param area nothing is drawn outside it
	 */
	void clip(Rectangle2D area);

	/** Ends the last {@link #clip}. */
	void unclip();
}
