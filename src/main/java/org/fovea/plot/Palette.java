package org.fovea.plot;

import java.awt.Color;

/**
 * Colours that people with any colour vision can tell apart: for classes the eight of Okabe and Ito (2008, "Color universal design"), with
 * another shape for every further eight; for quantities a scale from dark blue to yellow whose lightness rises evenly (after "cividis",
 * Nuñez, Anderton and Renslow 2018, "Optimizing colormaps with consideration for color vision deficiency").
 */
final class Palette {

	/** Of points without a class. */
	static final Color UNKNOWN = new Color(0xb0b0b0);

	private static final Color[] CLASSES = { new Color(0x0072b2), new Color(0xe69f00), new Color(0x009e73), new Color(0xd55e00), new Color(
		0x56b4e9), new Color(0xcc79a7), new Color(0x000000), new Color(0xf0e442) };

	private static final Color[] SCALE = { new Color(0x00224e), new Color(0x2a3f6d), new Color(0x575d6d), new Color(0x7d7c78), new Color(
		0xa69d75), new Color(0xd3c164), new Color(0xfee838) };

	private Palette() {
	}

	/**
	 * A class's colour.
	 *
	 * @param index of the class, from 0
	 * @return its colour; shared with every eighth class, see {@link #marker}
	 */
	static Color color(final int index) {
		return index < 0 ? UNKNOWN : CLASSES[index % CLASSES.length];
	}

	/**
	 * A class's shape.
	 *
	 * @param index of the class, from 0
	 * @return its shape
	 */
	static Marker marker(final int index) {
		return index < 0 ? Marker.CIRCLE : Marker.values()[index / CLASSES.length % Marker.values().length];
	}

	/** @return how many classes look different from each other */
	static int distinct() {
		return CLASSES.length * Marker.values().length;
	}

	/**
	 * A quantity's colour.
	 *
	 * @param share of the range, 0–1
	 * @return between dark blue and yellow
	 */
	static Color scale(final double share) {
		final double at = Math.max(0, Math.min(1, share)) * (SCALE.length - 1);
		final int below = Math.min(SCALE.length - 2, (int) at);
		final double t = at - below;
		final Color a = SCALE[below];
		final Color b = SCALE[below + 1];
		return new Color(mix(a.getRed(), b.getRed(), t), mix(a.getGreen(), b.getGreen(), t), mix(a.getBlue(), b.getBlue(), t));
	}

	private static int mix(final int a, final int b, final double t) {
		return (int) Math.round(a + (b - a) * t);
	}
}
