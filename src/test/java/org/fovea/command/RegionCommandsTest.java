package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fovea.Progress;
import org.fovea.command.cam.GradCamCommand;
import org.fovea.command.cam.LocalizeObjectCommand;
import org.fovea.command.cam.SaliencyGraphCutCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;
import org.fovea.network.Tensor;
import org.fovea.sample.BloodSmear;
import org.fovea.sample.Cell;
import org.fovea.sample.Smear;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.Command;
import org.scijava.module.Module;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ColorProcessor;

/** Regions against the masks of simulated smears, in every kind of image. */
class RegionCommandsTest {

	@TempDir
	private static Path store;

	private static Workbench bench;
	private static Smear smear;
	private static Cell white;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
		bench.add("unet", ModelKind.SEGMENTER, "inside", "edge", "outside");
		bench.models().add(new ModelService.ImportRequest(Golden.of("plain").archive("traced").toString(), Optional.of("plain"),
			ModelKind.CLASSIFIER, 16, 16, List.of(), List.of(), List.of(), Optional.empty()), Progress.NONE);
		bench.add("one-channel", ModelKind.CLASSIFIER);
		smear = new BloodSmear(320, 240, 4711).field(1);
		white = smear.cells().stream().filter(cell -> cell.type().isWhite()).findFirst().orElseThrow();
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@BeforeEach
	void clearTable() {
		Analyzer.setResultsTable(new ResultsTable());
	}

	private static ImagePlus field() {
		return new ImagePlus("field.tif", new ColorProcessor(smear.width(), smear.height(), smear.image().update(null).getCurrentStorageArray()));
	}

	private static Rectangle truth() {
		return new Rectangle(white.minX(), white.minY(), white.maxX() - white.minX() + 1, white.maxY() - white.minY() + 1);
	}

	private static double overlap(final Rectangle a, final Rectangle b) {
		final Rectangle both = a.intersection(b);
		final double shared = both.isEmpty() ? 0 : (double) both.width * both.height;
		return shared / ((double) a.width * a.height + (double) b.width * b.height - shared);
	}

	private static Roi outline(final ImagePlus image) {
		return image.getOverlay().get(image.getOverlay().size() - 1);
	}

	@Test
	void whiteCellsAreFoundWhereTheyAre() {
		final ImagePlus image = field();
		final ImagePlus result = (ImagePlus) bench.run(LocalizeObjectCommand.class, "image", image, "model", "blood-cells", "target", "WBC")
			.getOutput("regions");
		assertEquals("field-localize-object", result.getTitle());
		assertEquals(2, result.getOverlay().size());
		assertEquals(0, image.getOverlay() == null ? 0 : 1);
		assertTrue(overlap(truth(), outline(result).getBounds()) >= 0.5, outline(result).getBounds() + " against " + truth());
		assertEquals("blood-cells", result.getProp("Model"));
		assertEquals("block4", result.getProp("Layer"));
		assertEquals("WBC", result.getProp("Target"));
		assertTrue(result.getProp("Options").contains("technique=grad-cam"), result.getProp("Options"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "grad-cam", "cam" })
	void graphCutFollowsTheColoursOfTheCell(final String technique) {
		final ImagePlus result = (ImagePlus) bench.run(SaliencyGraphCutCommand.class, "image", field(), "model", "blood-cells", "target", "WBC",
			"technique", technique).getOutput("regions");
		assertTrue(overlap(truth(), outline(result).getBounds()) >= 0.5, outline(result).getBounds() + " against " + truth());
	}

	@Test
	void theTableIsCalibratedAndCollected() {
		final ImagePlus image = field();
		final Calibration calibration = image.getCalibration();
		calibration.setUnit("mm");
		calibration.pixelWidth = 0.5;
		calibration.pixelHeight = 0.25;
		calibration.xOrigin = 10;
		calibration.yOrigin = 20;
		for (int n = 0; n < 2; n++) {
			final ImagePlus result = (ImagePlus) bench.run(LocalizeObjectCommand.class, "image", image, "model", "blood-cells", "target", "WBC",
				"threshold", 0.5).getOutput("regions");
			final ResultsTable table = Analyzer.getResultsTable();
			assertEquals(n + 1, table.size());
			final Rectangle box = outline(result).getBounds();
			assertEquals(0.5 * (box.x - 10), table.getValue("BX", n), 1e-9);
			assertEquals(0.25 * (box.y - 20), table.getValue("BY", n), 1e-9);
			assertEquals(0.5 * box.width, table.getValue("Width", n), 1e-9);
			assertEquals(0.25 * box.height, table.getValue("Height", n), 1e-9);
			assertEquals(0.125 * outline(result).getContainedPoints().length, table.getValue("Area", n), 1e-9);
			assertEquals(List.of("field.tif", "1", "blood-cells", "grad-cam", "WBC"), List.of(table.getStringValue("Image", n), table.getStringValue(
				"Slice", n), table.getStringValue("Model", n), table.getStringValue("Technique", n), table.getStringValue("Target", n)));
			assertEquals("mm", table.getStringValue("Unit", n));
			assertEquals(calibration.pixelWidth, result.getCalibration().pixelWidth);
		}
	}

	/** The region is what of the technique's own map reaches the share. */
	@Test
	void theRegionIsThatOfTheMap() {
		final ImagePlus image = Workbench.image(Golden.formula(3, 1, 3, 40, 56));
		final ImagePlus map = (ImagePlus) bench.run(GradCamCommand.class, "image", image, "model", "gap", "target", "two", "show", "heatmap")
			.getOutput("heatmap");
		final Roi roi = outline((ImagePlus) bench.run(LocalizeObjectCommand.class, "image", image, "model", "gap", "target", "two", "threshold",
			0.6).getOutput("regions"));
		final double least = 0.6 * map.getDisplayRangeMax();
		final Point[] points = roi.getContainedPoints();
		assertTrue(points.length > 0);
		for (final Point point : points) assertTrue(map.getProcessor().getf(point.x, point.y) >= least);
	}

	@ParameterizedTest
	@ValueSource(classes = { LocalizeObjectCommand.class, SaliencyGraphCutCommand.class })
	void selectionsAreSeenAloneAndRegionsLieInTheImage(final Class<? extends Command> command) {
		final ImagePlus image = field();
		final Rectangle around = truth();
		around.grow(30, 30);
		image.setRoi(around.intersection(new Rectangle(320, 240)));
		final ImagePlus result = (ImagePlus) bench.run(command, "image", image, "model", "blood-cells", "target", "WBC", "technique", "grad-cam")
			.getOutput("regions");
		assertTrue(around.contains(outline(result).getBounds()));
		assertTrue(overlap(truth(), outline(result).getBounds()) >= 0.4, outline(result).getBounds() + " against " + truth());
		assertEquals(320, result.getWidth());
	}

	@ParameterizedTest
	@ValueSource(classes = { LocalizeObjectCommand.class, SaliencyGraphCutCommand.class })
	void everyPlaneOfAStackHasItsRegion(final Class<? extends Command> command) {
		final ImageStack stack = new ImageStack(320, 240);
		final int[] flat = new int[320 * 240];
		Arrays.fill(flat, 0xff000000);
		stack.addSlice("cells", field().getProcessor());
		stack.addSlice("black", new ColorProcessor(320, 240, flat));
		stack.addSlice("again", field().getProcessor());
		final ImagePlus image = new ImagePlus("stack.tif", stack);
		final ImagePlus result = (ImagePlus) bench.run(command, "image", image, "model", "blood-cells", "target", "WBC", "slices", "all",
			"technique", "grad-cam").getOutput("regions");
		assertEquals(3, result.getStackSize());
		final Overlay overlay = result.getOverlay();
		final Roi first = overlay.get(1);
		final Roi last = overlay.get(overlay.size() - 1);
		assertEquals(1, first.getPosition());
		assertEquals(3, last.getPosition());
		assertEquals(first.getBounds(), last.getBounds());
		assertEquals("WBC cells", first.getName());
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals("cells", table.getStringValue("Slice", 0));
		assertEquals("again", table.getStringValue("Slice", table.size() - 1));
	}

	@Test
	void channelsAndDeepImagesHaveRegions() {
		final ImagePlus colours = Workbench.image(Golden.formula(3, 1, 3, 40, 56), Golden.formula(5, 1, 3, 40, 56));
		final Module module = bench.run(SaliencyGraphCutCommand.class, "image", colours, "model", "gap", "target", "two", "slices", "all");
		final ImagePlus result = (ImagePlus) module.getOutput("regions");
		assertEquals(3, result.getNChannels());
		assertEquals(2, result.getNSlices());
		for (final Roi roi : result.getOverlay()) assertTrue(roi.getZPosition() >= 1 && roi.getZPosition() <= 2, roi.toString());
		final ImagePlus deep = new ImagePlus("deep", field().getProcessor().convertToShortProcessor(false));
		assertFalse(((ImagePlus) bench.run(LocalizeObjectCommand.class, "image", deep, "model", "one-channel").getOutput("regions")).getOverlay()
			.size() == 0);
	}

	@Test
	void denseTargetsInsideASelection() {
		final ImagePlus image = Workbench.image(Golden.formula(6, 1, 1, 48, 64));
		image.setRoi(10, 12, 20, 20);
		final ImagePlus result = (ImagePlus) bench.run(LocalizeObjectCommand.class, "image", image, "model", "unet", "target", "inside@roi",
			"technique", "saliency map", "area", "image").getOutput("regions");
		assertTrue(result.getOverlay().size() > 0);
	}

	@ParameterizedTest
	@ValueSource(classes = { LocalizeObjectCommand.class, SaliencyGraphCutCommand.class })
	void noPositiveEvidenceIsSaidInWords(final Class<? extends Command> command) {
		final ImagePlus image = Workbench.image(Tensor.zeros(1, 3, 16, 16), Golden.of("plain").input());
		final ImagePlus result = (ImagePlus) bench.run(command, "image", image, "model", "plain", "target", "1", "slices", "all").getOutput(
			"regions");
		final Roi words = result.getOverlay().get(0);
		assertTrue(words instanceof final TextRoi text && text.getText().contains("No positive evidence"), words.toString());
		assertEquals(1, words.getZPosition());
		final ResultsTable table = Analyzer.getResultsTable();
		for (int row = 0; row < table.size(); row++) assertEquals("z:2/2", table.getStringValue("Slice", row));
	}

	/** A position sees a small part of the image, so that both percentiles of its map are zero. */
	@Test
	void evidenceWithoutContrastIsNotCalledNone() {
		final ImagePlus result = (ImagePlus) bench.run(SaliencyGraphCutCommand.class, "image", Workbench.image(Golden.formula(3, 1, 3, 36, 40)),
			"model", "gap", "target", "features.2:3@2,3").getOutput("regions");
		final String words = ((TextRoi) result.getOverlay().get(0)).getText();
		assertTrue(words.contains("No difference between the percentiles"), words);
		assertEquals(0, Analyzer.getResultsTable().size());
	}

	@Test
	void wrongOptionsAreAnsweredInASentence() {
		assertSays("'threshold'", LocalizeObjectCommand.class, "threshold", 1.1);
		assertSays("'threshold'", LocalizeObjectCommand.class, "threshold", Double.NaN);
		assertSays("'technique' must be one of", LocalizeObjectCommand.class, "technique", "magic");
		assertSays("'background' and 'foreground'", SaliencyGraphCutCommand.class, "foreground", 20.0);
		assertSays("no layer 'nowhere'", LocalizeObjectCommand.class, "layer", "nowhere");
	}

	private static void assertSays(final String words, final Class<? extends Command> command, final Object... options) {
		final Object[] inputs = new Object[options.length + 4];
		System.arraycopy(new Object[] { "image", field(), "model", "gap" }, 0, inputs, 0, 4);
		System.arraycopy(options, 0, inputs, 4, options.length);
		inputs[3] = "blood-cells";
		final String sentence = bench.refusal(command, inputs);
		assertTrue(sentence.contains(words) && sentence.endsWith("."), sentence);
	}
}
