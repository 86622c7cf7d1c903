package org.fovea.image;

import java.awt.Color;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import ij.IJ;
import ij.plugin.LutLoader;
import ij.process.LUT;

import org.fovea.FoveaException;

/**
 * Colours of maps. Fovea's own tables are laid out in the CIELAB space (D65) so that equal steps of evidence look like equal steps:
 * {@code heat} climbs from black over red to pale yellow with even lightness, {@code diverging} runs from blue over white to red with
 * zero in the middle. Every other name is one of ImageJ's lookup tables.
 */
public final class Luts {

	/** The technique's own: {@link #HEAT} for evidence, {@link #DIVERGING} for signed maps. */
	public static final String AUTO = "auto";

	/** From black over red to pale yellow, even in lightness. */
	public static final String HEAT = "heat";

	/** From blue over white to red, zero in the middle. */
	public static final String DIVERGING = "diverging";

	private static final List<String> BUILT_IN = List.of("Fire", "Grays", "Ice", "Spectrum", "3-3-2 RGB", "Red", "Green", "Blue", "Cyan",
		"Magenta", "Yellow", "Red/Green");

	private static final double[][] HEAT_PATH = { { 0, 0, 0 }, { 23.75, 32, -38 }, { 47.5, 62, 22 }, { 71.25, 32, 66 }, { 95, -6, 42 } };
	private static final double[][] DIVERGING_PATH = { { 32, 18, -62 }, { 64, -6, -38 }, { 97, 0, 0 }, { 64, 38, 26 }, { 32, 56, 42 } };

	private Luts() {
	}

	/** @return every name that {@link #of} takes: {@code auto}, Fovea's own, ImageJ's and the installed ones */
	public static List<String> names() {
		final List<String> names = new ArrayList<>(List.of(AUTO, HEAT, DIVERGING));
		names.addAll(BUILT_IN);
		Arrays.stream(IJ.getLuts()).filter(name -> names.stream().noneMatch(name::equalsIgnoreCase)).forEach(names::add);
		return names;
	}

	/**
	 * Finds a lookup table.
	 *
	 * @param name as in {@link #names()}, in any case
	 * @param isSigned whether {@code auto} must show negative values
	 * @return the table
	 * @throws FoveaException if there is none of that name, listing those that exist
	 */
	public static LUT of(final String name, final boolean isSigned) {
		final String known = names().stream().filter(name.strip()::equalsIgnoreCase).findFirst().orElseThrow(() -> new FoveaException(
			"There is no lookup table '" + name + "'; use one of " + String.join(", ", names()) + "."));
		return switch (known) {
			case AUTO -> path(isSigned ? DIVERGING_PATH : HEAT_PATH);
			case HEAT -> path(HEAT_PATH);
			case DIVERGING -> path(DIVERGING_PATH);
			default -> installed(known);
		};
	}

	private static LUT installed(final String name) {
		final IndexColorModel colors = LutLoader.getLut(BUILT_IN.contains(name) ? name.toLowerCase(Locale.ROOT) : name);
		if (colors == null) throw new FoveaException("ImageJ could not read its lookup table '" + name + "'; choose another.");
		return new LUT(colors, 0, 255);
	}

	private static LUT path(final double[][] lab) {
		final byte[] red = new byte[256];
		final byte[] green = new byte[256];
		final byte[] blue = new byte[256];
		for (int i = 0; i < 256; i++) {
			final double position = i / 255d * (lab.length - 1);
			final int k = Math.min(lab.length - 2, (int) position);
			final double f = position - k;
			final Color color = color(mix(lab[k][0], lab[k + 1][0], f), mix(lab[k][1], lab[k + 1][1], f), mix(lab[k][2], lab[k + 1][2], f));
			red[i] = (byte) color.getRed();
			green[i] = (byte) color.getGreen();
			blue[i] = (byte) color.getBlue();
		}
		return new LUT(red, green, blue);
	}

	private static double mix(final double from, final double to, final double fraction) {
		return from + (to - from) * fraction;
	}

	private static Color color(final double lightness, final double a, final double b) {
		final double fy = (lightness + 16) / 116;
		final double x = 0.95047 * cube(fy + a / 500);
		final double y = cube(fy);
		final double z = 1.08883 * cube(fy - b / 200);
		return new Color(gamma(3.2406 * x - 1.5372 * y - 0.4986 * z), gamma(-0.9689 * x + 1.8758 * y + 0.0415 * z),
			gamma(0.0557 * x - 0.2040 * y + 1.0570 * z));
	}

	private static double cube(final double f) {
		return f > 6 / 29d ? f * f * f : 3 * 36 / 841d * (f - 4 / 29d);
	}

	private static float gamma(final double linear) {
		final double v = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
		return (float) Math.max(0, Math.min(1, v));
	}
}
