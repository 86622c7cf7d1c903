package org.fovea.image;

import java.awt.Rectangle;
import java.util.Optional;

import ij.ImagePlus;
import ij.gui.Roi;

import org.fovea.FoveaException;
import org.fovea.model.InputFormat;
import org.fovea.model.Layout;
import org.fovea.model.Model;
import org.fovea.model.PixelType;
import org.fovea.network.Picture;
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
	 * Settles area, resolution and channels, by the selection that the image has now.
	 *
	 * @param image any ImageJ image; its pixels are read by {@link #pixels}
	 * @param format what the network takes
	 * @param extent how much of the image
	 * @param fit at which resolution
	 * @throws FoveaException if there is no image, no selection, nothing inside it, or if channels or size do not fit the network
	 */
	public Framing(final ImagePlus image, final InputFormat format, final Extent extent, final Fit fit) {
		this(image, selection(image), format, extent, fit);
	}

	/**
	 * Settles area, resolution and channels, by a selection that was read earlier: work that looks at an image more than once, or later than it
	 * was asked for, must not follow what is drawn meanwhile.
	 *
	 * @param image any ImageJ image; its pixels are read by {@link #pixels}
	 * @param selection of the image, as {@link #selection} gave it
	 * @param format what the network takes
	 * @param extent how much of the image
	 * @param fit at which resolution
	 * @throws FoveaException if there is no image, no selection, nothing inside it, or if channels or size do not fit the network
	 */
	public Framing(final ImagePlus image, final Optional<Roi> selection, final InputFormat format, final Extent extent, final Fit fit) {
		if (image == null || image.getWidth() == 0 || image.getHeight() == 0) throw new FoveaException("Open an image first.");
		this.image = image;
		this.format = format;
		channels = Channels.of(image, format.channels());
		roi = selection;
		if (extent == Extent.SELECTION && roi.isEmpty()) {
			throw new FoveaException("'" + image.getTitle() + "' has no selection with an area; draw one or use area=image.");
		}
		final Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
		final boolean isSelected = (extent == Extent.AUTO || extent == Extent.SELECTION) && roi.isPresent();
		area = isSelected ? roi.get().getBounds().intersection(whole) : whole;
		if (area.isEmpty()) throw new FoveaException("The selection lies outside the image; draw it inside.");
		final boolean resizes = fit == Fit.MODEL || fit == Fit.AUTO && format.isFixed();
		if (resizes && !format.isFixed()) {
			throw new FoveaException("The model has no size of its own to resize to; use fit=native.");
		}
		if (extent == Extent.TILES && resizes) {
			throw new FoveaException("The model resizes everything to " + format.width() + "×" + format.height() + " pixels, so there is nothing " +
				"to tile; use area=image or area=selection, or fit=native where the model takes any size.");
		}
		if (extent == Extent.TILES && !format.layout().equals(Layout.BCYX)) {
			throw new FoveaException("Tiles need a model with axes bcyx, not " + format.layout().axes() + "; use area=image or area=selection.");
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
		final Tensor fitted = Resampling.resize(pixels(plane, new Rectangle(area.width, area.height)), width, height);
		return Resampling.reflect(fitted, accepted(width), accepted(height));
	}

	/**
	 * Reads a part of the area at the image's resolution.
	 *
	 * @param plane of the image
	 * @param part inside the area, counted from the area's corner
	 * @return {@code [1, C, height, width]}, values as ImageJ shows them
	 * @throws FoveaException if a pixel is NaN or infinite
	 */
	Tensor pixels(final Plane plane, final Rectangle part) {
		final float[] pixels = new float[Math.multiplyExact(format.channels(), Math.multiplyExact(part.width, part.height))];
		final Rectangle place = new Rectangle(area.x + part.x, area.y + part.y, part.width, part.height);
		channels.read(new Channels.Cut(image, plane, place), pixels);
		return Tensor.of(pixels, 1, format.channels(), part.height, part.width);
	}

	/**
	 * A plane as the network's input, read as it is needed. Where the preprocessing looks at the whole image, all of it is prepared now.
	 *
	 * @param plane of the image
	 * @param model that takes it at the image's resolution
	 * @return the picture
	 */
	public Picture picture(final Plane plane, final Model model) {
		return new PlanePicture(this, plane, model);
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

	/**
	 * The smallest side that the network takes and that is not below a wanted one.
	 *
	 * @param side wanted, in pixels
	 * @return that side
	 */
	int accepted(final int side) {
		return format.isFixed() ? side : format.accepted(side);
	}

	/**
	 * What is selected in an image.
	 *
	 * @param image any image, or none
	 * @return a copy of its selection; empty where it has none with an area
	 */
	public static Optional<Roi> selection(final ImagePlus image) {
		return Optional.ofNullable(image).map(ImagePlus::getRoi).filter(r -> r.isArea() && !r.getBounds().isEmpty()).map(r -> (Roi) r.clone());
	}
}
