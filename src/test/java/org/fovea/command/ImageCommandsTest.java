package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

import org.fovea.command.activations.FeatureMapsCommand;
import org.fovea.command.attribution.SaliencyMapCommand;
import org.fovea.command.cam.GradCamCommand;
import org.fovea.command.models.ClassifyCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelKind;
import org.fovea.network.Heatmap;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;

/** The commands through SciJava, on golden networks and the images that PyTorch and Captum saw. */
class ImageCommandsTest {

	@TempDir
	private static Path store;

	private static Workbench bench;
	private final Golden gap = Golden.of("gap");

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
		bench.add("unet", ModelKind.SEGMENTER, "inside", "edge", "outside");
		bench.add("one-channel", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@BeforeEach
	void clearTable() {
		Analyzer.setResultsTable(new ResultsTable());
	}

	@Test
	void gradCamShowsCaptumsMapInImageJ() {
		final Golden.Cam cam = gap.cams().get(0);
		final Tensor captum = cam.positive().tensor();
		final float[] expected = new Heatmap(captum.size(3), captum.size(2), captum.data(), false).resize(16, 16).values();
		final ImagePlus image = Workbench.image(gap.input());
		final Module module = bench.run(GradCamCommand.class, "image", image, "model", "gap", "layer", cam.layer(), "target", "three");
		final ImagePlus map = (ImagePlus) module.getOutput("heatmap");
		assertArrayEquals(expected, Workbench.pixels(map), (float) (1e-5 * cam.positive().max()));
		assertEquals("golden-grad-cam", map.getTitle());
		assertEquals(0, map.getDisplayRangeMin());
		assertEquals(new Heatmap(16, 16, expected, false).max(), map.getDisplayRangeMax(), 1e-5 * cam.positive().max());
		assertEquals("gap", map.getProp("Model"));
		assertEquals(cam.layer(), map.getProp("Layer"));
		assertEquals("three", map.getProp("Target"));
		assertEquals("golden.tif", map.getProp("Image"));
		assertEquals("0,0 16×16", map.getProp("Area"));
		assertEquals(bench.models().info("gap").sha256(), map.getProp("SHA-256"));
		assertEquals(gap.output().tensor().data()[2], Double.parseDouble(map.getProp("Score")), 1e-5);
		final ImagePlus overlay = (ImagePlus) module.getOutput("overlay");
		assertEquals("golden-grad-cam-overlay", overlay.getTitle());
		assertArrayEquals(image.getDimensions(), overlay.getDimensions());
		assertEquals(1, overlay.getOverlay().size());
		assertTrue(module.isOutputResolved("heatmap") && module.isOutputResolved("overlay"));
	}

	@Test
	void saliencyMapShowsCaptumsGradient() {
		final Module module = bench.run(SaliencyMapCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "target", "2", "show",
			"heatmap", "reduction", "signed");
		final ImagePlus map = (ImagePlus) module.getOutput("heatmap");
		final Tensor gradient = gap.gradient().tensor();
		for (int p = 0; p < 256; p++) {
			final double sum = gradient.at(0, 0, p / 16, p % 16) + gradient.at(0, 1, p / 16, p % 16) + gradient.at(0, 2, p / 16, p % 16);
			assertEquals(sum, Workbench.pixels(map)[p], 3e-5 * gap.gradient().max());
		}
		assertEquals(-map.getDisplayRangeMin(), map.getDisplayRangeMax());
		assertTrue(map.getProp("Options").contains("method=gradient reduction=signed samples=0 noise=0.15 seed=1"), map.getProp("Options"));
		assertNull(module.getOutput("overlay"));
	}

	@Test
	void featureMapsAreLabelledRawActivations() {
		final Module module = bench.run(FeatureMapsCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "layer", "features.2",
			"units", "3,0-1");
		final ImagePlus maps = (ImagePlus) module.getOutput("maps");
		assertEquals(List.of("features.2/3", "features.2/0", "features.2/1"), Workbench.labels(maps));
		assertArrayEquals(new int[] { 8, 8, 1, 3, 1 }, maps.getDimensions());
		assertEquals(2, maps.getCalibration().pixelWidth);
		final Module large = bench.run(FeatureMapsCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "upsample", true);
		assertEquals(16, ((ImagePlus) large.getOutput("maps")).getWidth());
	}

	@Test
	void classifyListsASoftmaxForEverySlice() {
		final Tensor other = Golden.formula(7, gap.input().shape());
		final ImagePlus image = Workbench.image(gap.input(), other);
		bench.run(ClassifyCommand.class, "image", image, "model", "gap", "slices", "all");
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(2, table.size());
		final float[] logits = gap.output().tensor().data();
		double sum = 0;
		for (final float logit : logits) sum += Math.exp(logit);
		assertEquals(Math.exp(logits[3]) / sum, table.getValue("four", 0), 1e-5);
		assertEquals("golden.tif", table.getStringValue("Image", 0));
		assertEquals("z:2/2", table.getStringValue("Slice", 1));
		final String best = table.getStringValue("Class", 0);
		assertEquals(table.getValue(best, 0), table.getValue("Score", 0));
		bench.run(ClassifyCommand.class, "image", image, "model", "gap", "top", 2);
		assertEquals(3, Analyzer.getResultsTable().size());
		assertEquals(best, Analyzer.getResultsTable().getStringValue("Class", 2));
		assertNotNull(Analyzer.getResultsTable().getStringValue("Class 2", 2));
	}

	@Test
	void allSlicesGiveOneStackUnderOneRange() {
		final Tensor other = Golden.formula(7, gap.input().shape());
		final ImagePlus both = Workbench.image(gap.input(), other);
		final Module all = bench.run(SaliencyMapCommand.class, "image", both, "model", "gap", "target", "one", "slices", "all");
		final ImagePlus map = (ImagePlus) all.getOutput("heatmap");
		assertArrayEquals(new int[] { 16, 16, 1, 2, 1 }, map.getDimensions());
		both.setPosition(1, 2, 1);
		final Module current = bench.run(SaliencyMapCommand.class, "image", both, "model", "gap", "target", "one");
		assertArrayEquals(Workbench.pixels((ImagePlus) current.getOutput("heatmap")), (float[]) map.getStack().getPixels(2), 1e-7f);
		assertEquals(2, ((ImagePlus) all.getOutput("overlay")).getOverlay().size());
	}

	@Test
	void selectionsAreCutOutAndTheInputIsNotChanged() {
		final ImagePlus image = Workbench.image(gap.input());
		image.setRoi(2, 3, 9, 8);
		final float[] before = (float[]) image.getProcessor().getPixelsCopy();
		final Module module = bench.run(GradCamCommand.class, "image", image, "model", "gap");
		final ImagePlus map = (ImagePlus) module.getOutput("heatmap");
		assertArrayEquals(new int[] { 9, 8 }, new int[] { map.getWidth(), map.getHeight() });
		assertEquals(-2, map.getCalibration().xOrigin);
		assertTrue(map.getProp("Target").startsWith("top ("), map.getProp("Target"));
		assertArrayEquals(before, Workbench.pixels(image));
		assertNull(image.getOverlay());
		final Module whole = bench.run(GradCamCommand.class, "image", image, "model", "gap", "area", "image");
		assertEquals(16, ((ImagePlus) whole.getOutput("heatmap")).getWidth());
	}

	@Test
	void dialogsAskForTheQuestionFirstAndTheShowLast() throws MethodCallException {
		final Module module = bench.context().service(ModuleService.class).createModule(bench.context().service(CommandService.class).getCommand(
			GradCamCommand.class));
		module.initialize();
		final List<String> order = StreamSupport.stream(module.getInfo().inputs().spliterator(), false).map(ModuleItem::getName).toList();
		final List<String> expected = List.of("image", "model", "layer", "target", "area", "fit", "slices", "show", "lut", "opacity");
		assertEquals(expected, order.stream().filter(expected::contains).toList());
		final ModuleItem<?> models = module.getInfo().getInput("model");
		assertEquals(bench.models().models().stream().map(ModelInfo::id).toList(), models.getChoices());
	}

	@Test
	void regionsOfSegmentersAreTargets() {
		final ImagePlus image = Workbench.image(Golden.of("unet").input());
		image.setRoi(4, 4, 5, 5);
		final Module module = bench.run(SaliencyMapCommand.class, "image", image, "model", "unet", "target", "inside@roi", "area", "image");
		final ImagePlus map = (ImagePlus) module.getOutput("heatmap");
		assertEquals(image.getWidth(), map.getWidth());
		assertEquals("inside@roi", map.getProp("Target"));
		assertFalse(Double.isNaN(Double.parseDouble(map.getProp("Score"))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "area | here | auto, image, selection, tiles", "fit | large | auto, model, native",
		"slices | some | current, all", "show | table | heatmap, overlay, both", "lut | nonsense | heat, diverging, Fire",
		"model | no-model | gap", "target | six | three", "target | 9 | 0 to 4", "target | features.0:99 | 0 to 7",
		"target | nowhere:0 | features.0", "layer | nowhere | features.0", "area | selection | has no selection",
		"fit | model | fit=native" })
	void unusableValuesAreAnsweredWithWhatExists(final String key, final String value, final String exists) {
		final String sentence = bench.refusal(GradCamCommand.class, "image", Workbench.image(gap.input()), "model", "gap", key, value);
		assertTrue(sentence.contains(exists), sentence);
		assertOneSentence(sentence);
	}

	@Test
	void unusableNumbersAndUnitsAreRefused() {
		final ImagePlus image = Workbench.image(gap.input());
		assertOneSentence(bench.refusal(GradCamCommand.class, "image", image, "model", "gap", "opacity", 1.5));
		assertOneSentence(bench.refusal(ClassifyCommand.class, "image", image, "model", "gap", "top", 0));
		assertOneSentence(bench.refusal(SaliencyMapCommand.class, "image", image, "model", "gap", "reduction", "median"));
		assertTrue(bench.refusal(FeatureMapsCommand.class, "image", image, "model", "gap", "units", "0-99").contains("units 0 to "));
		assertTrue(bench.refusal(FeatureMapsCommand.class, "image", image, "model", "gap", "units", "first").contains("0-15,20"));
	}

	@Test
	void unusableImagesAreRefused() {
		assertEquals("Open an image first.", bench.refusal(GradCamCommand.class, "model", "gap"));
		assertEquals("Open an image first.", bench.refusal(ClassifyCommand.class, "image", new ImagePlus(), "model", "gap"));
		assertTrue(bench.refusal(GradCamCommand.class, "image", new ImagePlus("g", new ByteProcessor(16, 16)), "model", "gap").contains(
			"Image > Type > RGB Color"));
		assertTrue(bench.refusal(GradCamCommand.class, "image", new ImagePlus("c", new ColorProcessor(16, 16)), "model", "one-channel").contains(
			"Image > Type > 8-bit"));
		final FloatProcessor holes = new FloatProcessor(16, 16);
		holes.setf(4, 5, Float.NaN);
		assertTrue(bench.refusal(GradCamCommand.class, "image", new ImagePlus("n", holes), "model", "one-channel").contains("x=4, y=5"));
	}

	private static void assertOneSentence(final String sentence) {
		assertTrue(sentence.endsWith(".") && !sentence.contains("\n") && Character.isUpperCase(sentence.replaceFirst("^'.*?' .*", "X").charAt(0)),
			sentence);
	}
}
