package org.fovea.image;

import java.util.Arrays;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import org.fovea.model.PixelType;
import org.fovea.network.Tensor;

/**
 * Windows for pictures that were made rather than taken: three 8-bit channels as RGB, one channel as a grey image, any other number as a
 * composite; one slice for each picture. Pixels are rounded as the window stores them, so that a picture classified again is what is seen.
 *
 * @param type how pixels are stored
 * @param low smallest value shown; 8-bit and RGB show all of theirs
 * @param high largest value shown
 */
public record Pictures(PixelType type, double low, double high) {

	/**
	 * Pixels as the window stores them.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @return rounded to whole numbers and cut off at the ends of the type; 32-bit pixels as they are
	 */
	public Tensor rounded(final Tensor pixels) {
		if (type == PixelType.FLOAT) return pixels;
		final float[] result = new float[pixels.length()];
		for (int i = 0; i < result.length; i++) result[i] = Math.max(0, Math.min(largest(), Math.round(pixels.data()[i])));
		return Tensor.of(result, pixels.shape());
	}

	/**
	 * Makes an image.
	 *
	 * @param title of the image
	 * @param labels of the slices, one for each picture
	 * @param pixels {@code [N, C, H, W]}
	 * @return the image, not shown
	 */
	public ImagePlus image(final String title, final List<String> labels, final Tensor pixels) {
		final boolean isColour = isColour(pixels);
		final int channels = isColour ? 1 : pixels.size(1);
		final ImageStack stack = new ImageStack(pixels.size(3), pixels.size(2));
		final Tensor rounded = rounded(pixels);
		for (int n = 0; n < pixels.size(0); n++) {
			for (int c = 0; c < channels; c++) stack.addSlice(labels.get(n), processor(rounded, n, c, isColour));
		}
		final ImagePlus image = new ImagePlus(title, stack);
		if (channels == 1) {
			if (type != PixelType.BYTE) image.setDisplayRange(low, high);
			return image;
		}
		image.setDimensions(channels, pixels.size(0), 1);
		final CompositeImage composite = new CompositeImage(image, channels <= 7 ? CompositeImage.COMPOSITE : CompositeImage.GRAYSCALE);
		composite.setOpenAsHyperStack(true);
		for (int c = 1; c <= channels && type != PixelType.BYTE; c++) {
			composite.setC(c);
			composite.setDisplayRange(low, high);
		}
		composite.setC(1);
		return composite;
	}

	/**
	 * Replaces the pixels of an image that {@link #image} made.
	 *
	 * @param image of as many pictures of the same size
	 * @param pixels {@code [N, C, H, W]}
	 */
	public void update(final ImagePlus image, final Tensor pixels) {
		final boolean isColour = isColour(pixels);
		final int channels = isColour ? 1 : pixels.size(1);
		final Tensor rounded = rounded(pixels);
		for (int n = 0; n < pixels.size(0); n++) {
			for (int c = 0; c < channels; c++) image.getStack().setPixels(processor(rounded, n, c, isColour).getPixels(), n * channels + c + 1);
		}
		if (image instanceof final CompositeImage composite) composite.reset();
		else image.getProcessor().setPixels(image.getStack().getPixels(image.getCurrentSlice()));
	}

	private boolean isColour(final Tensor pixels) {
		return type == PixelType.BYTE && pixels.size(1) == 3;
	}

	private int largest() {
		return type == PixelType.BYTE ? 255 : 65535;
	}

	private ImageProcessor processor(final Tensor pixels, final int n, final int c, final boolean isColour) {
		final int width = pixels.size(3);
		final int height = pixels.size(2);
		final int plane = width * height;
		final int start = (n * pixels.size(1) + c) * plane;
		final float[] values = pixels.data();
		if (isColour) {
			final int[] rgb = new int[plane];
			for (int i = 0; i < plane; i++) {
				rgb[i] = 0xff000000 | (int) values[start + i] << 16 | (int) values[start + plane + i] << 8 | (int) values[start + 2 * plane + i];
			}
			return new ColorProcessor(width, height, rgb);
		}
		switch (type) {
			case BYTE -> {
				final byte[] bytes = new byte[plane];
				for (int i = 0; i < plane; i++) bytes[i] = (byte) (int) values[start + i];
				return new ByteProcessor(width, height, bytes);
			}
			case SHORT -> {
				final short[] shorts = new short[plane];
				for (int i = 0; i < plane; i++) shorts[i] = (short) (int) values[start + i];
				return new ShortProcessor(width, height, shorts, null);
			}
			default -> {
				return new FloatProcessor(width, height, Arrays.copyOfRange(values, start, start + plane));
			}
		}
	}
}
