package org.fovea.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;

/**
 * How letters look.
 *
 * @param size in pixels
 * @param isBold whether heavy
 * @param color of the letters
 */
record Style(double size, boolean isBold, Color color) {

	private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

	/** @return the font */
	Font font() {
		return new Font(Font.SANS_SERIF, isBold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size);
	}

	/**
	 * A text's width.
	 *
	 * @param text one line
	 * @return in pixels
	 */
	double width(final String text) {
		return font().getStringBounds(text, CONTEXT).getWidth();
	}

	/**
	 * A text that fits.
	 *
	 * @param text one line
	 * @param room in pixels
	 * @return the text, shortened with an ellipsis where it must be
	 */
	String fitted(final String text, final double room) {
		if (width(text) <= room) return text;
		int length = text.length();
		while (length > 0 && width(text.substring(0, length) + "…") > room) length--;
		return text.substring(0, length) + "…";
	}
}
