package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.activation.TopPatches.Patch;
import org.fovea.command.Workbench;
import org.fovea.command.activations.TopPatchesCommand;
import org.fovea.golden.Golden;
import org.fovea.image.Series;
import org.fovea.model.ModelKind;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;

/** Patches and projections in the window are those of the command. */
class PatchSearchTest {

	private static final String LAYER = "features.3";
	private static final int TILE = 96;

	@TempDir
	private static Path store;
	private static Workbench bench;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@Test
	void theStrongestPlaceIsTheCommands() {
		final ImagePlus stack = stack();
		final ImagePlus sheets = (ImagePlus) bench.run(TopPatchesCommand.class, "image", stack, "model", "gap", "layer", LAYER, "count", 1, "projection",
			"guided").getOutput("patches");
		final PatchSearch search = new PatchSearch(bench.models());
		final PatchSearch.Found found = search.search(new PatchSearch.Request("gap", LAYER, Series.of(stack)), Progress.NONE);
		assertEquals(3, found.visited().visited());
		int compared = 0;
		for (int unit = 0; unit < sheets.getStackSize(); unit++) {
			if (found.of(unit).isEmpty()) continue;
			final List<PatchSearch.Shown> shown = search.show(found, unit, PatchSearch.Beside.GUIDED, Progress.NONE);
			assertEquals(found.of(unit), shown.stream().map(PatchSearch.Shown::patch).toList());
			final BufferedImage expected = sheets.getStack().getProcessor(unit + 1).getBufferedImage();
			assertArrayEquals(pixels(expected), pixels(shown.get(0).picture()), "unit " + unit);
			compared++;
		}
		assertTrue(compared > 1, compared + " units");
	}

	@Test
	void aSelectionDrawnAfterTheSearchChangesNoPatch() {
		final ImagePlus stack = stack();
		final PatchSearch search = new PatchSearch(bench.models());
		for (final Optional<Roi> searched : List.of(Optional.<Roi>empty(), Optional.of(new Roi(4, 3, 20, 18)))) {
			searched.ifPresentOrElse(stack::setRoi, stack::deleteRoi);
			final PatchSearch.Found found = search.search(new PatchSearch.Request("gap", LAYER, Series.of(stack)), Progress.NONE);
			final int unit = found.patches().keySet().stream().filter(u -> !found.of(u).isEmpty()).findFirst().orElseThrow();
			for (final PatchSearch.Beside beside : List.of(PatchSearch.Beside.GUIDED, PatchSearch.Beside.NONE)) {
				searched.ifPresentOrElse(stack::setRoi, stack::deleteRoi);
				final List<PatchSearch.Shown> before = search.show(found, unit, beside, Progress.NONE);
				stack.setRoi(9, 8, 16, 16);
				final List<PatchSearch.Shown> after = search.show(found, unit, beside, Progress.NONE);
				assertEquals(before.stream().map(PatchSearch.Shown::box).toList(), after.stream().map(PatchSearch.Shown::box).toList());
				for (int i = 0; i < before.size(); i++) assertArrayEquals(pixels(before.get(i).picture()), pixels(after.get(i).picture()));
				searched.ifPresent(roi -> assertTrue(after.stream().allMatch(shown -> roi.getBounds().contains(shown.box()))));
			}
		}
	}

	@Test
	void activationsFallAndLieInTheirImages() {
		final PatchSearch search = new PatchSearch(bench.models());
		final PatchSearch.Found found = search.search(new PatchSearch.Request("gap", LAYER, Series.of(stack())), Progress.NONE);
		for (final List<Patch<Series.Place>> patches : found.patches().values()) {
			for (int i = 1; i < patches.size(); i++) assertTrue(patches.get(i - 1).activation() >= patches.get(i).activation());
			assertEquals(patches.size(), patches.stream().map(Patch::source).distinct().count());
		}
		for (final PatchSearch.Shown shown : search.show(found, found.patches().keySet().iterator().next(), PatchSearch.Beside.NONE, Progress.NONE)) {
			assertEquals(TILE, shown.picture().getWidth());
		}
	}

	@Test
	void filesThatAreNoImagesAreSkipped(@TempDir final Path folder) throws IOException {
		IJ.saveAsTiff(IJ.createImage("a", "RGB ramp", 40, 32, 1), folder.resolve("a.tif").toString());
		Files.writeString(folder.resolve("notes.csv"), "1,2");
		final PatchSearch search = new PatchSearch(bench.models());
		final PatchSearch.Found found = search.search(new PatchSearch.Request("gap", LAYER, Series.of(folder.toString())), Progress.NONE);
		assertEquals(1, found.visited().visited());
		assertEquals(1, found.visited().skipped().size());
		Files.delete(folder.resolve("a.tif"));
		final PatchSearch.Request nothing = new PatchSearch.Request("gap", LAYER, Series.of(folder.toString()));
		assertTrue(assertThrows(FoveaException.class, () -> search.search(nothing, Progress.NONE)).getMessage().contains("None of the 1 files"));
	}

	@Test
	void stopsBetweenImages() {
		final Progress stopped = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				// nobody listens
			}

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		assertThrows(CancelledException.class, () -> new PatchSearch(bench.models()).search(new PatchSearch.Request("gap", LAYER, Series.of(stack())),
			stopped));
	}

	private static int[] pixels(final BufferedImage picture) {
		return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
	}

	/** Three planes of noise. */
	private static ImagePlus stack() {
		final Tensor[] planes = new Tensor[3];
		for (int i = 0; i < planes.length; i++) planes[i] = Golden.formula(i + 1, 1, 3, 26, 30);
		return Workbench.image(planes);
	}
}
