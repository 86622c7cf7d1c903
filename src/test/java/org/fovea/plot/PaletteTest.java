package org.fovea.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Colours as dichromats see them: linear-light matrices of Viénot, Brettel and Mollon (1999, "Digital video colourmaps for checking the
 * legibility of displays by dichromats"), differences as CIE76 ΔE in CIELAB.
 */
class PaletteTest {

	private static final double TOLD_APART = 10;

	@ParameterizedTest
	@CsvSource({ "normal, 1,0,0, 0,1,0, 0,0,1", "protan, 0.11238,0.88762,0, 0.11238,0.88762,0, 0.00401,-0.00401,1",
		"deutan, 0.29275,0.70725,0, 0.29275,0.70725,0, -0.02234,0.02234,1" })
	void classesAreToldApartByEverybody(final String eye, final double a, final double b, final double c, final double d, final double e,
		final double f, final double g, final double h, final double i)
	{
		final double[] matrix = { a, b, c, d, e, f, g, h, i };
		for (int first = 0; first < 8; first++) {
			for (int second = 0; second < first; second++) {
				final double difference = difference(lab(Palette.color(first), matrix), lab(Palette.color(second), matrix));
				assertTrue(difference > TOLD_APART, eye + " sees " + first + " and " + second + " " + difference + " apart");
			}
		}
	}

	@Test
	void moreThanEightClassesDifferInShape() {
		final Set<String> looks = new HashSet<>();
		for (int i = 0; i < Palette.distinct(); i++) looks.add(Palette.color(i) + " " + Palette.marker(i));
		assertEquals(Palette.distinct(), looks.size());
	}

	@Test
	void lightnessOfTheScaleRises() {
		final double[] normal = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
		for (int i = 1; i <= 20; i++) {
			assertTrue(lab(Palette.scale(i / 20.0), normal)[0] > lab(Palette.scale((i - 1) / 20.0), normal)[0] + 2, "step " + i);
		}
	}

	private static double difference(final double[] a, final double[] b) {
		return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
	}

	private static double[] lab(final Color color, final double[] m) {
		final double[] l = { linear(color.getRed()), linear(color.getGreen()), linear(color.getBlue()) };
		final double r = m[0] * l[0] + m[1] * l[1] + m[2] * l[2];
		final double g = m[3] * l[0] + m[4] * l[1] + m[5] * l[2];
		final double b = m[6] * l[0] + m[7] * l[1] + m[8] * l[2];
		final double x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
		final double y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
		final double z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
		return new double[] { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
	}

	private static double linear(final int value) {
		final double v = value / 255.0;
		return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
	}

	private static double root(final double t) {
		return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
	}
}
