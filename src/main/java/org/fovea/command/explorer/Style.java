package org.fovea.command.explorer;

import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;

import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JSplitPane;
import javax.swing.UIManager;
import javax.swing.border.Border;

/** Fonts, colours and distances, all from the look and feel, so that the window fits its surroundings at any size of text. */
final class Style {

	/** Of what is under the mouse; seen on dark and bright, grey and coloured pixels. */
	static final Color MARK = new Color(0xff, 0xd4, 0x00);

	private static final float SMALL = 0.88f;
	private static final float LARGE = 1.15f;

	private Style() {
	}

	/** @return the font of labels, never bold */
	static Font font() {
		final Font font = UIManager.getFont("Label.font");
		return (font == null ? new JLabel().getFont() : font).deriveFont(Font.PLAIN);
	}

	/** @return the font of notes */
	static Font small() {
		return font().deriveFont(font().getSize2D() * SMALL);
	}

	/** @return the font of headings */
	static Font heading() {
		return font().deriveFont(Font.BOLD, font().getSize2D() * LARGE);
	}

	/**
	 * A length that grows with the text.
	 *
	 * @param ems multiples of the font's size
	 * @return pixels as Swing counts them
	 */
	static int length(final double ems) {
		return (int) Math.round(ems * font().getSize2D());
	}

	/** @return the colour of text */
	static Color text() {
		return color("Label.foreground", Color.BLACK);
	}

	/** @return the colour of less important text */
	static Color faint() {
		return mix(text(), background(), 0.36);
	}

	/** @return the colour of lists */
	static Color background() {
		return color("List.background", Color.WHITE);
	}

	/** @return the colour behind what is selected */
	static Color selection() {
		return color("List.selectionBackground", new Color(0x4a, 0x84, 0xc4));
	}

	/** @return the colour of selected text */
	static Color selectedText() {
		return color("List.selectionForeground", Color.WHITE);
	}

	/** @return the colour of fine lines */
	static Color line() {
		return mix(text(), color("Panel.background", Color.LIGHT_GRAY), 0.8);
	}

	/**
	 * A distance around something.
	 *
	 * @param vertical above and below, in multiples of the font's size
	 * @param horizontal left and right, likewise
	 * @return an empty border
	 */
	static Border padding(final double vertical, final double horizontal) {
		return BorderFactory.createEmptyBorder(length(vertical), length(horizontal), length(vertical), length(horizontal));
	}

	/**
	 * A label in plain text.
	 *
	 * @param text of the label
	 * @return the label
	 */
	static JLabel label(final String text) {
		final JLabel label = new JLabel(text);
		label.setFont(font());
		return label;
	}

	/**
	 * A label for less important text.
	 *
	 * @param text of the label
	 * @return the label
	 */
	static JLabel note(final String text) {
		final JLabel label = new JLabel(text);
		label.setFont(small());
		label.setForeground(faint());
		return label;
	}

	/**
	 * Two parts with a movable border.
	 *
	 * @param orientation as {@link JSplitPane} has it
	 * @param first left or above
	 * @param second right or below
	 * @param weight share of new room that the first part gets
	 * @return the pane
	 */
	static JSplitPane split(final int orientation, final Component first, final Component second, final double weight) {
		final JSplitPane pane = new JSplitPane(orientation, true, first, second);
		pane.setBorder(null);
		pane.setResizeWeight(weight);
		pane.setDividerSize(length(0.5));
		return pane;
	}

	/**
	 * Smooth lines and letters.
	 *
	 * @param graphics as Swing passes it
	 * @return a copy, to be disposed of
	 */
	static Graphics2D smooth(final Graphics graphics) {
		final Graphics2D g = (Graphics2D) graphics.create();
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
		g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
		return g;
	}

	/**
	 * Between two colours.
	 *
	 * @param from the first
	 * @param to the second
	 * @param fraction of the second, 0 to 1
	 * @return the mixture
	 */
	static Color mix(final Color from, final Color to, final double fraction) {
		return new Color(mix(from.getRed(), to.getRed(), fraction), mix(from.getGreen(), to.getGreen(), fraction), mix(from.getBlue(), to.getBlue(),
			fraction));
	}

	private static int mix(final int from, final int to, final double fraction) {
		return (int) Math.round(from + (to - from) * fraction);
	}

	private static Color color(final String key, final Color otherwise) {
		final Color color = UIManager.getColor(key);
		return color == null ? otherwise : color;
	}
}
