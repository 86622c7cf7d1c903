package org.fovea.image;

import java.awt.image.BufferedImage;
import java.util.Collection;

import ij.process.LUT;

import org.fovea.network.Heatmap;

/**
 * Colours for maps that share a display range: zero to the largest value, or symmetric about zero for signed maps. Maps without any
 * evidence get the range of a full unit, so that zeros look like zeros. Immutable.
 */
public final class Shading {

	private final Scale scale;
	private final LUT lut;

	/**
	 * Settles range and colours.
	 *
	 * @param maps that share the range
	 * @param lut name of the colours, see {@link Luts}
	 */
	public Shading(final Collection<Heatmap> maps, final String lut) {
		this(maps, lut, Meaning.EVIDENCE);
	}

	/**
	 * Settles range and colours.
	 *
	 * @param maps that share the range
	 * @param lut name of the colours, see {@link Luts}
	 * @param meaning of the values
	 */
	Shading(final Collection<Heatmap> maps, final String lut, final Meaning meaning) {
		scale = Scale.of(maps, meaning);
		this.lut = Luts.of(lut, scale.isSigned());
	}

	/** @return the largest shown value */
	public double limit() {
		return scale.limit();
	}

	/** @return whether the range reaches down to minus {@link #limit} */
	public boolean isSigned() {
		return scale.isSigned();
	}

	/**
	 * The colour of a value.
	 *
	 * @param value of a map
	 * @return red, green and blue in the lower 24 bits, opaque
	 */
	public int rgb(final float value) {
		return 0xff000000 | lut.getRGB(scale.index(value));
	}

	/**
	 * Paints the values alone.
	 *
	 * @param map to be painted
	 * @return a picture of the map's size
	 */
	public BufferedImage opaque(final Heatmap map) {
		final BufferedImage picture = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_INT_RGB);
		final int[] row = new int[map.width()];
		for (int y = 0; y < map.height(); y++) {
			for (int x = 0; x < row.length; x++) row[x] = rgb(map.values()[y * row.length + x]);
			picture.setRGB(0, y, row.length, 1, row, 0, row.length);
		}
		return picture;
	}

	/**
	 * Paints the values to be laid over an image: each pixel covers as strongly as its value speaks.
	 *
	 * @param map to be painted
	 * @return a picture of the map's size
	 */
	public BufferedImage translucent(final Heatmap map) {
		final BufferedImage picture = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_INT_ARGB);
		final int[] row = new int[map.width()];
		for (int y = 0; y < map.height(); y++) {
			for (int x = 0; x < row.length; x++) {
				final float value = map.values()[y * row.length + x];
				final int alpha = (int) Math.round(255 * scale.strength(value));
				row[x] = alpha == 0 ? 0 : alpha << 24 | lut.getRGB(scale.index(value)) & 0xffffff;
			}
			picture.setRGB(0, y, row.length, 1, row, 0, row.length);
		}
		return picture;
	}
}
