package org.fovea.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.plugin.frame.RoiManager;
import ij.process.ImageProcessor;

import org.fovea.FoveaException;

/**
 * The place in an image that a row of a table was made from.
 *
 * @param image title of an open image, or the path of a file
 * @param slice index in the stack, from 1
 * @param box in pixels, where it is not the whole plane
 * @param name of the region, where it has one
 */
public record Origin(String image, int slice, Optional<Rectangle> box, String name) {

	/** @return a short name for people: the image without its folder, the slice and the region where there are several */
	public String label() {
		final String title = image.substring(Math.max(image.lastIndexOf('/'), image.lastIndexOf('\\')) + 1);
		return title + (slice > 1 ? ":" + slice : "") + (name.isBlank() ? "" : ":" + name);
	}

	/**
	 * A small picture, whether the image is open or has to be read for it; nothing is shown.
	 *
	 * @param side of the square that the picture fits into, in pixels
	 * @return the picture, empty where the image is neither open nor a file that ImageJ reads
	 */
	public Optional<BufferedImage> thumbnail(final int side) {
		return opened().or(this::read).map(found -> {
			ImageProcessor ip = found.getStackSize() > 1 && found.getStackSize() >= slice ? found.getStack().getProcessor(slice) : found
				.getProcessor();
			ip = ip.duplicate();
			if (found.getBitDepth() != 24) {
				ip.setLut(found.getProcessor().getLut());
				ip.setMinAndMax(found.getDisplayRangeMin(), found.getDisplayRangeMax());
			}
			box.ifPresent(ip::setRoi);
			ip = ip.crop();
			final double scale = (double) side / Math.max(ip.getWidth(), ip.getHeight());
			ip.setInterpolationMethod(ImageProcessor.BILINEAR);
			return ip.resize(Math.max(1, (int) Math.round(ip.getWidth() * scale)), Math.max(1, (int) Math.round(ip.getHeight() * scale)), scale < 1)
				.getBufferedImage();
		});
	}

	/**
	 * Shows the image at the slice, with the region selected.
	 *
	 * @return the image, empty where it is neither open nor a file that ImageJ reads
	 */
	public Optional<ImagePlus> open() {
		final Optional<ImagePlus> found = opened().or(this::read);
		found.ifPresent(window -> {
			if (window.getWindow() == null) window.show();
			if (window.getStackSize() >= slice) window.setSlice(slice);
			window.setRoi(region().orElse(null));
			if (window.getWindow() != null) window.getWindow().toFront();
		});
		return found;
	}

	/** @return the region: that of the ROI Manager with this name and box, else the box, positioned in the stack; empty for whole planes */
	public Optional<Roi> region() {
		return box.map(b -> managed(b).orElseGet(() -> new Roi(b))).map(roi -> {
			roi.setPosition(slice);
			if (!name.isBlank()) roi.setName(name);
			return roi;
		});
	}

	/** @return the region, or a rectangle around the whole plane where there is none but the image is open, named and positioned in the stack */
	public Optional<Roi> area() {
		return region().or(() -> opened().map(found -> {
			final Roi whole = new Roi(0, 0, found.getWidth(), found.getHeight());
			whole.setName(label());
			whole.setPosition(slice);
			return whole;
		}));
	}

	private Optional<Roi> managed(final Rectangle b) {
		final RoiManager manager = RoiManager.getRawInstance();
		if (manager == null || name.isBlank()) return Optional.empty();
		for (final Roi roi : manager.getRoisAsArray()) {
			if (name.equals(roi.getName()) && b.equals(roi.getBounds())) return Optional.of((Roi) roi.clone());
		}
		return Optional.empty();
	}

	/** An image is known by its title alone; of several with that title nobody can tell which was meant, so none is. */
	private Optional<ImagePlus> opened() {
		final int[] ids = WindowManager.getIDList();
		if (ids == null) return Optional.empty();
		final List<ImagePlus> candidates = Arrays.stream(ids).mapToObj(WindowManager::getImage).filter(Objects::nonNull).filter(this::isMeant).toList();
		return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
	}

	private boolean isMeant(final ImagePlus candidate) {
		final FileInfo info = candidate.getOriginalFileInfo();
		return image.equals(candidate.getTitle()) || info != null && info.fileName != null && image.equals(info.getFilePath());
	}

	private Optional<ImagePlus> read() {
		try {
			return Files.isRegularFile(Path.of(image)) ? Optional.of(ImageFile.open(Path.of(image))) : Optional.empty();
		}
		catch (final InvalidPathException | FoveaException e) {
			return Optional.empty();
		}
	}
}
