package org.fovea.image;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.util.StringSorter;

import org.fovea.FoveaException;
import org.fovea.model.InputFormat;

/**
 * Images that are looked at one after another: the planes of an open image, also of a virtual stack, or the files of a folder, of which
 * one at a time is in memory. What is selected in the open image counts as it was when the series was made, whatever is drawn there later.
 * Safe to use from several threads as far as the open image is.
 */
public final class Series {

	private final Optional<ImagePlus> stack;
	private final Optional<Roi> selection;
	private final List<Path> files;

	private Series(final Optional<ImagePlus> stack, final List<Path> files) {
		this.stack = stack;
		this.files = files;
		selection = stack.flatMap(Framing::selection);
	}

	/**
	 * A plane of one of the images.
	 *
	 * @param image which of the images, from 0
	 * @param plane of it
	 */
	public record Place(int image, Plane plane) {}

	/**
	 * The planes of an open image.
	 *
	 * @param image any image; its selection is read now
	 * @return a series of one image
	 */
	public static Series of(final ImagePlus image) {
		return new Series(Optional.of(image), List.of());
	}

	/**
	 * The files of a folder, numbers in their names in order; hidden files and subfolders are left out.
	 *
	 * @param folder its path
	 * @return a series of as many images as there are files, whether or not ImageJ can open them
	 * @throws FoveaException if there is no such folder, or it is empty
	 */
	public static Series of(final String folder) {
		try (Stream<Path> entries = Files.list(Path.of(folder.strip()))) {
			final String[] names = entries.filter(file -> Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".")).map(file -> file
				.getFileName().toString()).sorted().toArray(String[]::new);
			if (names.length == 0) throw new FoveaException("The folder '" + folder + "' holds no files; choose one with images.");
			return new Series(Optional.empty(), Arrays.stream(StringSorter.sortNumerically(names)).map(Path.of(folder.strip())::resolve).toList());
		}
		catch (final IOException | InvalidPathException exc) {
			throw new FoveaException("There is no folder '" + folder + "' that can be read; check 'source', or leave it empty for the current image.", exc);
		}
	}

	/** @return what was selected in the open image when the series was made; empty for nothing, and for files */
	public Optional<Roi> selection() {
		return selection;
	}

	/** @return whether the images are files */
	public boolean isFolder() {
		return stack.isEmpty();
	}

	/** @return how many images there are */
	public int size() {
		return isFolder() ? files.size() : 1;
	}

	/**
	 * What an image is called.
	 *
	 * @param image from 0
	 * @return title or file name
	 */
	public String name(final int image) {
		return stack.map(ImagePlus::getTitle).orElseGet(() -> files.get(image).getFileName().toString());
	}

	/** @return what all of it is called: the title of the image, or the name of the folder */
	public String name() {
		return stack.map(ImagePlus::getTitle).orElseGet(() -> String.valueOf(files.get(0).toAbsolutePath().normalize().getParent().getFileName()));
	}

	/**
	 * Opens an image without showing it. Who opens a file drops it before opening the next.
	 *
	 * @param image from 0
	 * @return the image
	 * @throws FoveaException if ImageJ cannot open the file as an image
	 */
	public ImagePlus open(final int image) {
		return stack.orElseGet(() -> ImageFile.open(files.get(image)));
	}

	/**
	 * What a network sees of an image, the same at every call.
	 *
	 * @param opened the image, as {@link #open} gave it
	 * @param format what the network takes
	 * @param extent how much of an open image; of files {@code AUTO} is the whole image
	 * @param fit at which resolution
	 * @return the framing
	 * @throws FoveaException if the image does not fit the network
	 */
	public Framing framing(final ImagePlus opened, final InputFormat format, final Extent extent, final Fit fit) {
		return isFolder() ? new Framing(opened, format, extent == Extent.AUTO ? Extent.IMAGE : extent, fit) : new Framing(opened, selection, format,
			extent, fit);
	}

	/**
	 * Finds the image of a plane, for {@link #show}.
	 *
	 * @param place the plane
	 * @return the image; a file is opened, not shown, unless it is open already
	 * @throws FoveaException if the image was closed, or the file cannot be opened any more
	 */
	public ImagePlus find(final Place place) {
		final ImagePlus image = isFolder() ? shown(files.get(place.image())) : stack.orElseThrow();
		if (image.getWindow() == null && !isFolder()) throw new FoveaException("'" + image.getTitle() +
			"' was closed; open it again and repeat the search.");
		return image;
	}

	/**
	 * Brings a plane to the front, with a rectangle as its selection.
	 *
	 * @param image of the plane, as {@link #find} gave it
	 * @param plane of it
	 * @param box the rectangle
	 */
	public static void show(final ImagePlus image, final Plane plane, final Rectangle box) {
		if (image.getWindow() == null) image.show();
		image.setPosition(Math.max(1, image.getC()), plane.slice(), plane.frame());
		image.setRoi(new Roi(box));
		if (image.getWindow() != null) image.getWindow().toFront();
	}

	private static ImagePlus shown(final Path file) {
		final int[] ids = WindowManager.getIDList();
		if (ids != null) {
			for (final int id : ids) {
				final ImagePlus image = WindowManager.getImage(id);
				final FileInfo info = image == null ? null : image.getOriginalFileInfo();
				if (info != null && info.fileName != null && info.directory != null && Path.of(info.directory, info.fileName).toAbsolutePath().normalize()
					.equals(file.toAbsolutePath().normalize())) return image;
			}
		}
		return ImageFile.open(file);
	}
}
