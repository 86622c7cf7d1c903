package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.bioimageio.Npy;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Line;
import ij.gui.Roi;
import ij.process.ByteProcessor;

/** Many images become rows that know where they come from. */
class EmbeddingTableTest {

	@TempDir
	private Path folder;

	private static ImagePlus stack(final String... labels) {
		final ImageStack stack = new ImageStack(8, 6);
		for (int i = 0; i < labels.length; i++) {
			final ByteProcessor plane = new ByteProcessor(8, 6);
			plane.set(10 * (i + 1));
			stack.addSlice(labels[i], plane);
		}
		return new ImagePlus("stack", stack);
	}

	private static List<Series.Item> all(final Series source) {
		final List<Series.Item> items = new ArrayList<>();
		source.visit(items::add, Progress.NONE);
		return items;
	}

	@Test
	void everyPlaneIsVisitedInOrder() {
		final List<Series.Item> items = all(Series.of(stack("a", "b", "a", "b")));
		assertEquals(List.of(1, 2, 3, 4), items.stream().map(item -> item.origin().slice()).toList());
		final EmbeddingTable table = new EmbeddingTable(List.of("f0"));
		items.forEach(item -> table.add(item, item.origin().slice()));
		assertEquals("b", table.table().getStringValue("Class", 3));
		assertEquals(4, table.table().getValue("f0", 3));
	}

	@Test
	void labelsThatNeverComeBackAreNamesAndNoClasses() {
		final EmbeddingTable table = new EmbeddingTable(List.of("f0"));
		all(Series.of(stack("a", "b", "c"))).forEach(item -> table.add(item, 0));
		assertFalse(table.table().columnExists("Class"));
		assertEquals("c", table.table().getLabel(2));
	}

	@Test
	void regionsAreSelectedInTheirPlanes() {
		final ImagePlus stack = stack("", "", "");
		stack.setSlice(2);
		final Roi third = new Roi(1, 2, 3, 4);
		third.setPosition(3);
		third.setName("third");
		third.setGroup(7);
		final List<Series.Item> items = all(Series.regions(stack, third, new Roi(0, 0, 2, 2), new Line(0, 0, 5, 5)));
		assertEquals(2, items.size());
		assertEquals(new Plane(3, 1), items.get(0).plane());
		assertEquals(new Rectangle(1, 2, 3, 4), items.get(0).selection().orElseThrow().getBounds());
		assertEquals("third", items.get(0).origin().name());
		assertEquals("group 7", items.get(0).group());
		assertEquals(new Plane(2, 1), items.get(1).plane(), "the current plane");
		assertTrue(assertThrows(FoveaException.class, () -> Series.regions(stack)).getMessage().contains("ROI Manager"));
	}

	@Test
	void foldersAreReadFileByFileAndWhatIsNoImageIsSkipped() throws IOException {
		Files.createDirectories(folder.resolve("set/left"));
		Files.createDirectories(folder.resolve("set/right"));
		IJ.saveAsTiff(stack("", ""), folder.resolve("set/left/two.tif").toString());
		IJ.save(new ImagePlus("one", new ByteProcessor(5, 5)), folder.resolve("set/right/one.png").toString());
		Files.writeString(folder.resolve("set/right/notes.txt"), "no image");
		Files.write(folder.resolve("set/right/broken.tif"), new byte[] { 'I', 'I', 42, 0, 8, 0, 0 });
		Files.writeString(folder.resolve("set/.hidden.tif"), "");
		final List<Series.Item> items = new ArrayList<>();
		final Series.Visited skipped = Series.of(folder.resolve("set").toString()).visit(items::add, Progress.NONE);
		assertEquals(3, skipped.visited());
		assertEquals(List.of("left", "left", "right"), items.stream().map(Series.Item::group).toList());
		assertEquals(List.of("right/broken.tif", "right/notes.txt"), List.copyOf(skipped.skipped().keySet()));
		assertTrue(skipped.skipped().get("right/broken.tif").startsWith("'broken.tif'"), skipped.toString());
		assertThrows(FoveaException.class, () -> Series.of(folder.resolve("none").toString()));
		final EmbeddingTable table = new EmbeddingTable(List.of("f0", "f1"));
		items.forEach(item -> table.add(item, 1, 2));
		assertEquals("right/one.png", table.table().getStringValue("Image", 2));
		assertEquals(5, new RowTable("t", table.table()).origin(2).orElseThrow().thumbnail(5).orElseThrow().getWidth());
	}

	@Test
	void filesHoldEveryDigit() throws IOException {
		final EmbeddingTable table = new EmbeddingTable(List.of("f0", "f1"));
		final float[][] vectors = { { 0.1f, -1e-20f }, { (float) Math.PI, 3e20f }, { 0, 1 } };
		final List<Series.Item> items = all(Series.of(stack("a, \"quoted\"", "b", "c")));
		for (int i = 0; i < 3; i++) table.add(items.get(i), vectors[i]);
		table.save(folder.resolve("v.npy"));
		try (InputStream in = Files.newInputStream(folder.resolve("v.npy"))) {
			final Tensor read = Npy.read(in);
			for (int i = 0; i < 3; i++) assertArrayEquals(vectors[i], read.slice(i).data());
		}
		table.save(folder.resolve("v.csv"));
		final RowTable csv = RowTable.find(folder.resolve("v.csv").toString());
		assertEquals((float) Math.PI, (float) csv.numbers("f0")[1]);
		assertEquals(3e20f, (float) csv.numbers("f1")[1]);
		assertEquals("a, \"quoted\"", csv.words("classes", "Label").get(0));
		try (var files = Files.list(folder)) {
			assertEquals(2, files.count(), "nothing half written is left");
		}
	}

	@Test
	void vectorsOfOtherLengthsAreRefused() {
		final EmbeddingTable table = new EmbeddingTable(List.of("f0", "f1"));
		assertTrue(assertThrows(FoveaException.class, () -> table.add(all(Series.of(stack(""))).get(0), 1)).getMessage().contains(
			"pooling=mean"));
	}
}
