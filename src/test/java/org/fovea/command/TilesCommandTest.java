package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fovea.Progress;
import org.fovea.command.activations.FeatureMapsCommand;
import org.fovea.command.attribution.CheckMapCommand;
import org.fovea.command.attribution.DeconvnetCommand;
import org.fovea.command.attribution.GuidedBackpropagationCommand;
import org.fovea.command.attribution.GuidedGradCamCommand;
import org.fovea.command.attribution.OcclusionMapCommand;
import org.fovea.command.attribution.RiseCommand;
import org.fovea.command.attribution.SaliencyMapCommand;
import org.fovea.command.cam.CamCommand;
import org.fovea.command.cam.FamCommand;
import org.fovea.command.cam.FeatUpCommand;
import org.fovea.command.cam.GradCamCommand;
import org.fovea.command.cam.GradCamPlusPlusCommand;
import org.fovea.command.cam.HiResCamCommand;
import org.fovea.command.cam.LayerCamCommand;
import org.fovea.command.cam.ScoreCamCommand;
import org.fovea.command.models.ClassifyCommand;
import org.fovea.command.synthesis.AdversarialExampleCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;
import org.fovea.network.Tiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.Command;
import org.scijava.module.Module;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

/** {@code area=tiles} gives what {@code area=image} gives. */
class TilesCommandTest {

	@TempDir
	private static Path store;

	private static Workbench bench;
	private static String before;

	private final ImagePlus colours = Workbench.image(Golden.formula(5, 1, 3, 93, 107));
	/** Not formula 5: there a ReLU's input is zero to seven digits, and its gradient depends on how the sums are rounded. */
	private final ImagePlus grey = Workbench.image(Golden.formula(6, 1, 1, 158, 171));

	@BeforeAll
	static void open() {
		before = System.getProperty(Tiles.SIDE);
		System.setProperty(Tiles.SIDE, "8");
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
		bench.add("unet", ModelKind.SEGMENTER, "inside", "edge", "outside");
		bench.add("residual", ModelKind.CLASSIFIER);
		bench.models().add(new ModelService.ImportRequest(Golden.of("plain").archive("traced").toString(), Optional.of("plain"),
			ModelKind.CLASSIFIER, 16, 16, List.of(), List.of(), List.of(), Optional.empty()), Progress.NONE);
	}

	@AfterAll
	static void close() {
		bench.close();
		if (before == null) System.clearProperty(Tiles.SIDE);
		else System.setProperty(Tiles.SIDE, before);
	}

	@ParameterizedTest
	@ValueSource(classes = { GradCamCommand.class, GradCamPlusPlusCommand.class, HiResCamCommand.class, LayerCamCommand.class,
		CamCommand.class, ScoreCamCommand.class, SaliencyMapCommand.class, GuidedBackpropagationCommand.class, DeconvnetCommand.class,
		GuidedGradCamCommand.class })
	void mapsOfClassifiers(final Class<? extends Command> command) {
		assertSame(command, "heatmap", "image", colours, "model", "gap", "target", "top", "area");
	}

	/** Embeddings are pooled over all tiles, those of the reference as well. */
	@Test
	void similarities() throws IOException {
		assertSame(FamCommand.class, "heatmap", "image", colours, "model", "gap", "area");
		final Path reference = store.resolve("reference.tif");
		IJ.saveAsTiff(Workbench.image(Golden.formula(8, 1, 3, 61, 75)), reference.toString());
		assertSame(FamCommand.class, "heatmap", "image", colours, "model", "gap", "layer", "features.4", "reference", reference.toString(), "area");
		Files.delete(reference);
	}

	@ParameterizedTest
	@ValueSource(strings = { "smoothgrad", "integrated gradients", "input times gradient" })
	void saliencyByEveryMethod(final String method) {
		assertSame(SaliencyMapCommand.class, "heatmap", "image", colours, "model", "gap", "method", method, "samples", 3, "area");
	}

	@ParameterizedTest
	@CsvSource({ "grey, logit", "blur, probability", "mean, logit" })
	void occlusion(final String fill, final String quantity) {
		assertSame(OcclusionMapCommand.class, "heatmap", "image", colours, "model", "gap", "window", 20, "stride", 19, "fill", fill, "quantity",
			quantity, "area");
	}

	@Test
	void rise() {
		assertSame(RiseCommand.class, "heatmap", "image", colours, "model", "gap", "masks", 20, "area");
	}

	@Test
	void unitsOfInnerLayers() {
		assertSame(DeconvnetCommand.class, "heatmap", "image", colours, "model", "gap", "target", "features.2:5", "area");
		assertSame(OcclusionMapCommand.class, "heatmap", "image", colours, "model", "gap", "window", 30, "target", "features.2:5@10,12", "area");
		assertSame(SaliencyMapCommand.class, "heatmap", "image", colours, "model", "gap", "target", "features.2:3", "method", "smoothgrad", "samples", 2,
			"area");
	}

	@Test
	void segmentersByEveryKindOfMap() {
		grey.setRoi(60, 47, 43, 39);
		assertSame(GuidedBackpropagationCommand.class, "heatmap", "image", grey, "model", "unet", "target", "inside@roi", "area");
		assertSame(OcclusionMapCommand.class, "heatmap", "image", grey, "model", "unet", "target", "inside@roi", "window", 50, "area");
		assertSame(RiseCommand.class, "heatmap", "image", grey, "model", "unet", "target", "edge", "masks", 6, "area");
	}

	@Test
	void featureMaps() {
		assertSame(FeatureMapsCommand.class, "maps", "image", colours, "model", "gap", "layer", "features.2", "units", "3,5", "area");
	}

	@Test
	void saliencyOfSegmentersEverywhereAndInsideASelection() {
		assertSame(SaliencyMapCommand.class, "heatmap", "image", grey, "model", "unet", "target", "edge", "reduction", "signed", "area");
		grey.setRoi(60, 47, 43, 39);
		assertSame(SaliencyMapCommand.class, "heatmap", "image", grey, "model", "unet", "target", "inside@roi", "area");
	}

	@Test
	void classify() {
		for (final ImagePlus image : List.of(colours, grey)) {
			Analyzer.setResultsTable(new ResultsTable());
			final String model = image == colours ? "gap" : "unet";
			bench.run(ClassifyCommand.class, "image", image, "model", model, "area", "image");
			bench.run(ClassifyCommand.class, "image", image, "model", model, "area", "tiles");
			final ResultsTable table = Analyzer.getResultsTable();
			assertEquals(2, table.size());
			assertEquals(table.getStringValue("Class", 0), table.getStringValue("Class", 1));
			assertEquals(table.getValue("Score", 0), table.getValue("Score", 1), 1e-6);
		}
	}

	/** A skip passes the layer by, so that tiles are joined at the result and carried back. */
	@ParameterizedTest
	@CsvSource({ "down1", "down2", "bottom", "up2", "merge2" })
	void layersThatSkipsPassBy(final String layer) {
		assertSame(LayerCamCommand.class, "heatmap", "image", grey, "model", "unet", "layer", layer, "target", "edge", "area");
		grey.setRoi(60, 47, 43, 39);
		assertSame(HiResCamCommand.class, "heatmap", "image", grey, "model", "unet", "layer", layer, "target", "inside@roi", "area");
	}

	/** Inside a block, beside which the sum goes on; behind it all is pooled. */
	@Test
	void layersInsideResidualBlocks() {
		assertSame(LayerCamCommand.class, "heatmap", "image", colours, "model", "residual", "layer", "layer2.0.bn2", "target", "1", "area");
	}

	/** Of every view of the image. */
	@Test
	void fieldsOfManyViews() {
		assertSame(FeatUpCommand.class, "heatmap", "image", colours, "model", "gap", "method", "implicit", "views", 4, "steps", 10, "layer", "features.4",
			"area");
		assertSame(FeatUpCommand.class, "maps", "image", colours, "model", "gap", "method", "implicit", "draw", "units", "units", "2,7", "views", 3,
			"steps", 10, "layer", "features.2", "area");
	}

	/** Deleted, inserted and shuffled in tiles. */
	@ParameterizedTest
	@CsvSource({ "gap, three, grad-cam, auto", "gap, features.2:3@10@12, saliency map, logit", "gap, top, fam, auto", "unet, edge@roi, saliency map, auto" })
	void checks(final String model, final String target, final String technique, final String quantity) {
		final ImagePlus image = model.equals("gap") ? colours : grey;
		image.setRoi(60, 47, 43, 39);
		final List<ResultsTable> tables = new ArrayList<>();
		for (final String area : List.of("image", "tiles")) {
			Analyzer.setResultsTable(new ResultsTable());
			bench.run(CheckMapCommand.class, "image", image, "model", model, "target", target.replace("10@12", "10,12"), "technique", technique, "quantity",
				quantity, "steps", 2, "stages", 2, "networks", 1, "baselines", 2, "area", area);
			tables.add(Analyzer.getResultsTable());
		}
		assertEquals(1, tables.get(1).size());
		for (final String column : tables.get(0).getHeadings()) {
			final double expected = tables.get(0).getValue(column, 0);
			if (Double.isNaN(expected)) assertEquals(tables.get(0).getStringValue(column, 0), tables.get(1).getStringValue(column, 0));
			else assertEquals(expected, tables.get(1).getValue(column, 0), column.startsWith("Shuffled") ? 2e-3 : 1e-4, column);
		}
	}

	@Test
	void whatCannotBeTiledIsSaid() {
		assertRefused("no tiles", AdversarialExampleCommand.class, "image", colours, "model", "gap");
		assertRefused("nothing to tile", GradCamCommand.class, "image", colours, "model", "plain");
		assertRefused("any size", GradCamCommand.class, "image", colours, "model", "plain", "fit", "native");
	}

	private static void assertRefused(final String words, final Class<? extends Command> command, final Object... inputs) {
		final String sentence = bench.refusal(command, with("tiles", inputs, "area"));
		assertTrue(sentence.contains(words) && sentence.endsWith(".") && sentence.contains("area=image"), sentence);
	}

	private static void assertSame(final Class<? extends Command> command, final String output, final Object... inputs) {
		final ImagePlus expected = (ImagePlus) bench.run(command, with("image", inputs)).getOutput(output);
		final Module module = bench.run(command, with("tiles", inputs));
		final ImagePlus found = (ImagePlus) module.getOutput(output);
		assertArrayEquals(expected.getDimensions(), found.getDimensions());
		assertEquals(expected.getProp("Target"), found.getProp("Target"));
		assertEquals(expected.getProp("Rewritten ReLUs"), found.getProp("Rewritten ReLUs"));
		if (expected.getProp("Margin") != null && found.getProp("Margin") != null) {
			final double margin = Double.parseDouble(expected.getProp("Margin"));
			assertEquals(margin, Double.parseDouble(found.getProp("Margin")), 1e-4 * Math.abs(margin));
		}
		for (int slice = 1; slice <= expected.getStackSize(); slice++) {
			final float[] values = (float[]) expected.getStack().getPixels(slice);
			double largest = 0;
			for (final float value : values) largest = Math.max(largest, Math.abs(value));
			assertTrue(largest > 0, "nothing to compare");
			assertArrayEquals(values, (float[]) found.getStack().getPixels(slice), (float) (1e-5 * largest));
		}
	}

	private static Object[] with(final String area, final Object[] inputs, final Object... further) {
		final List<Object> all = new ArrayList<>(Arrays.asList(inputs));
		all.addAll(Arrays.asList(further));
		all.add(area);
		return all.toArray();
	}
}
