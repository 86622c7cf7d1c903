package org.fovea.image;

import java.awt.Rectangle;
import java.awt.image.IndexColorModel;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;

import org.fovea.FoveaException;

/**
 * How an image's pixels become a network's channels. Values are ImageJ's own: 8-bit and RGB 0–255, 32-bit as they are, 16-bit as they
 * are or, where the image carries a calibration function (signed 16-bit, Hounsfield units), as the status bar shows them. The 0–255 of an
 * 8-bit image stay what they are, whatever its density calibration says: networks were trained on them.
 */
enum Channels {

	/** Red, green and blue of an RGB image. */
	RGB {

		@Override
		void read(final Cut cut, final float[] pixels) {
			final ImageProcessor ip = cut.processor(1);
			final Rectangle area = cut.area();
			final int size = area.width * area.height;
			for (int i = 0; i < size; i++) {
				final int rgb = ip.get(area.x + i % area.width, area.y + i / area.width);
				put(pixels, i, size, rgb);
			}
		}
	},

	/** The colours that the indices of an 8-bit colour image stand for. */
	PALETTE {

		@Override
		void read(final Cut cut, final float[] pixels) {
			final ImageProcessor ip = cut.processor(1);
			final IndexColorModel palette = (IndexColorModel) ip.getColorModel();
			final Rectangle area = cut.area();
			final int size = area.width * area.height;
			for (int i = 0; i < size; i++) {
				put(pixels, i, size, palette.getRGB(ip.get(area.x + i % area.width, area.y + i / area.width)));
			}
		}
	},

	/** The channels of a multi-channel image, or the only one of a grey image. */
	ALL {

		@Override
		void read(final Cut cut, final float[] pixels) {
			final int channels = cut.image().getNChannels();
			for (int c = 1; c <= channels; c++) numbers(cut, c, pixels, (c - 1) * cut.area().width * cut.area().height);
		}
	},

	/** The channel that a multi-channel image shows when it shows one at a time. */
	SHOWN {

		@Override
		void read(final Cut cut, final float[] pixels) {
			numbers(cut, cut.image().getC(), pixels, 0);
		}
	};

	/**
	 * What is read: an area of a plane.
	 *
	 * @param image the image
	 * @param plane of the image
	 * @param area inside the image
	 */
	record Cut(ImagePlus image, Plane plane, Rectangle area) {

		private ImageProcessor processor(final int channel) {
			final ImageStack stack = image.getStack();
			return stack.getProcessor(image.getStackIndex(channel, plane.slice(), plane.frame()));
		}
	}

	/**
	 * Reads the pixels.
	 *
	 * @param cut where
	 * @param pixels receives channel after channel, row after row
	 */
	abstract void read(Cut cut, float[] pixels);

	/**
	 * Finds how an image can feed a network, or says why it cannot.
	 *
	 * @param image the image
	 * @param wanted the network's channels
	 * @return the way
	 * @throws FoveaException if the image must be converted first, saying how
	 */
	static Channels of(final ImagePlus image, final int wanted) {
		final int type = image.getType();
		final int channels = image.getNChannels();
		if (type == ImagePlus.COLOR_RGB) {
			if (wanted == 3) return RGB;
			throw unfit(image, wanted, "is RGB", wanted == 1 ? "convert it with Image > Type > 8-bit"
				: "make a " + wanted + "-channel image with Image > Color > Merge Channels...");
		}
		if (type == ImagePlus.COLOR_256) {
			if (wanted == 3) return PALETTE;
			throw unfit(image, wanted, "is 8-bit colour", wanted == 1 ? "convert it with Image > Type > RGB Color and then Image > Type > 8-bit"
				: "make a " + wanted + "-channel image with Image > Color > Merge Channels...");
		}
		if (channels == wanted) return ALL;
		if (wanted == 1) {
			if (!(image instanceof final CompositeImage composite) || composite.getMode() != CompositeImage.COMPOSITE) return SHOWN;
			throw unfit(image, wanted, "shows " + channels + " channels at once",
				"show one of them (Image > Color > Channels Tool..., Color or Grayscale) or split them with Image > Color > Split Channels");
		}
		final String has = channels == 1 ? "has one" : "has " + channels;
		if (channels == 1 && wanted == 3) throw unfit(image, wanted, has, image.getStackSize() == 3
			? "if its 3 slices are channels use Image > Hyperstacks > Stack to Hyperstack..., otherwise convert it with Image > Type > RGB Color"
			: "convert it with Image > Type > RGB Color");
		throw unfit(image, wanted, has, "make a " + wanted + "-channel image with Image > Duplicate... or Image > Color > Merge Channels...");
	}

	private static FoveaException unfit(final ImagePlus image, final int wanted, final String is, final String remedy) {
		return new FoveaException("The model takes " + (wanted == 1 ? "1 channel" : wanted + " channels") + ", but '" + image.getTitle() + "' " +
			is + "; " + remedy + " first.");
	}

	private static void numbers(final Cut cut, final int channel, final float[] pixels, final int offset) {
		final ImageProcessor ip = cut.processor(channel);
		final float[] table = ip.getBitDepth() == 16 ? cut.image().getCalibration().getCTable() : null;
		final Rectangle area = cut.area();
		for (int y = 0, i = offset; y < area.height; y++) {
			for (int x = 0; x < area.width; x++, i++) {
				final float value = table == null ? ip.getf(area.x + x, area.y + y) : table[ip.get(area.x + x, area.y + y)];
				if (!Float.isFinite(value)) throw notFinite(cut, area.x + x, area.y + y);
				pixels[i] = value;
			}
		}
	}

	private static FoveaException notFinite(final Cut cut, final int x, final int y) {
		final String label = cut.plane().label(cut.image());
		final String where = label.isEmpty() ? "" : " of " + label;
		return new FoveaException("'" + cut.image().getTitle() + "' has no number at x=" + x + ", y=" + y + where +
			" (NaN or infinity); fill such pixels with Process > Noise > Remove NaNs... or select an area without them.");
	}

	private static void put(final float[] pixels, final int i, final int size, final int rgb) {
		pixels[i] = rgb >> 16 & 0xff;
		pixels[size + i] = rgb >> 8 & 0xff;
		pixels[2 * size + i] = rgb & 0xff;
	}
}
