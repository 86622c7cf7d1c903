package org.fovea.image;

import java.awt.Rectangle;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

/** The pixels of a view's area as the image holds them, with all channels: red, green and blue of RGB, else the plane's channels. */
public final class AreaColors {

	private static final int RGB = 3;

	private AreaColors() {
	}

	/**
	 * Reads them.
	 *
	 * @param view of the image
	 * @return by pixel of the area, row by row, then by channel
	 */
	public static double[][] of(final View view) {
		final ImagePlus image = view.image();
		final ImageStack stack = image.getStack();
		final Rectangle area = view.area();
		final boolean isRgb = image.getBitDepth() == 24;
		final int channels = isRgb ? RGB : image.getNChannels();
		final double[][] colors = new double[area.width * area.height][channels];
		for (int c = 0; c < channels; c++) {
			final ImageProcessor plane = stack.getProcessor(image.getStackIndex(isRgb ? 1 : c + 1, view.plane().slice(), view.plane().frame()));
			final ImageProcessor channel = isRgb ? ((ColorProcessor) plane).getChannel(c + 1, null) : plane;
			for (int i = 0; i < colors.length; i++) colors[i][c] = channel.getf(area.x + i % area.width, area.y + i / area.width);
		}
		return colors;
	}
}
