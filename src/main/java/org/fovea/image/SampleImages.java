package org.fovea.image;

import java.util.List;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.LUT;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Windows for simulated samples: RGB images and their label images, one slice for each field, calibrated in micrometres. */
public final class SampleImages {

	private static final int[] LABEL_COLOURS = { 0x000000, 0xd9534f, 0xf0c419, 0x6fa8dc, 0x7e57c2 };

	private final int width;
	private final int height;
	private final double pixelSize;

	/**
	 * Settles what all images share.
	 *
	 * @param width of a field, in pixels
	 * @param height of a field, in pixels
	 * @param pixelSize in micrometres
	 */
	public SampleImages(final int width, final int height, final double pixelSize) {
		this.width = width;
		this.height = height;
		this.pixelSize = pixelSize;
	}

	/**
	 * Makes an RGB image.
	 *
	 * @param title of the image
	 * @param fields one for each slice
	 * @return an image that shares the fields' pixels, not shown
	 */
	public ImagePlus colours(final String title, final List<ArrayImg<ARGBType, IntArray>> fields) {
		return image(title, fields.stream().<Object> map(field -> field.update(null).getCurrentStorageArray()).toList());
	}

	/**
	 * Makes a label image: 8-bit, in one colour for each label, labels 0 to 4.
	 *
	 * @param title of the image
	 * @param fields one for each slice
	 * @return an image that shares the fields' pixels, not shown
	 */
	public ImagePlus labels(final String title, final List<ArrayImg<UnsignedByteType, ByteArray>> fields) {
		final ImagePlus image = image(title, fields.stream().<Object> map(field -> field.update(null).getCurrentStorageArray()).toList());
		final byte[][] rgb = new byte[3][256];
		for (int i = 0; i < LABEL_COLOURS.length; i++) {
			for (int c = 0; c < 3; c++) rgb[c][i] = (byte) (LABEL_COLOURS[i] >> 16 - 8 * c);
		}
		image.setLut(new LUT(rgb[0], rgb[1], rgb[2]));
		image.setDisplayRange(0, 255);
		return image;
	}

	private ImagePlus image(final String title, final List<Object> pixels) {
		final ImageStack stack = new ImageStack(width, height);
		for (int i = 0; i < pixels.size(); i++) {
			stack.addSlice(pixels.size() == 1 ? null : "field " + (i + 1), pixels.get(i) instanceof final int[] rgb ? new ColorProcessor(width,
				height, rgb) : new ByteProcessor(width, height, (byte[]) pixels.get(i)));
		}
		final ImagePlus image = new ImagePlus(title, stack);
		image.getCalibration().setUnit("µm");
		image.getCalibration().pixelWidth = pixelSize;
		image.getCalibration().pixelHeight = pixelSize;
		return image;
	}
}
