package org.fovea.image;

import java.awt.Rectangle;
import java.util.Optional;

import ij.ImagePlus;
import ij.gui.Roi;

import org.fovea.FoveaException;
import org.fovea.model.InputFormat;
import org.fovea.model.PixelType;
import org.fovea.network.Tensor;

/**
 * Decides what a network sees of an image: which area, at which resolution, as which channels. One framing serves every plane of an
 * image, so that all results of a stack lie on top of each other.
 */
public final class Framing {

	private final ImagePlus image;
	private final InputFormat format;
	private final Channels channels;
	private final Optional<Roi> roi;
	private final Rectangle area;
	private final int width;
	private final int height;

	/**
	 * Settles area, resolution and channels.
	 *
	 * @param image any ImageJ image; its selection is read now, its pixels by {@link #pixels}
	 * @param format what the network takes
	 * @param extent how much of the image
	 * @param fit at which resolution
	 * @throws FoveaException if there is no image, no selection, nothing inside it, or if channels or size do not fit the network
	 */
	public Framing(final ImagePlus image, final InputFormat format, final Extent extent, final Fit fit) {
		if (image == null || image.getWidth() == 0 || image.getHeight() == 0) throw new FoveaException("Open an image first.");
		if (extent == Extent.TILES) throw new FoveaException("Tiles are not offered by this command; use area=image or area=selection.");
		this.image = image;
		this.format = format;
		channels = Channels.of(image, format.channels());
		roi = selection(image);
		if (extent == Extent.SELECTION && roi.isEmpty()) {
			throw new FoveaException("'" + image.getTitle() + "' has no selection with an area; draw one or use area=image.");
		}
		final Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
		final boolean isSelected = extent != Extent.IMAGE && roi.isPresent();
		area = isSelected ? roi.get().getBounds().intersection(whole) : whole;
		if (area.isEmpty()) throw new FoveaException("The selection lies outside the image; draw it inside.");
		final boolean resizes = fit == Fit.MODEL || fit == Fit.AUTO && format.isFixed();
		if (resizes && !format.isFixed()) {
			throw new FoveaException("The model has no size of its own to resize to; use fit=native.");
		}
		width = resizes ? format.width() : area.width;
		height = resizes ? format.height() : area.height;
		if (Math.min(width, height) < format.minimum()) {
			throw new FoveaException("The model needs at least " + format.minimum() + "×" + format.minimum() + " pixels, but " + (isSelected
				? "the selection" : "'" + image.getTitle() + "'") + " has " + width + "×" + height + "; " + (isSelected
					? "select a larger area." : "enlarge it with Image > Scale... first."));
		}
	}

	/**
	 * Where the network's input lies.
	 *
	 * @param plane of the image
	 * @return the view
	 */
	public View view(final Plane plane) {
		return new View(image, plane, area, roi, width, height, accepted(width), accepted(height));
	}

	/**
	 * Reads a plane as the network sees it.
	 *
	 * @param plane of the image
	 * @return {@code [1, C, H, W]}, values as ImageJ shows them
	 * @throws FoveaException if a pixel is NaN or infinite
	 */
	public Tensor pixels(final Plane plane) {
		final float[] pixels = new float[Math.multiplyExact(format.channels(), Math.multiplyExact(area.width, area.height))];
		channels.read(new Channels.Cut(image, plane, area), pixels);
		final Tensor cut = Tensor.of(pixels, 1, format.channels(), area.height, area.width);
		final Tensor fitted = Resampling.resize(cut, width, height);
		return Resampling.reflect(fitted, accepted(width), accepted(height));
	}

	/** @return how ImageJ stores the pixels */
	public PixelType type() {
		return switch (image.getBitDepth()) {
			case 16 -> PixelType.SHORT;
			case 32 -> PixelType.FLOAT;
			default -> PixelType.BYTE;
		};
	}

	/** @return the part of the image that the network sees */
	public Rectangle area() {
		return new Rectangle(area);
	}

	private int accepted(final int side) {
		return format.isFixed() ? side : format.accepted(side);
	}

	private static Optional<Roi> selection(final ImagePlus image) {
		return Optional.ofNullable(image.getRoi()).filter(r -> r.isArea() && !r.getBounds().isEmpty()).map(r -> (Roi) r.clone());
	}
}
