package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fovea.FoveaException;
import org.fovea.command.attribution.CheckMapCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ColorProcessor;

/** The check of maps as a microscopist meets it: one row for each plane, two plots, and words. */
class CheckMapTest {

	@TempDir
	private static Path store;

	private static Workbench bench;
	private final Golden gap = Golden.of("gap");

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
		bench.add("unet", ModelKind.SEGMENTER, "inside", "edge", "outside");
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@BeforeEach
	void clearTable() {
		Analyzer.setResultsTable(new ResultsTable());
	}

	static List<String> techniques() {
		try (Workbench any = new Workbench(store)) {
			return techniques(any).names();
		}
	}

	private static Techniques techniques(final Workbench any) {
		return new Techniques(any.context().service(CommandService.class), any.context().service(ModuleService.class));
	}

	@ParameterizedTest
	@MethodSource("techniques")
	void everyTechniqueCanBeChecked(final String technique) {
		final Module module = bench.run(CheckMapCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "technique", technique, "target",
			"three", "networks", 1, "stages", 2, "baselines", 2, "options", technique.equals("rise") ? "masks=50" : "");
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(1, table.size(), String.valueOf(((org.scijava.Cancelable) module).getCancelReason()));
		assertEquals(technique, table.getStringValue("Technique", 0));
		final boolean isFam = technique.equals("fam");
		assertEquals(isFam ? "similarity to itself" : "three", table.getStringValue("Target", 0));
		assertEquals(isFam ? "similarity" : "probability", table.getStringValue("Quantity", 0));
		final String verdict = table.getStringValue("Verdict", 0);
		assertTrue(verdict.endsWith("."), verdict);
		if (verdict.startsWith("No positive evidence")) return;
		for (final String column : List.of("Score", "Deletion", "Deletion random", "Insertion", "Insertion random", "Deletion edges",
			"Insertion edges"))
		{
			final double value = table.getValue(column, 0);
			assertTrue(value > 0 && value < 1 + 1e-6, column + " " + value);
		}
		assertTrue(Math.abs(table.getValue("Shuffled all", 0)) <= 1);
		assertTrue(Math.abs(table.getValue(isFam ? "Shuffled 1 of 3" : "Shuffled 1 of 4", 0)) <= 1);
		assertNotNull(module.getOutput("curves"));
		assertEquals("golden-randomisation-" + technique.replace(' ', '-'), ((ImagePlus) module.getOutput("cascade")).getTitle());
	}

	@Test
	void techniquesThatAreKnownToFailSayItInTheirDialogAndInTheVerdict() {
		final Techniques techniques = techniques(bench);
		for (final String technique : List.of("guided backpropagation", "deconvnet", "guided grad-cam")) {
			assertTrue(techniques.caution(technique).orElseThrow().contains("Adebayo"), technique);
			bench.run(CheckMapCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "technique", technique, "networks", 1, "stages", 1);
			assertTrue(Analyzer.getResultsTable().getStringValue("Verdict", 0).contains("Known to fail"), technique);
		}
		assertTrue(techniques.caution("grad-cam").isEmpty());
	}

	@Test
	void everyPlaneOfAStackHasARow() {
		final ImagePlus stack = Workbench.image(gap.input(), Golden.formula(7, gap.input().shape()), Golden.formula(8, gap.input().shape()));
		final Module module = bench.run(CheckMapCommand.class, "image", stack, "model", "gap", "technique", "saliency map", "slices", "all", "networks", 1,
			"stages", 1);
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(3, table.size());
		assertEquals("z:2/3", table.getStringValue("Slice", 1));
		assertTrue(table.getStringValue("Target", 0).startsWith("top ("));
		assertEquals(3, ((ImagePlus) module.getOutput("curves")).getStackSize());
	}

	@Test
	void regionsOfSegmentersAndUnitsAreChecked() {
		final ImagePlus image = Workbench.image(Golden.of("unet").input());
		image.setRoi(4, 4, 5, 5);
		bench.run(CheckMapCommand.class, "image", image, "model", "unet", "technique", "saliency map", "target", "inside@roi", "area", "image", "networks",
			1, "stages", 1);
		assertEquals("inside@roi", Analyzer.getResultsTable().getStringValue("Target", 0));
		final String quantity = Analyzer.getResultsTable().getStringValue("Quantity", 0);
		final double score = Analyzer.getResultsTable().getValue("Score", 0);
		if (quantity.equals("probability")) assertTrue(score > 0 && score < 1, String.valueOf(score));
		clearTable();
		bench.run(CheckMapCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "technique", "saliency map", "target", "features.2:3",
			"networks", 1, "stages", 1);
		assertEquals("logit", Analyzer.getResultsTable().getStringValue("Quantity", 0));
	}

	/** Deleting to black by hand: the cosine of what is left with the intact image's own embedding, and with a reference's. */
	@Test
	void mapsOfSimilarityAreCheckedBySimilarity() {
		final ImagePlus image = Workbench.image(gap.input());
		final ImagePlus other = Workbench.image(Golden.formula(7, gap.input().shape()));
		final Path file = store.resolve("other.tif");
		IJ.saveAsTiff(other, file.toString());
		for (final boolean isSelf : new boolean[] { true, false }) {
			clearTable();
			bench.run(CheckMapCommand.class, "image", image, "model", "gap", "technique", "fam", "layer", "features.2", "steps", 1, "fill", "black",
				"networks", 1, "stages", 1, "options", isSelf ? "" : "reference=" + file);
			final ResultsTable table = Analyzer.getResultsTable();
			try (Network network = Network.open(gap.archive("traced"))) {
				final double[] image0 = pooled(network, gap.input());
				final double[] reference = isSelf ? image0 : pooled(network, Golden.formula(7, gap.input().shape()));
				final double clean = cosine(image0, reference);
				final double black = cosine(pooled(network, Tensor.zeros(gap.input().shape())), reference);
				assertEquals(clean, table.getValue("Score", 0), 1e-5);
				assertEquals((clean + black) / 2, table.getValue("Deletion", 0), 1e-5);
			}
			assertTrue(table.columnExists("Shuffled all"));
		}
		assertTrue(bench.refusal(CheckMapCommand.class, "image", image, "model", "gap", "technique", "fam", "quantity", "probability").contains(
			"no probability"));
	}

	private static double[] pooled(final Network network, final Tensor input) {
		final Tensor maps = network.run(Plan.FORWARD.tap("features.2"), input).activation("features.2");
		final double[] means = new double[maps.size(1)];
		for (int i = 0; i < maps.length(); i++) means[i * means.length / maps.length()] += maps.data()[i];
		return means;
	}

	private static double cosine(final double[] a, final double[] b) {
		double ab = 0;
		double aa = 0;
		double bb = 0;
		for (int k = 0; k < a.length; k++) {
			ab += a[k] * b[k];
			aa += a[k] * a[k];
			bb += b[k] * b[k];
		}
		return ab / Math.sqrt(aa * bb);
	}

	@Test
	void optionsReachTheTechnique() {
		final ImagePlus image = Workbench.image(gap.input());
		bench.run(CheckMapCommand.class, "image", image, "model", "gap", "technique", "saliency map", "networks", 1, "stages", 1);
		final double plain = Analyzer.getResultsTable().getValue("Deletion", 0);
		clearTable();
		bench.run(CheckMapCommand.class, "image", image, "model", "gap", "technique", "saliency map", "networks", 1, "stages", 1, "options",
			"method=[input times gradient] reduction=signed");
		assertFalse(plain == Analyzer.getResultsTable().getValue("Deletion", 0));
		assertEquals(Map.of("samples", 7, "noise", 0.25, "method", "smoothgrad"), techniques(bench).options("Saliency Map",
			"samples=7 noise=0.25 method=smoothgrad"));
		for (final String wrong : List.of("sample=7", "samples=many", "samples", "target=one", "samples=7 and more")) {
			final String sentence = Assertions.assertThrows(FoveaException.class, () -> techniques(bench).options("saliency map", wrong)).getMessage();
			assertTrue(sentence.endsWith("."), sentence);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "technique | guess | grad-cam", "fill | pink | mean", "quantity | drop | logit", "target | six | three",
		"options | cells=3 | layer", "layer | nowhere | features.0" })
	void unusableValuesAreAnsweredWithWhatExists(final String key, final String value, final String exists) {
		final String sentence = bench.refusal(CheckMapCommand.class, "image", Workbench.image(gap.input()), "model", "gap", key, value);
		assertTrue(sentence.contains(exists) && sentence.endsWith("."), sentence);
	}

	@Test
	void unusableNumbersAndImagesAreRefused() {
		final ImagePlus image = Workbench.image(gap.input());
		for (final String key : List.of("steps", "baselines", "stages", "networks")) {
			assertTrue(bench.refusal(CheckMapCommand.class, "image", image, "model", "gap", key, 0).contains("'" + key + "' must be"));
		}
		assertEquals("Open an image first.", bench.refusal(CheckMapCommand.class, "model", "gap"));
		assertTrue(bench.refusal(CheckMapCommand.class, "image", image, "model", "gap", "target", "features.2:1", "layer", "features.0", "quantity",
			"probability").contains("no probability"));
		assertTrue(bench.refusal(CheckMapCommand.class, "image", new ImagePlus("c", new ColorProcessor(16, 16)), "model", "unet").contains("8-bit"));
	}
}
