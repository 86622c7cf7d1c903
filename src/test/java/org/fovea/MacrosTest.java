package org.fovea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fovea.imagej1.Macros;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelService;
import org.fovea.sample.BloodSmear;
import org.fovea.sample.Smear;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;

/** The macros that come with Fovea, without a display, on simulated images. */
class MacrosTest {

	private static final Path MACROS = Path.of("macros");

	@TempDir
	private Path folder;

	/** A macro that is added must be added here. */
	@Test
	void everyMacroIsRunByATest() throws IOException {
		try (Stream<Path> files = Files.list(MACROS)) {
			assertEquals(Set.of("Fovea_Demo.ijm", "Explain_Folder.ijm", "Compare_Layers.ijm", "Explain_Stack.ijm", "Check_Import.ijm"), files.map(
				file -> file.getFileName().toString()).collect(Collectors.toSet()));
		}
	}

	@Test
	void theDemoSavesPicturesAndScores() throws IOException {
		run("Fovea_Demo.ijm", folder.toString());
		assertEquals(Set.of("Blood Smear.png", "Blood Smear-grad-cam.png", "Blood Smear-grad-cam-overlay.png", "scores.csv"), names(folder));
		assertEquals(2, Files.readAllLines(folder.resolve("scores.csv")).size());
	}

	@Test
	void explainFolderListsEveryImage() throws IOException {
		final Path input = Files.createDirectory(folder.resolve("fields"));
		final Path output = folder.resolve("output");
		final BloodSmear smear = new BloodSmear(160, 120, 21);
		for (int i = 0; i < 2; i++) save(smear.field(i), input.resolve("field " + i + ".png"));
		Files.writeString(input.resolve("notes.txt"), "no image");
		run("Explain_Folder.ijm", input + "," + output + ",WBC,blood-cells");
		final List<String> rows = Files.readAllLines(output.resolve("explanations.csv"));
		assertEquals("Image,Slice,Model,Class,Score,Target,Grad-CAM x,Grad-CAM y,Saliency x,Saliency y,Seconds", rows.get(0));
		assertEquals(3, rows.size());
		for (int i = 0; i < 2; i++) {
			final String[] cells = rows.get(i + 1).split(",");
			assertEquals("field " + i + ".png", cells[0]);
			final double score = Double.parseDouble(cells[4]);
			assertTrue(score > 0 && score <= 1, cells[4]);
			assertEquals("WBC", cells[5]);
			for (int column = 6; column < 10; column++) {
				final int position = Integer.parseInt(cells[column]);
				assertTrue(position >= 0 && position < (column % 2 == 0 ? 160 : 120), rows.get(i + 1));
			}
			final ImagePlus overlay = IJ.openImage(output.resolve("field " + i + "-Grad-CAM.png").toString());
			assertEquals(160, overlay.getWidth());
			assertEquals(120, overlay.getHeight());
			assertTrue(Files.exists(output.resolve("field " + i + "-Saliency.png")));
		}
	}

	@Test
	void explainFolderNeedsNoOutput() throws IOException {
		final Path input = Files.createDirectory(folder.resolve("fields"));
		save(new BloodSmear(96, 96, 4).field(0), input.resolve("field.png"));
		run("Explain_Folder.ijm", input.toString());
		assertEquals(Set.of("field.png"), names(input));
	}

	@Test
	void compareLayersMakesAMontage() {
		final Path file = folder.resolve("layers.png");
		run("Compare_Layers.ijm", file.toString());
		final ImagePlus montage = IJ.openImage(file.toString());
		assertEquals(640, montage.getWidth());
		assertEquals(480, montage.getHeight());
	}

	@Test
	void explainStackExplainsEverySlice() throws IOException {
		run("Explain_Stack.ijm", folder.toString());
		assertEquals(4, IJ.openImage(folder.resolve("grad-cam.tif").toString()).getStackSize());
		assertEquals(5, Files.readAllLines(folder.resolve("scores.csv")).size());
	}

	@Test
	void checkImportSaysWhatIsInAFile() throws IOException {
		final List<ModelInfo> before = Macros.service(ModelService.class).models();
		run("Check_Import.ijm", Path.of("src/test/resources/nets/residual-traced.pt").toAbsolutePath() + "," + folder);
		assertTrue(Files.readString(folder.resolve("check.csv")).contains("Largest difference to the unmodified network,0.0"));
		assertTrue(Files.readString(folder.resolve("layers.csv")).startsWith("Layer,Operator,Output shape,"));
		assertEquals(before, Macros.service(ModelService.class).models());
	}

	@Test
	void checkImportFailsOnAFileThatIsNoNetwork() throws IOException {
		final Macros.End end = Macros.run(MACROS.resolve("Check_Import.ijm"), Files.writeString(folder.resolve("a.pt"), "text").toString());
		assertFalse(end.isSuccess());
		assertTrue(end.sentence().orElseThrow().contains("is not a TorchScript file"), end.toString());
	}

	private static void run(final String macro, final String argument) {
		assertEquals(new Macros.End(true, Optional.empty()), Macros.run(MACROS.resolve(macro), argument));
	}

	private static void save(final Smear smear, final Path file) {
		final int[] pixels = smear.image().update(null).getCurrentStorageArray();
		IJ.saveAs(new ImagePlus("", new ColorProcessor(smear.width(), smear.height(), pixels)), "PNG", file.toString());
	}

	private static Set<String> names(final Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
		}
	}
}
