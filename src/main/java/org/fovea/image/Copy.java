package org.fovea.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;

/**
 * A duplicate of an image that, unlike ImageJ's Duplicator, is never cropped to the selection: one plane with all its channels, or
 * everything. Colours, display ranges, calibration, overlay, labels and information come along.
 */
final class Copy {

	private final ImagePlus image;

	Copy(final ImagePlus image) {
		this.image = image;
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
		final ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
		for (int t = t1; t <= t2; t++) {
			for (int z = z1; z <= z2; z++) {
				for (int c = 1; c <= image.getNChannels(); c++) {
					final int index = image.getStackIndex(c, z, t);
					stack.addSlice(source.getSliceLabel(index), source.getProcessor(index).duplicate());
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
		result.setPosition(like.getC(), 1, 1);
		result.updateAndDraw();
		return result;
	}
}
