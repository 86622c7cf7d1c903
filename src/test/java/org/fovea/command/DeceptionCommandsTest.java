package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.fovea.Progress;
import org.fovea.command.models.ClassifyCommand;
import org.fovea.command.synthesis.AdversarialExampleCommand;
import org.fovea.command.synthesis.ClassModelCommand;
import org.fovea.command.synthesis.DeepDreamCommand;
import org.fovea.command.synthesis.FoolingImageCommand;
import org.fovea.golden.Golden;
import org.fovea.model.Model;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.Command;
import org.scijava.module.Module;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Plot;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;

/** Images that deceive, through the commands: inside their bound as they are stored, and still deceiving when they are classified again. */
class DeceptionCommandsTest {

	@TempDir
	private static Path store;

	private static Workbench bench;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
		bench.add("one-channel", ModelKind.CLASSIFIER);
		bench.models().add(new ModelService.ImportRequest(Golden.of("one-channel").archive("traced").toString(), Optional.of("small"),
			ModelKind.CLASSIFIER, 24, 24, List.of(1000.), List.of(50.), List.of(), Optional.empty()), Progress.NONE);
		bench.add("unet", ModelKind.SEGMENTER, "inside", "edge", "outside");
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@AfterEach
	void clear() {
		Analyzer.setResultsTable(new ResultsTable());
	}

	@ParameterizedTest
	@CsvSource({ "pgd,linf,8/255,auto,top", "fgsm,linf,0.05,auto,top", "pgd,l2,0.03,auto,top", "pgd,linf,16/255,towards,one", "pgd,linf,0.1,away,three" })
	void theChangeIsBoundedAndTheStoredImageDeceivesAsItIsSaid(final String method, final String norm, final String epsilon, final String goal,
		final String target)
	{
		final ImagePlus image = colours(1);
		final int[] before = ((int[]) image.getProcessor().getPixels()).clone();
		final ImagePlus result = (ImagePlus) bench.run(AdversarialExampleCommand.class, "image", image, "model", "gap", "method", method, "norm",
			norm, "epsilon", epsilon, "goal", goal, "target", target).getOutput("example");
		assertEquals("colours-adversarial-example", result.getTitle());
		assertEquals(24, result.getBitDepth());
		assertArrayEquals(new int[] { 16, 16, 1, 3, 1 }, result.getDimensions());
		assertArrayEquals(before, (int[]) image.getProcessor().getPixels());
		assertArrayEquals(before, (int[]) result.getStack().getPixels(1));
		final double limit = 255 * Lists.share("epsilon", epsilon);
		final int[] changed = (int[]) result.getStack().getPixels(2);
		double square = 0;
		for (int i = 0; i < before.length; i++) {
			for (int shift = 0; shift <= 16; shift += 8) {
				final int difference = (changed[i] >> shift & 0xff) - (before[i] >> shift & 0xff);
				if (norm.equals("linf")) assertTrue(Math.abs(difference) <= limit);
				square += difference * difference;
			}
		}
		assertTrue(Math.sqrt(square / (3 * before.length)) <= limit);
		final ResultsTable table = ResultsTable.getResultsTable();
		assertEquals(5, table.size());
		final double[] after = table.getColumn("Score after");
		final String saw = best(table, "Score before");
		final boolean isDeceived = goal.equals("towards") ? best(table, "Score after").equals(target) : !best(table, "Score after").equals(goal.equals(
			"auto") ? saw : target);
		assertEquals(isDeceived, fact(result, "Result").contains("the model is deceived"), fact(result, "Result"));
		Analyzer.setResultsTable(new ResultsTable());
		result.setSlice(2);
		bench.run(ClassifyCommand.class, "image", result, "model", "gap");
		final ResultsTable again = ResultsTable.getResultsTable();
		final String[] labels = { "one", "two", "three", "four", "five" };
		for (int k = 0; k < 5; k++) assertEquals(after[k], again.getValue(labels[k], 0), 1e-6);
	}

	@Test
	void largeChangesDeceive() {
		final ImagePlus result = (ImagePlus) bench.run(AdversarialExampleCommand.class, "image", colours(2), "model", "gap", "epsilon", "0.3",
			"target", "two", "steps", 20).getOutput("example");
		assertTrue(fact(result, "Result").contains("towards two") && fact(result, "Result").contains("the model is deceived"), fact(result, "Result"));
	}

	/** Whatever ImageJ stores: the result is stored likewise, in the image's own values, and nothing leaves the range that was there. */
	@ParameterizedTest
	@CsvSource({ "byte", "short", "signed", "float" })
	void everyKindOfImageKeepsItsKind(final String kind) {
		final ImagePlus image = grey(kind);
		final Calibration calibration = image.getCalibration();
		calibration.pixelWidth = 0.5;
		calibration.setUnit("µm");
		final ImagePlus result = (ImagePlus) bench.run(AdversarialExampleCommand.class, "image", image, "model", "one-channel", "epsilon", "0.02",
			"target", "1").getOutput("example");
		assertEquals(image.getBitDepth(), result.getBitDepth());
		assertEquals(0.5, result.getCalibration().pixelWidth);
		assertArrayEquals(values(image, 1), values(result, 1));
		final float[] before = values(image, 1);
		final float[] after = values(result, 2);
		float low = 0;
		float high = 255;
		if (!kind.equals("byte")) {
			low = Float.MAX_VALUE;
			high = -Float.MAX_VALUE;
			for (final float value : before) {
				low = Math.min(low, value);
				high = Math.max(high, value);
			}
		}
		final double limit = 0.02 * ((double) high - low);
		boolean isChanged = false;
		for (int i = 0; i < before.length; i++) {
			assertTrue(Math.abs((double) after[i] - before[i]) <= limit, after[i] + " from " + before[i] + ", limit " + limit);
			assertTrue(after[i] >= low && after[i] <= high);
			isChanged |= after[i] != before[i];
		}
		assertTrue(isChanged);
	}

	/** Resized pixels lie between the values that can be stored, here from 1004.4996 to 1063.5005; what counts is the range of the stored ones. */
	@Test
	void resizedPixelsAreRoundedBeforeTheyAreChanged() {
		final ShortProcessor ip = new ShortProcessor(53, 41);
		for (int i = 0; i < 53 * 41; i++) ip.set(i, 1000 + (i % 53 * 2 + i / 53 * 6) % 69);
		final ImagePlus result = (ImagePlus) bench.run(AdversarialExampleCommand.class, "image", new ImagePlus("ramp", ip), "model", "small", "target",
			"0", "epsilon", "2/60").getOutput("example");
		assertEquals(24, result.getWidth());
		final short[] before = (short[]) result.getStack().getPixels(1);
		final short[] after = (short[]) result.getStack().getPixels(2);
		int low = Integer.MAX_VALUE;
		int high = 0;
		for (final short value : before) {
			low = Math.min(low, value);
			high = Math.max(high, value);
		}
		assertEquals(60, high - low);
		int largest = 0;
		for (int i = 0; i < before.length; i++) {
			largest = Math.max(largest, Math.abs(after[i] - before[i]));
			assertTrue(after[i] >= low && after[i] <= high, after[i] + " outside " + low + " to " + high);
		}
		assertEquals(2, largest);
		assertEquals(2, Double.parseDouble(fact(result, "Largest change of a pixel")));
	}

	@Test
	void imagesCalibratedByACurveAreRefused() {
		final ImagePlus image = grey("short");
		image.getCalibration().setFunction(Calibration.POLY2, new double[] { 0, 1, 0.001 }, "density");
		assertTrue(bench.refusal(AdversarialExampleCommand.class, "image", image, "model", "one-channel").contains("curve"));
	}

	@Test
	void regionsOfSegmentersAndAllPlanes() {
		final ImagePlus grey = grey("float");
		grey.setRoi(4, 4, 6, 6);
		final ImagePlus region = (ImagePlus) bench.run(AdversarialExampleCommand.class, "image", grey, "model", "unet", "target", "inside@roi", "area",
			"image", "epsilon", "0.3").getOutput("example");
		assertTrue(fact(region, "Result").startsWith("towards inside@roi"), fact(region, "Result"));
		final ImageStack stack = new ImageStack(16, 16);
		stack.addSlice("a", colours(1).getProcessor());
		stack.addSlice("b", colours(2).getProcessor());
		final ImagePlus all = (ImagePlus) bench.run(AdversarialExampleCommand.class, "image", new ImagePlus("two.tif", stack), "model", "gap", "slices",
			"all").getOutput("example");
		assertArrayEquals(new int[] { 16, 16, 1, 3, 2 }, all.getDimensions());
		assertTrue(Workbench.labels(all).get(4).equals("b: adversarial"), Workbench.labels(all).toString());
		assertEquals(10, ResultsTable.getResultsTable().size());
	}

	/** A segmenter is deceived when another class than before is best, on the whole or in the selection, however unsure it is of all. */
	@ParameterizedTest
	@ValueSource(strings = { "top", "edge@roi", "outside", "inside" })
	void segmentersAreDeceivedWhenAnotherClassIsBest(final String target) {
		final ImagePlus grey = grey("float");
		grey.setRoi(2, 3, 9, 8);
		final ImagePlus result = (ImagePlus) bench.run(AdversarialExampleCommand.class, "image", grey, "model", "unet", "area", "image", "target", target,
			"epsilon", "0.5", "steps", 20).getOutput("example");
		final int[] best = new int[2];
		final double[] mean = new double[3];
		try (Model model = bench.models().open("unet")) {
			for (int side = 0; side < 2; side++) {
				final Tensor output = model.network().run(Plan.FORWARD, Tensor.of(values(result, side + 1), 1, 1, 16, 16)).output();
				for (int k = 0; k < 3; k++) {
					mean[k] = 0;
					for (int i = 0; i < 256; i++) {
						if (!target.endsWith("@roi") || grey.getRoi().contains(i % 16, i / 16)) mean[k] += output.data()[256 * k + i];
					}
					if (mean[k] > mean[best[side]] || k == 0) best[side] = k;
				}
			}
		}
		final int wanted = List.of("inside", "edge", "outside").indexOf(target.replace("@roi", ""));
		final boolean isDeceived = wanted < 0 ? best[0] != best[1] : best[0] != wanted && best[1] == wanted;
		final boolean wasSo = wanted >= 0 && best[0] == wanted;
		final String verdict = isDeceived ? ", the model is deceived" : wasSo ? ", that was so before" : ", the model is not deceived";
		assertTrue(fact(result, "Result").endsWith(verdict), best[0] + " to " + best[1] + ": " + fact(result, "Result"));
	}

	@Test
	void changesOfLessThanAGreyValueAreRefused() {
		final ShortProcessor ip = new ShortProcessor(16, 16);
		for (int i = 0; i < 256; i++) ip.set(i, 1000 + i % 51);
		final ImagePlus image = new ImagePlus("dim", ip);
		final String sentence = bench.refusal(AdversarialExampleCommand.class, "image", image, "model", "one-channel");
		assertTrue(sentence.contains("less than one grey value (0.00784 of pixels between 1000 and 1050)") && sentence.contains(
			"at least epsilon=0.02,"), sentence);
		assertEquals("1.00000", fact((ImagePlus) bench.run(AdversarialExampleCommand.class, "image", image, "model", "one-channel", "epsilon", "0.02",
			"target", "2").getOutput("example"), "Largest change of a pixel"));
		final String square = bench.refusal(AdversarialExampleCommand.class, "image", image, "model", "one-channel", "epsilon", "0.001", "norm", "l2");
		assertTrue(square.contains("at least epsilon=0.00125,"), square);
	}

	@Test
	void theConfidenceIsPlottedWhereThereAreSeveralSteps() {
		final Object[] options = { "image", colours(1), "model", "gap" };
		final Module several = bench.run(AdversarialExampleCommand.class, with(options, "steps", 7));
		final ImagePlus picture = (ImagePlus) several.getOutput("plot");
		assertEquals("colours-adversarial-example-objective", picture.getTitle());
		final Plot plot = (Plot) picture.getProperty(Plot.PROPERTY_KEY);
		assertEquals("confidence", plot.getLabel('y'));
		final float[] confidences = plot.getDataObjectArrays(0)[1];
		assertEquals(8, confidences.length);
		final String[] numbers = fact((ImagePlus) several.getOutput("example"), "Result").replaceFirst(".*: (.*),.*", "$1").split(" → ");
		assertEquals(Double.parseDouble(numbers[0]), confidences[0], 1e-4);
		assertEquals(Double.parseDouble(numbers[1]), confidences[7], 1e-4);
		final Module one = bench.run(AdversarialExampleCommand.class, with(options, "method", "fgsm"));
		assertNull(one.getOutput("plot"));
		assertNotNull(one.getOutput("example"));
	}

	/** A dim plane and a bright one: shown in one range that holds both, each difference as strong as that allows. */
	@Test
	void planesOfDifferentRangesAreShownInOne() {
		final ImageStack stack = new ImageStack(16, 16);
		for (final int[] range : new int[][] { { 100, 390 }, { 20_000, 46_000 } }) {
			final ShortProcessor ip = new ShortProcessor(16, 16);
			for (int i = 0; i < 256; i++) ip.set(i, range[0] + (range[1] - range[0]) * i / 255);
			stack.addSlice(ip);
		}
		final Object[] options = { "image", new ImagePlus("planes", stack), "model", "one-channel", "slices", "all" };
		final ImagePlus result = (ImagePlus) bench.run(AdversarialExampleCommand.class, with(options, "target", "2")).getOutput("example");
		assertEquals(100, result.getDisplayRangeMin());
		assertEquals(46_000, result.getDisplayRangeMax());
		final double[] gains = { 22_950 / Math.floor(290 * 2 / 255.), 22_950 / Math.floor(26_000 * 2 / 255.) };
		for (int plane = 0; plane < 2; plane++) {
			final String label = Workbench.labels(result).get(3 * plane + 2);
			assertEquals(gains[plane], Double.parseDouble(label.replaceFirst(".*× ", "")), 0.006 * gains[plane], label);
			final float[] before = values(result, 3 * plane + 1);
			final float[] after = values(result, 3 * plane + 2);
			final float[] difference = values(result, 3 * plane + 3);
			for (int i = 0; i < 256; i++) assertEquals(23_050 + gains[plane] * (after[i] - before[i]), difference[i], 0.51);
		}
		final ImagePlus dream = (ImagePlus) bench.run(DeepDreamCommand.class, options).getOutput("picture");
		assertEquals(100, dream.getDisplayRangeMin());
		assertEquals(46_000, dream.getDisplayRangeMax());
	}

	@Test
	void foolingImagesAreBelievedWhenTheyAreClassifiedAgain() {
		final ImagePlus result = (ImagePlus) bench.run(FoolingImageCommand.class, "confidence", 0.95, "size", "48").getOutput("picture");
		assertEquals("blood-cells-fooling-image", result.getTitle());
		assertEquals(1, result.getInfoProperty().lines().filter(line -> line.startsWith("Target: ")).count());
		assertFalse(result.getInfoProperty().contains("Objective"));
		final String[] confidences = fact(result, "Confidence of the picture as it is stored").split(", ");
		assertArrayEquals(new int[] { 48, 48, 1, 3, 3 }, result.getDimensions());
		final ResultsTable table = ResultsTable.getResultsTable();
		assertEquals(9, table.size());
		final double[] after = table.getColumn("Score after");
		final String[] labels = { "WBC", "platelet", "RBC" };
		for (int k = 0; k < 3; k++) {
			Analyzer.setResultsTable(new ResultsTable());
			final ImagePlus one = new ImagePlus("one", new ColorProcessor(48, 48, (int[]) result.getStack().getPixels(3 * k + 2)));
			bench.run(ClassifyCommand.class, "image", one);
			assertEquals(after[4 * k], Double.parseDouble(confidences[k]), 1e-5);
			assertEquals(after[4 * k], ResultsTable.getResultsTable().getValue(labels[k], 0), 1e-6);
			assertTrue(after[4 * k] >= 0.95, labels[k] + " " + after[4 * k]);
		}
	}

	@Test
	void theConfidenceOfFoolingImagesIsPlotted() {
		final ImagePlus plot = (ImagePlus) bench.run(FoolingImageCommand.class, "model", "gap", "size", "16", "steps", 2).getOutput("plot");
		assertEquals("confidence", ((Plot) plot.getProperty(Plot.PROPERTY_KEY)).getLabel('y'));
	}

	@Test
	void imagesCanBeMadeIntoFoolingImages() {
		final ImagePlus image = colours(3);
		final ImagePlus result = (ImagePlus) bench.run(FoolingImageCommand.class, "image", image, "model", "gap", "confidence", 0.4, "start", "image",
			"target", "four").getOutput("picture");
		assertEquals("colours-fooling-image", result.getTitle());
		assertArrayEquals((int[]) image.getProcessor().getPixels(), (int[]) result.getStack().getPixels(1));
		assertTrue(fact(result, "Result").contains("deceived"), fact(result, "Result"));
		assertEquals(List.of("original", "fooling"), Workbench.labels(result).subList(0, 2));
	}

	@ParameterizedTest
	@CsvSource({ "mean", "blank", "noise", "image" })
	void classModelsAreAssignedTheirClassWhateverTheyBeginWith(final String start) {
		final ImagePlus result = (ImagePlus) bench.run(ClassModelCommand.class, "image", colours(1, 48), "start", start, "size", start.equals("image") ? "0"
			: "48", "steps", 80).getOutput("picture");
		assertEquals(start.equals("image") ? "colours-class-model" : "blood-cells-class-model", result.getTitle());
		assertEquals(List.of("WBC", "platelet", "RBC"), Workbench.labels(result));
		bench.run(ClassifyCommand.class, "image", result, "slices", "all");
		for (int k = 0; k < 3; k++) assertTrue(ResultsTable.getResultsTable().getValue(Workbench.labels(result).get(k), k) > 0.9);
	}

	@Test
	void lambdaKeepsPicturesNearTheMean() {
		double before = Double.MAX_VALUE;
		for (final double lambda : new double[] { 0, 0.01, 10 }) {
			final ImagePlus result = (ImagePlus) bench.run(ClassModelCommand.class, "model", "gap", "depth", "32-bit", "range", "-1,1", "lambda", lambda,
				"target", "two", "steps", 60, "size", "16").getOutput("picture");
			final double deviation = result.getProcessor().getStatistics().stdDev;
			assertTrue(deviation < before, lambda + ": " + deviation);
			before = deviation;
		}
	}

	@ParameterizedTest
	@CsvSource({ "epsilon,3,2/255", "epsilon,0,2/255", "epsilon,1/0,2/255", "epsilon,a/b,2/255", "method,cw,fgsm", "norm,l1,linf", "goal,up,away", "goal,towards,top",
		"steps,0,1 or more", "target,nowhere,one of the labels", "target,features.2:1,no class", "area,tiles,area=image" })
	void whatAnAttackCannotUseIsSaid(final String key, final String value, final String says) {
		final String sentence = bench.refusal(AdversarialExampleCommand.class, "image", colours(1), "model", "gap", key, key.equals("steps") ? (Object) 0
			: value);
		assertTrue(sentence.contains(says) && sentence.endsWith("."), sentence);
	}

	/** A class inside the selection: with an image both commands know it, and change something else than for the whole; without one it has no meaning. */
	@ParameterizedTest
	@ValueSource(classes = { ClassModelCommand.class, FoolingImageCommand.class })
	void aClassInsideTheSelectionOfTheFirstImageIsATarget(final Class<? extends Command> command) {
		final ImagePlus image = grey("float");
		image.setRoi(new OvalRoi(2, 2, 12, 10));
		final Object[] options = { "image", image, "model", "unet", "start", "image", "steps", 12 };
		final ImagePlus region = (ImagePlus) bench.run(command, with(options, "target", "edge@roi")).getOutput("picture");
		assertEquals("edge@roi", fact(region, "Target"));
		final int slice = region.getStackSize() == 3 ? 2 : 1;
		final ImagePlus whole = (ImagePlus) bench.run(command, with(options, "target", "edge")).getOutput("picture");
		assertFalse(Arrays.equals((float[]) region.getStack().getPixels(slice), (float[]) whole.getStack().getPixels(slice)));
		image.deleteRoi();
		assertTrue(bench.refusal(command, with(options, "target", "edge@roi")).startsWith("Draw a selection first"));
		assertEquals("'edge@roi' is a class inside the selection of an image, and here is none; use the target 'edge'.", bench.refusal(command, "model",
			"unet", "start", "mean", "target", "edge@roi"));
	}

	@Test
	void whatPicturesCannotBeginWithIsSaid() {
		assertTrue(bench.refusal(ClassModelCommand.class, "model", "gap", "start", "image").startsWith("Open an image first"));
		assertTrue(bench.refusal(ClassModelCommand.class, "model", "gap", "start", "photo").contains("noise, blank, mean, image"));
		assertTrue(bench.refusal(FoolingImageCommand.class, "model", "gap", "start", "image", "image", colours(1), "size", "16").contains("size"));
		assertTrue(bench.refusal(FoolingImageCommand.class, "model", "gap", "target", "features.2:1").contains("no class"));
		assertTrue(bench.refusal(FoolingImageCommand.class, "model", "gap", "confidence", 1.5).contains("0 and 1"));
		assertTrue(bench.refusal(ClassModelCommand.class, "model", "gap", "lambda", -1.).contains("0 or more"));
		assertTrue(bench.refusal(ClassModelCommand.class, "model", "gap", "rate", 0.).contains("above 0"));
		assertTrue(bench.refusal(ClassModelCommand.class, "model", "gap", "lambda", 1e300, "start", "noise", "size", "16").contains("range of numbers"));
	}

	private static ImagePlus colours(final long seed) {
		return colours(seed, 16);
	}

	private static ImagePlus colours(final long seed, final int side) {
		final int[] rgb = new Random(seed).ints(side * side).map(value -> value | 0xff000000).toArray();
		return new ImagePlus("colours.png", new ColorProcessor(side, side, rgb));
	}

	private static ImagePlus grey(final String kind) {
		final float[] values = Golden.formula(2, 1, 1, 16, 16).data();
		final ImagePlus image = new ImagePlus("grey", switch (kind) {
			case "byte" -> {
				final ByteProcessor ip = new ByteProcessor(16, 16);
				for (int i = 0; i < 256; i++) ip.set(i, (int) (127.5 * (values[i] + 1)));
				yield ip;
			}
			case "short", "signed" -> {
				final ShortProcessor ip = new ShortProcessor(16, 16);
				for (int i = 0; i < 256; i++) ip.set(i, (int) (32768 + 900 * values[i]));
				yield ip;
			}
			default -> new FloatProcessor(16, 16, values.clone());
		});
		if (kind.equals("signed")) image.getCalibration().setSigned16BitCalibration();
		return image;
	}

	private static float[] values(final ImagePlus image, final int slice) {
		final float[] values = new float[256];
		final float[] table = image.getBitDepth() == 16 ? image.getCalibration().getCTable() : null;
		for (int i = 0; i < 256; i++) {
			final float raw = image.getStack().getProcessor(slice).getf(i);
			values[i] = table == null ? raw : table[(int) raw];
		}
		return values;
	}

	private static Object[] with(final Object[] options, final Object... more) {
		return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray();
	}

	private static String best(final ResultsTable table, final String column) {
		int best = 0;
		for (int i = 1; i < table.size(); i++) {
			if (table.getValue(column, i) > table.getValue(column, best)) best = i;
		}
		return table.getStringValue("Class", best);
	}

	private static String fact(final ImagePlus image, final String key) {
		return Arrays.stream(image.getInfoProperty().split("\n")).filter(line -> line.startsWith(key + ": ")).findFirst().orElseThrow().substring(key
			.length() + 2);
	}

	@Test
	void differencesAreGreyWhereNothingChanged() {
		final ImagePlus result = (ImagePlus) bench.run(FoolingImageCommand.class, "model", "gap", "confidence", 0., "target", "one", "size", "16")
			.getOutput("picture");
		for (final int rgb : (int[]) result.getStack().getPixels(3)) assertEquals(0xff808080, rgb);
		assertFalse(fact(result, "Result").contains("the model is deceived") && fact(result, "Largest change of a pixel").equals("0.00000"));
	}
}
