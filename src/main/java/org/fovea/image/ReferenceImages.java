package org.fovea.image;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.io.Opener;

import org.fovea.FoveaException;
import org.fovea.model.InputFormat;

/**
 * Images that another image is compared with, by the word that people and macros write: the title of an open image, a file, or a folder of
 * files. Files are opened one at a time, without a window; the selection of an open image is read when it is found.
 */
public final class ReferenceImages {

	private final String name;
	private final Optional<ImagePlus> open;
	private final Optional<Roi> selection;
	private final List<File> files;

	private ReferenceImages(final String name, final Optional<ImagePlus> open, final List<File> files) {
		this.name = name;
		this.open = open;
		selection = open.flatMap(Framing::selection);
		this.files = files;
	}

	/**
	 * Finds images, without reading files.
	 *
	 * @param key the macro key, for the sentence
	 * @param text a title, a file or a folder
	 * @return what was found, at least one image
	 * @throws FoveaException if there is no such thing
	 */
	public static ReferenceImages of(final String key, final String text) {
		final ImagePlus image = WindowManager.getImage(text);
		if (image != null) return new ReferenceImages(image.getTitle(), Optional.of(image), List.of());
		final File file = new File(text);
		if (file.isFile()) return new ReferenceImages(file.getName(), Optional.empty(), List.of(file));
		if (!file.isDirectory()) {
			throw new FoveaException("'" + key + "' must be self, the title of an open image, a file or a folder, and '" + text +
				"' is none of these.");
		}
		final File[] inside = file.listFiles(f -> f.isFile() && !f.isHidden());
		final List<File> files = inside == null ? List.of() : Arrays.stream(inside).filter(ReferenceImages::isImage).sorted().toList();
		if (files.isEmpty()) throw new FoveaException("There is no image in '" + text + "'; name a folder of images.");
		return new ReferenceImages(file.getName(), Optional.empty(), files);
	}

	/** @return what the images are called in results */
	public String name() {
		return name;
	}

	/** @return how many images there are, a stack counting as one */
	public int size() {
		return open.isPresent() ? 1 : files.size();
	}

	/**
	 * One of the images.
	 *
	 * @param index from 0
	 * @return the open image, or a file's, not shown
	 * @throws FoveaException if ImageJ cannot read the file
	 */
	public ImagePlus image(final int index) {
		if (open.isPresent()) return open.get();
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		final File file = files.get(index);
		final ImagePlus image = isImage(file) ? opener.openImage(file.getAbsolutePath()) : null;
		if (image == null) throw new FoveaException("ImageJ cannot read '" + file.getName() + "' as an image; name images that it opens.");
		return image;
	}

	/**
	 * What a network sees of an image.
	 *
	 * @param opened one of the images
	 * @param format what the network takes
	 * @param extent how much of it
	 * @param fit at which resolution
	 * @return the framing
	 * @throws FoveaException if the image does not fit the network
	 */
	public Framing framing(final ImagePlus opened, final InputFormat format, final Extent extent, final Fit fit) {
		return open.isPresent() ? new Framing(opened, selection, format, extent, fit) : new Framing(opened, format, extent, fit);
	}

	private static boolean isImage(final File file) {
		final int type = new Opener().getFileType(file.getPath());
		return List.of(Opener.TIFF, Opener.TIFF_AND_DICOM, Opener.DICOM, Opener.FITS, Opener.PGM, Opener.JPEG, Opener.GIF, Opener.BMP, Opener.PNG,
			Opener.ZIP).contains(type);
	}
}
