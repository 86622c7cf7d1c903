package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.ByteProcessor;

/** One way through planes, regions, and files of folders. */
class SeriesTest {

	@TempDir
	private Path root;
	private Path folder;

	@BeforeEach
	void makeFolder() throws IOException {
		folder = Files.createDirectories(root.resolve("set"));
	}

	private void image(final String name, final int planes) throws IOException {
		Files.createDirectories(folder.resolve(name).getParent());
		final ImageStack stack = new ImageStack(6, 5);
		for (int i = 0; i < planes; i++) stack.addSlice(new ByteProcessor(6, 5));
		IJ.saveAsTiff(new ImagePlus("image", stack), folder.resolve(name).toString());
	}

	private static List<String> names(final Series series) {
		return IntStream.range(0, series.size()).mapToObj(series::name).toList();
	}

	@Test
	void filesOfSubfoldersAreNamedByTheirPathsNumbersInOrder() throws IOException {
		for (final String name : List.of("cell 10.tif", "cell 9.tif", "Cell 2.tif", "plate10/a2.tif", "plate10/a11.tif", "plate9/a100.tif", "set/x.tif")) {
			image(name, 1);
		}
		image(".hidden/no.tif", 1);
		Files.writeString(folder.resolve(".hidden.tif"), "");
		final Series series = Series.of(folder + "/");
		assertEquals("set", series.name());
		assertEquals(List.of("Cell 2.tif", "cell 9.tif", "cell 10.tif", "plate9/a100.tif", "plate10/a2.tif", "plate10/a11.tif", "set/x.tif"), names(series));
		final List<String> groups = new ArrayList<>();
		series.visit(item -> groups.add(item.group()), Progress.NONE);
		assertEquals(List.of("", "", "", "plate9", "plate10", "plate10", "set"), groups);
	}

	@Test
	void whatCannotBeUsedIsSkippedAndNamed() throws IOException {
		image("a/one.tif", 2);
		image("b/two.tif", 1);
		Files.writeString(folder.resolve("notes.txt"), "no image");
		final List<Series.Place> places = new ArrayList<>();
		final Series series = Series.of(folder.toString());
		final Series.Visited visited = series.visit(item -> {
			if (item.name().equals("b/two.tif")) throw new FoveaException("Not this one.");
			places.add(item.place());
		}, Progress.NONE);
		assertEquals(2, visited.visited());
		assertEquals(java.util.Map.of("b/two.tif", "Not this one.", "notes.txt", visited.skipped().get("notes.txt")), visited.skipped());
		assertEquals("2 of 3 files could not be used and are named in the log", visited.words());
		assertTrue(visited.skipped().get("notes.txt").contains("cannot be opened"));
		final List<String> again = new ArrayList<>();
		final Series.Visited both = visited.and(series.visit(Set.of(places.get(1)), item -> again.add(item.name() + " " + item.plane()), Progress.NONE));
		assertEquals(List.of("a/one.tif " + new Plane(2, 1)), again);
		assertEquals(visited.words(), both.words());
		assertEquals("", series.visit(Set.of(), item -> {}, Progress.NONE).words());
	}

	@Test
	void whereNothingCanBeUsedTheFirstReasonIsSaid() throws IOException {
		Files.writeString(folder.resolve("notes.txt"), "no image");
		assertTrue(assertThrows(FoveaException.class, () -> Series.of(folder.toString()).visit(item -> {}, Progress.NONE)).getMessage().startsWith(
			"None of the 1 files in 'set' could be used; the first: 'notes.txt'"));
		Files.delete(folder.resolve("notes.txt"));
		Files.createDirectory(folder.resolve("empty"));
		assertTrue(assertThrows(FoveaException.class, () -> Series.of(folder.toString())).getMessage().contains("holds no files"));
		assertTrue(assertThrows(FoveaException.class, () -> Series.of(folder.resolve("none").toString())).getMessage().startsWith("There is no folder"));
	}

	@Test
	void anOpenImageThatCannotBeUsedEndsTheVisit() {
		final Series series = Series.of(new ImagePlus("open", new ByteProcessor(4, 4)));
		assertEquals("Not this one.", assertThrows(FoveaException.class, () -> series.visit(item -> {
			throw new FoveaException("Not this one.");
		}, Progress.NONE)).getMessage());
	}

	@Test
	void selectionsAreThoseOfTheBeginning() {
		final ImagePlus image = new ImagePlus("open", new ByteProcessor(9, 9));
		image.setRoi(1, 2, 3, 4);
		final Roi region = new Roi(0, 0, 5, 5);
		final Series planes = Series.of(image);
		final Series regions = Series.regions(image, region);
		image.setRoi(5, 5, 2, 2);
		region.setLocation(3, 3);
		final List<Optional<Rectangle>> seen = new ArrayList<>();
		for (final Series series : List.of(planes, regions)) series.visit(item -> seen.add(item.selection().map(Roi::getBounds)), Progress.NONE);
		assertEquals(List.of(Optional.of(new Rectangle(1, 2, 3, 4)), Optional.of(new Rectangle(0, 0, 5, 5))), seen);
	}
}
