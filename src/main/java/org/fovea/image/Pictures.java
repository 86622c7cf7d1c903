package org.fovea.image;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
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
 * @param depth how pixels are stored, and the range in which all but 8-bit and RGB pictures are shown
 */
public record Pictures(Depth depth) {

	/**
	 * Pixels as the window stores them.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @return the nearest values that can be stored; 32-bit pixels as they are
	 */
	public Tensor rounded(final Tensor pixels) {
		if (depth.spacing() == 0) return pixels;
		final float[] result = new float[pixels.length()];
		for (int i = 0; i < result.length; i++) result[i] = (float) (depth.origin() + depth.spacing() * code(pixels.data()[i]));
		return Tensor.of(result, pixels.shape());
	}

	/**
	 * The largest value of pictures.
	 *
	 * @param pixels of any shape
	 * @return at least the smallest positive number
	 */
	public static double largest(final Tensor pixels) {
		double largest = Double.MIN_NORMAL;
		for (final float value : pixels.data()) largest = Math.max(largest, value);
		return largest;
	}

	/**
	 * Resizes pictures as images are resized for networks.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @param width of the result
	 * @param height of the result
	 * @return the argument itself when the size is already right
	 */
	public static Tensor resized(final Tensor pixels, final int width, final int height) {
		return Resampling.resize(pixels, width, height);
	}

	/**
	 * Adds mirrored pixels at the right and at the bottom.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @param width of the result, at least W
	 * @param height of the result, at least H
	 * @return the view that mirrors so, and brings gradients back
	 */
	public static View mirror(final Tensor pixels, final int width, final int height) {
		return new View(new ImagePlus(), new Plane(1, 1), new Rectangle(pixels.size(3), pixels.size(2)), Optional.empty(), pixels.size(3), pixels
			.size(2), width, height);
	}

	private int code(final double value) {
		final int largest = depth.type() == PixelType.BYTE ? 255 : 65535;
		return (int) Math.max(0, Math.min(largest, Math.rint((value - depth.origin()) / depth.spacing())));
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
			if (depth.type() != PixelType.BYTE) show(image);
			return image;
		}
		image.setDimensions(channels, pixels.size(0), 1);
		final CompositeImage composite = new CompositeImage(image, channels <= 7 ? CompositeImage.COMPOSITE : CompositeImage.GRAYSCALE);
		composite.setOpenAsHyperStack(true);
		for (int c = 1; c <= channels && depth.type() != PixelType.BYTE; c++) {
			composite.setC(c);
			show(composite);
		}
		composite.setC(1);
		return composite;
	}

	/**
	 * Makes an image of pictures that lie in another, calibrated alike.
	 *
	 * @param view where the pictures lie
	 * @param technique for the title
	 * @param labels of the slices, one for each picture
	 * @param pixels {@code [N, C, H, W]}, of the view's size
	 * @return the image, not shown
	 */
	public ImagePlus image(final View view, final String technique, final List<String> labels, final Tensor pixels) {
		final ImagePlus image = image(Geometry.title(view.image(), technique), labels, pixels);
		final Calibration own = view.image().getCalibration();
		final Calibration calibration = Geometry.calibration(view, view.area().getWidth() / view.width(), view.area().getHeight() / view.height());
		if (depth.type() == PixelType.SHORT && own.calibrated()) calibration.setFunction(own.getFunction(), own.getCoefficients(), own.getValueUnit());
		image.setCalibration(calibration);
		return image;
	}

	/** Display ranges are set in stored values. */
	private void show(final ImagePlus image) {
		final double a = stored(depth.low());
		final double b = stored(depth.high());
		image.setDisplayRange(Math.min(a, b), Math.max(a, b));
	}

	private double stored(final double value) {
		return depth.spacing() == 0 ? value : (value - depth.origin()) / depth.spacing();
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
		return depth.type() == PixelType.BYTE && pixels.size(1) == 3;
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
		switch (depth.type()) {
			case BYTE -> {
				final byte[] bytes = new byte[plane];
				for (int i = 0; i < plane; i++) bytes[i] = (byte) code(values[start + i]);
				return new ByteProcessor(width, height, bytes);
			}
			case SHORT -> {
				final short[] shorts = new short[plane];
				for (int i = 0; i < plane; i++) shorts[i] = (short) code(values[start + i]);
				return new ShortProcessor(width, height, shorts, null);
			}
			default -> {
				return new FloatProcessor(width, height, Arrays.copyOfRange(values, start, start + plane));
			}
		}
	}
}
