package org.fovea.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.util.StringSorter;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Many images, one after another: the planes of a stack, regions in it, or the files of a folder, of which one is in memory at a time.
 */
public final class ImageSource {

	private final String name;
	private final List<Path> files;
	private final Optional<ImagePlus> image;
	private final Optional<Roi> selection;
	private final List<Region> regions;

	private ImageSource(final String name, final List<Path> files, final Optional<ImagePlus> image, final List<Region> regions) {
		this.name = name;
		this.files = List.copyOf(files);
		this.image = image;
		this.regions = List.copyOf(regions);
		selection = image.flatMap(Framing::selection);
	}

	/**
	 * One image of the source.
	 *
	 * @param image the stack or the opened file
	 * @param selection the region that is meant, else what was selected in the image when the source was made, or is in the file; or none
	 * @param plane of the image
	 * @param origin where it is found again
	 * @param group the subfolder, the group of the region, or the label of the slice, empty where there is none
	 */
	public record Item(ImagePlus image, Optional<Roi> selection, Plane plane, Origin origin, String group) {}

	/** An area, and the plane that it was drawn in. */
	private record Region(Roi roi, Plane plane) {}

	/** Looks at images. */
	@FunctionalInterface
	public interface Visitor {

		/**
		 * Looks at one.
		 *
		 * @param item the image
		 * @throws FoveaException if it cannot be used; files of a folder are then skipped, anything else ends the visit
		 */
		void visit(Item item);
	}

	/**
	 * What could not be used.
	 *
	 * @param reasons a sentence for each file that was skipped
	 * @param visited how many images were looked at
	 */
	public record Skipped(List<String> reasons, int visited) {}

	/**
	 * Every plane of an image.
	 *
	 * @param image any image; its selection is read now
	 * @return its planes
	 */
	public static ImageSource planes(final ImagePlus image) {
		return new ImageSource(image.getTitle(), List.of(), Optional.of(image), List.of());
	}

	/**
	 * Regions of an image, each in the plane that it was drawn in; those without a position in the current one.
	 *
	 * @param image any image
	 * @param regions such as those of the ROI Manager
	 * @return the regions
	 * @throws FoveaException if there is none with an area
	 */
	public static ImageSource regions(final ImagePlus image, final Roi... regions) {
		final List<Region> areas = Arrays.stream(regions).filter(Roi::isArea).map(roi -> new Region((Roi) roi.clone(), plane(image, roi))).toList();
		if (areas.isEmpty()) throw new FoveaException("The ROI Manager holds no areas; add some with Edit > Selection > Add to Manager first.");
		return new ImageSource(image.getTitle(), List.of(), Optional.of(image), areas);
	}

	/**
	 * Every file of a folder and its subfolders, numbers in their names in order.
	 *
	 * @param folder path of the folder
	 * @return the files
	 * @throws FoveaException if there is no such folder or no file in it
	 */
	public static ImageSource folder(final String folder) {
		try {
			final Path path = Path.of(folder.strip());
			if (!Files.isDirectory(path)) throw new FoveaException("There is no folder '" + folder.strip() + "'; choose one in 'source'.");
			try (Stream<Path> found = Files.walk(path)) {
				final String[] paths = found.filter(Files::isRegularFile).filter(file -> isVisible(path.relativize(file))).map(Path::toString).sorted().toArray(
					String[]::new);
				final List<Path> files = Arrays.stream(StringSorter.sortNumerically(paths)).map(Path::of).toList();
				if (files.isEmpty()) throw new FoveaException("The folder '" + folder.strip() + "' has no files; choose another.");
				return new ImageSource(path.getFileName() == null ? folder : path.getFileName().toString(), files, Optional.empty(), List.of());
			}
		}
		catch (final IOException | InvalidPathException e) {
			throw new FoveaException("The folder '" + folder.strip() + "' cannot be read; choose another.", e);
		}
	}

	private static boolean isVisible(final Path relative) {
		for (final Path part : relative) if (part.toString().startsWith(".")) return false;
		return true;
	}

	/** @return the title of the image or the name of the folder */
	public String name() {
		return name;
	}

	/**
	 * Looks at all, in order.
	 *
	 * @param visitor that looks
	 * @param progress told before each; asked whether to stop
	 * @return what could not be used
	 */
	public Skipped visit(final Visitor visitor, final Progress progress) {
		if (image.isPresent()) return visit(image.get(), visitor, progress);
		final List<String> reasons = new ArrayList<>();
		int visited = 0;
		for (int i = 0; i < files.size(); i++) {
			progress.check();
			progress.report(files.get(i).getFileName().toString(), (double) i / files.size());
			try {
				visited += visit(files.get(i), visitor, progress);
			}
			catch (final FoveaException e) {
				reasons.add(e.getMessage());
			}
		}
		return new Skipped(List.copyOf(reasons), visited);
	}

	private int visit(final Path file, final Visitor visitor, final Progress progress) {
		final ImagePlus opened = ImageFile.open(file);
		final String folder = file.getParent() == null || file.getParent().getFileName() == null ? "" : file.getParent().getFileName().toString();
		int visited = 0;
		for (final Plane plane : Plane.all(opened)) {
			progress.check();
			visitor.visit(new Item(opened, Framing.selection(opened), plane, new Origin(file.toString(), opened.getStackIndex(1, plane.slice(), plane.frame()), Optional.empty(), ""),
				folder.equals(name) ? "" : folder));
			visited++;
		}
		return visited;
	}

	private Skipped visit(final ImagePlus stack, final Visitor visitor, final Progress progress) {
		final List<Plane> planes = Plane.all(stack);
		final int count = regions.isEmpty() ? planes.size() : regions.size();
		for (int i = 0; i < count; i++) {
			progress.check();
			progress.report((i + 1) + " of " + count, (double) i / count);
			visitor.visit(regions.isEmpty() ? new Item(stack, selection, planes.get(i), new Origin(stack.getTitle(), stack.getStackIndex(1, planes.get(i).slice(),
				planes.get(i).frame()), Optional.empty(), ""), label(stack, planes.get(i))) : region(stack, regions.get(i)));
		}
		return new Skipped(List.of(), count);
	}

	private static String label(final ImagePlus stack, final Plane plane) {
		final String label = stack.getStack().getShortSliceLabel(stack.getStackIndex(1, plane.slice(), plane.frame()));
		return label == null ? "" : label.strip();
	}

	private static Item region(final ImagePlus stack, final Region region) {
		final Roi roi = region.roi();
		final Plane plane = region.plane();
		final String group = roi.getGroup() == 0 ? "" : Optional.ofNullable(Roi.getGroupName(roi.getGroup())).orElse("group " + roi.getGroup());
		return new Item(stack, Optional.of(roi), plane, new Origin(stack.getTitle(), stack.getStackIndex(1, plane.slice(), plane.frame()), Optional.of(roi
			.getBounds()), roi.getName() == null ? "" : roi.getName()), group);
	}

	private static Plane plane(final ImagePlus stack, final Roi roi) {
		if (roi.hasHyperStackPosition()) return new Plane(Math.max(1, roi.getZPosition()), Math.max(1, roi.getTPosition()));
		if (roi.getPosition() < 1 || roi.getPosition() > stack.getStackSize()) return Plane.current(stack);
		final int[] position = stack.convertIndexToPosition(roi.getPosition());
		return new Plane(position[1], position[2]);
	}
}
