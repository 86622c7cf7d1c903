package org.fovea.image;

import java.awt.Rectangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.io.FileInfo;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.InputFormat;

/**
 * Images that are looked at one after another: the planes of an open image, also of a virtual stack, regions in it, or all planes of the files
 * of a folder and its subfolders, of which one at a time is in memory. What is selected in the open image counts as it was when the series was
 * made, whatever is drawn there later. A file that cannot be used is named in ImageJ's log and skipped. Safe to use from several threads as
 * far as the open image is.
 */
public final class Series {

	private final Optional<ImagePlus> stack;
	private final Optional<Roi> selection;
	private final List<Region> regions;
	private final Path folder;
	private final List<Path> files;

	private Series(final ImagePlus image, final List<Region> regions) {
		stack = Optional.of(image);
		selection = Framing.selection(image);
		this.regions = regions;
		folder = Path.of("");
		files = List.of();
	}

	private Series(final Path folder, final List<Path> files) {
		stack = Optional.empty();
		selection = Optional.empty();
		regions = List.of();
		this.folder = folder;
		this.files = files;
	}

	/** An area, and the plane that it was drawn in. */
	private record Region(Roi roi, Plane plane) {}

	/**
	 * A plane of one of the images.
	 *
	 * @param image which of the images, from 0
	 * @param plane of it
	 */
	public record Place(int image, Plane plane) {}

	/**
	 * One image of the series.
	 *
	 * @param place where it is found again
	 * @param image the stack or the opened file
	 * @param name its title, or the path of the file below the folder
	 * @param selection the region that is meant, else what is selected in the image; empty where that is nothing
	 * @param origin the place in words, for tables
	 * @param group the subfolder, the group of the region, or the label of the slice; empty where there is none
	 */
	public record Item(Place place, ImagePlus image, String name, Optional<Roi> selection, Origin origin, String group) {

		/** @return the plane of the image */
		public Plane plane() {
			return place.plane();
		}
	}

	/** Looks at images. */
	@FunctionalInterface
	public interface Visitor {

		/**
		 * Looks at one.
		 *
		 * @param item the image
		 * @throws FoveaException if it cannot be used; of files the rest is then skipped, anything else ends the visit
		 */
		void visit(Item item);
	}

	/**
	 * What came of a visit.
	 *
	 * @param visited how many images were looked at
	 * @param skipped a sentence for each file that could not be used, by its name
	 * @param of how many files there are
	 */
	public record Visited(int visited, Map<String, String> skipped, int of) {

		/** @return in words how many files could not be used; empty where all could */
		public String words() {
			return skipped.isEmpty() ? "" : skipped.size() + " of " + of + " files could not be used and are named in the log";
		}

		/**
		 * Adds another visit of the same series.
		 *
		 * @param later visit
		 * @return what came of both
		 */
		public Visited and(final Visited later) {
			final Map<String, String> all = new LinkedHashMap<>(skipped);
			later.skipped.forEach(all::putIfAbsent);
			return new Visited(visited + later.visited, all, of);
		}
	}

	/**
	 * The planes of an open image.
	 *
	 * @param image any image; its selection is read now
	 * @return a series of one image
	 */
	public static Series of(final ImagePlus image) {
		return new Series(image, List.of());
	}

	/**
	 * Regions of an open image, each in the plane that it was drawn in; those without a position in the current one.
	 *
	 * @param image any image
	 * @param regions such as those of the ROI Manager
	 * @return a series of one image
	 * @throws FoveaException if there is none with an area
	 */
	public static Series regions(final ImagePlus image, final Roi... regions) {
		final List<Region> areas = Arrays.stream(regions).filter(Roi::isArea).map(roi -> new Region((Roi) roi.clone(), plane(image, roi))).toList();
		if (areas.isEmpty()) throw new FoveaException("The ROI Manager holds no areas; add some with Edit > Selection > Add to Manager first.");
		return new Series(image, areas);
	}

	/**
	 * The files of a folder and its subfolders, numbers in their names in order; what is hidden is left out.
	 *
	 * @param folder its path
	 * @return a series of as many images as there are files, whether or not ImageJ can open them
	 * @throws FoveaException if there is no such folder, or no file in it
	 */
	public static Series of(final String folder) {
		final String name = folder.strip();
		try {
			final Path path = Path.of(name).toAbsolutePath().normalize();
			if (!Files.isDirectory(path)) {
				throw new FoveaException("There is no folder '" + name + "'; check 'source', or leave it empty for the current image.");
			}
			try (Stream<Path> found = Files.walk(path)) {
				final List<Path> files = found.filter(Files::isRegularFile).map(path::relativize).filter(Series::isVisible).sorted(new NaturalOrder()).toList();
				if (files.isEmpty()) throw new FoveaException("The folder '" + name + "' holds no files; choose one with images.");
				return new Series(path, files);
			}
		}
		catch (final IOException | UncheckedIOException | InvalidPathException exc) {
			throw new FoveaException("The folder '" + name + "' cannot be read; check 'source', or leave it empty for the current image.", exc);
		}
	}

	private static boolean isVisible(final Path relative) {
		for (final Path part : relative) if (part.toString().startsWith(".")) return false;
		return true;
	}

	/** @return whether the images are files */
	public boolean isFolder() {
		return stack.isEmpty();
	}

	/** @return the open image; empty for files */
	public Optional<ImagePlus> image() {
		return stack;
	}

	/** @return what was selected in the open image when the series was made; empty for nothing, and for files */
	public Optional<Roi> selection() {
		return selection;
	}

	/** @return how many images there are */
	public int size() {
		return isFolder() ? files.size() : 1;
	}

	/**
	 * What an image is called.
	 *
	 * @param image from 0
	 * @return its title, or the path of the file below the folder, with slashes
	 */
	public String name(final int image) {
		return stack.map(ImagePlus::getTitle).orElseGet(() -> words(files.get(image)));
	}

	private static String words(final Path relative) {
		return Stream.iterate(0, i -> i < relative.getNameCount(), i -> i + 1).map(i -> relative.getName(i).toString()).collect(Collectors.joining("/"));
	}

	/** @return what all of it is called: the title of the image, or the name of the folder */
	public String name() {
		return stack.map(ImagePlus::getTitle).orElseGet(() -> folder.getFileName() == null ? folder.toString() : folder.getFileName().toString());
	}

	/**
	 * Looks at all, in order.
	 *
	 * @param visitor that looks
	 * @param progress told before each; asked whether to stop
	 * @return what could not be used
	 * @throws FoveaException if no file can be used, or an open image cannot
	 */
	public Visited visit(final Visitor visitor, final Progress progress) {
		return visit(image -> true, place -> true, visitor, progress);
	}

	/**
	 * Looks at some places, in order; each file is opened once.
	 *
	 * @param wanted the places
	 * @param visitor that looks
	 * @param progress told before each; asked whether to stop
	 * @return what could not be used any more
	 * @throws FoveaException as the other
	 */
	public Visited visit(final Set<Place> wanted, final Visitor visitor, final Progress progress) {
		final Set<Integer> images = wanted.stream().map(Place::image).collect(Collectors.toSet());
		return visit(images::contains, wanted::contains, visitor, progress);
	}

	private Visited visit(final Predicate<Integer> images, final Predicate<Place> places, final Visitor visitor, final Progress progress) {
		final Map<String, String> skipped = new LinkedHashMap<>();
		int visited = 0;
		for (int i = 0; i < size(); i++) {
			if (!images.test(i)) continue;
			progress.check();
			progress.report(name(i), (double) i / size());
			try {
				final List<Item> items = items(i);
				for (int k = 0; k < items.size(); k++) {
					if (!places.test(items.get(k).place())) continue;
					progress.check();
					if (items.size() > 1) progress.report(name(i) + " " + (regions.isEmpty() ? "plane " : "region ") + (k + 1), (i + (double) k / items.size()) /
						size());
					visitor.visit(items.get(k));
					visited++;
				}
			}
			catch (final FoveaException exc) {
				if (!isFolder()) throw exc;
				skipped.put(name(i), exc.getMessage());
				IJ.log("Fovea skipped " + name(i) + ": " + exc.getMessage());
			}
		}
		if (visited == 0 && !skipped.isEmpty()) {
			throw new FoveaException("None of the " + size() + " files in '" + name() + "' could be used; the first: " + skipped.values().iterator().next());
		}
		return new Visited(visited, skipped, size());
	}

	private List<Item> items(final int image) {
		final List<Item> items = new ArrayList<>();
		if (isFolder()) {
			final Path file = files.get(image);
			final ImagePlus opened = ImageFile.open(folder.resolve(file));
			final String group = file.getNameCount() > 1 ? file.getName(file.getNameCount() - 2).toString() : "";
			for (final Plane plane : Plane.all(opened)) {
				items.add(new Item(new Place(image, plane), opened, name(image), Framing.selection(opened), origin(folder.resolve(file).toString(), opened,
					plane), group));
			}
			return items;
		}
		final ImagePlus opened = stack.orElseThrow();
		for (final Region region : regions) items.add(item(opened, region));
		if (!regions.isEmpty()) return items;
		for (final Plane plane : Plane.all(opened)) {
			items.add(new Item(new Place(image, plane), opened, name(image), selection, origin(opened.getTitle(), opened, plane), label(opened, plane)));
		}
		return items;
	}

	private static Origin origin(final String image, final ImagePlus opened, final Plane plane) {
		return new Origin(image, opened.getStackIndex(1, plane.slice(), plane.frame()), Optional.empty(), "");
	}

	private static Item item(final ImagePlus opened, final Region region) {
		final Roi roi = region.roi();
		final Plane plane = region.plane();
		final String group = roi.getGroup() == 0 ? "" : Optional.ofNullable(Roi.getGroupName(roi.getGroup())).orElse("group " + roi.getGroup());
		return new Item(new Place(0, plane), opened, opened.getTitle(), Optional.of(roi), new Origin(opened.getTitle(), opened.getStackIndex(1, plane
			.slice(), plane.frame()), Optional.of(roi.getBounds()), roi.getName() == null ? "" : roi.getName()), group);
	}

	private static String label(final ImagePlus image, final Plane plane) {
		final String label = image.getStack().getShortSliceLabel(image.getStackIndex(1, plane.slice(), plane.frame()));
		return label == null ? "" : label.strip();
	}

	private static Plane plane(final ImagePlus image, final Roi roi) {
		if (roi.hasHyperStackPosition()) return new Plane(Math.max(1, roi.getZPosition()), Math.max(1, roi.getTPosition()));
		if (roi.getPosition() < 1 || roi.getPosition() > image.getStackSize()) return Plane.current(image);
		final int[] position = image.convertIndexToPosition(roi.getPosition());
		return new Plane(position[1], position[2]);
	}

	/**
	 * What a network sees of an image, the same at every visit.
	 *
	 * @param item the image
	 * @param format what the network takes
	 * @param extent how much of it; {@code AUTO} is the selection of an open image or a region, and of files the whole image
	 * @param fit at which resolution
	 * @return the framing
	 * @throws FoveaException if the image does not fit the network
	 */
	public Framing framing(final Item item, final InputFormat format, final Extent extent, final Fit fit) {
		return new Framing(item.image(), item.selection(), format, isFolder() && extent == Extent.AUTO ? Extent.IMAGE : extent, fit);
	}

	/**
	 * Finds the image of a plane, for {@link #show}.
	 *
	 * @param place the plane
	 * @return the image; a file is opened, not shown, unless it is open already
	 * @throws FoveaException if the image was closed, or the file cannot be opened any more
	 */
	public ImagePlus find(final Place place) {
		final ImagePlus image = isFolder() ? shown(folder.resolve(files.get(place.image()))) : stack.orElseThrow();
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
					.equals(file)) return image;
			}
		}
		return ImageFile.open(file);
	}
}
