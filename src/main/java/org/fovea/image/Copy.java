package org.fovea.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.process.ImageProcessor;

/**
 * A duplicate of an image that, unlike ImageJ's Duplicator, is never cropped to the selection: one plane with all its channels, or
 * everything. Colours, display ranges, calibration, overlay, labels and information come along.
 */
final class Copy {

	private final ImagePlus image;
	private final Rectangle area;

	Copy(final ImagePlus image) {
		this(image, new Rectangle(image.getWidth(), image.getHeight()));
	}

	/** Of an area only; overlays lie where they lay in the image, so such copies are for what has none. */
	private Copy(final ImagePlus image, final Rectangle area) {
		this.image = image;
		this.area = area;
	}

	/**
	 * What ImageJ shows of an area of a plane, without overlay.
	 *
	 * @return a picture of the area's size
	 */
	static BufferedImage picture(final ImagePlus image, final Plane plane, final Rectangle area) {
		final int z = plane.slice();
		final int t = plane.frame();
		return new Copy(image, area).copy("", z, z, t, t, null).getBufferedImage();
	}

	/** Every plane. */
	ImagePlus whole(final String title) {
		final Overlay overlay = image.getOverlay() == null ? null : image.getOverlay().duplicate();
		final ImagePlus copy = copy(title, 1, image.getNSlices(), 1, image.getNFrames(), overlay);
		if (image.isHyperStack() && !copy.isHyperStack()) copy.setOpenAsHyperStack(true);
		return copy;
	}

	/** One plane. */
	ImagePlus plane(final String title, final Plane plane) {
		final int z = plane.slice();
		final int t = plane.frame();
		Overlay overlay = image.getOverlay();
		if (overlay != null) {
			overlay = overlay.duplicate();
			if (image.getStackSize() > 1) {
				if (image.isHyperStack()) overlay.crop(1, image.getNChannels(), z, z, t, t);
				else overlay.crop(image.getStackIndex(1, z, t), image.getStackIndex(1, z, t));
			}
		}
		return copy(title, z, z, t, t, overlay);
	}

	private ImagePlus copy(final String title, final int z1, final int z2, final int t1, final int t2, final Overlay overlay) {
		final ImageStack source = image.getStack();
		final ImageStack stack = new ImageStack(area.width, area.height);
		for (int t = t1; t <= t2; t++) {
			for (int z = z1; z <= z2; z++) {
				for (int c = 1; c <= image.getNChannels(); c++) {
					final int index = image.getStackIndex(c, z, t);
					final ImageProcessor ip = source.getProcessor(index);
					ip.setRoi(area);
					stack.addSlice(source.getSliceLabel(index), ip.crop());
				}
			}
		}
		ImagePlus copy = new ImagePlus(title, stack);
		copy.setDimensions(image.getNChannels(), z2 - z1 + 1, t2 - t1 + 1);
		if (image instanceof final CompositeImage composite && stack.size() > 1) copy = composite(copy, composite);
		else if (image.getBitDepth() != 24) {
			copy.setLut(image.getProcessor().getLut());
			copy.setDisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax());
		}
		copy.setCalibration(image.getCalibration().copy());
		if (image.getInfoProperty() != null) copy.setProperty("Info", image.getInfoProperty());
		copy.setOverlay(overlay);
		return copy;
	}

	private static ImagePlus composite(final ImagePlus copy, final CompositeImage like) {
		final CompositeImage result = new CompositeImage(copy, like.getMode());
		result.setLuts(like.getLuts());
		System.arraycopy(like.getActiveChannels(), 0, result.getActiveChannels(), 0, like.getActiveChannels().length);
		result.setPosition(like.getC(), 1, 1);
		result.updateAndDraw();
		return result;
	}
}
