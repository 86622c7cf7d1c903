package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.KeyEvent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.fovea.command.models.ClassifyCommand;
import org.fovea.command.synthesis.ActivationMaximizationCommand;
import org.fovea.model.Model;
import org.fovea.model.ModelKind;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.module.Module;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

/** Pictures that commands make: their kind and range, their labels, what is said about them, and that they are what is said. */
class SynthesisCommandsTest {

	@TempDir
	private static Path store;

	private static Workbench bench;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
		bench.add("one-channel", ModelKind.CLASSIFIER);
		bench.add("five-channels", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
		IJ.resetEscape();
	}

	@Test
	void everyClassGetsASliceThatIsClassifiedAsSuch() {
		final ImagePlus picture = picture("model", "blood-cells", "size", "72x64", "steps", 80);
		assertEquals("blood-cells-activation-maximization", picture.getTitle());
		assertEquals(24, picture.getBitDepth());
		assertArrayEquals(new int[] { 72, 64, 1, 3, 1 }, picture.getDimensions());
		assertEquals(List.of("WBC", "platelet", "RBC"), Workbench.labels(picture));
		Analyzer.setResultsTable(new ResultsTable());
		bench.run(ClassifyCommand.class, "image", picture, "model", "blood-cells", "slices", "all");
		for (int n = 0; n < 3; n++) assertTrue(ResultsTable.getResultsTable().getValue(Workbench.labels(picture).get(n), n) > 0.99);
		Analyzer.setResultsTable(new ResultsTable());
	}

	@Test
	void theStatedObjectiveIsThatOfTheStoredPixels() {
		final ImagePlus picture = picture("model", "gap", "layer", "features.4", "units", "3-4,7", "size", "17x15", "steps", 5);
		assertEquals(List.of("features.4/3", "features.4/4", "features.4/7"), Workbench.labels(picture));
		final String[] stated = fact(picture, "Objective of the picture as it is stored").split(", ");
		final int[] units = { 3, 4, 7 };
		try (Model model = bench.models().open("gap")) {
			for (int n = 0; n < 3; n++) {
				final float[] pixels = new float[3 * 255];
				for (int i = 0; i < pixels.length; i++) {
					pixels[i] = picture.getStack().getProcessor(n + 1).get(i % 255) >> 16 - 8 * (i / 255) & 0xff;
				}
				final Tensor input = model.prepare(Tensor.of(pixels, 1, 3, 15, 17));
				final double value = model.network().run(Plan.FORWARD, Target.unit("features.4", units[n]), input).values()[0];
				assertEquals(value, Double.parseDouble(stated[n]), 1e-5 * Math.abs(value));
			}
		}
		assertEquals("5", fact(picture, "Steps"));
		assertTrue(fact(picture, "Options").contains("units=3-4,7"));
	}

	@Test
	void sameSeedSamePictureAndAnotherSeedAnother() {
		final Object[] options = { "model", "gap", "target", "two", "size", "16", "steps", 4 };
		assertArrayEquals((int[]) picture(options).getProcessor().getPixels(), (int[]) picture(options).getProcessor().getPixels());
		final Object[] other = Arrays.copyOf(options, 10);
		other[8] = "seed";
		other[9] = 2;
		assertFalse(Arrays.equals((int[]) picture(options).getProcessor().getPixels(), (int[]) picture(other).getProcessor().getPixels()));
	}

	@ParameterizedTest
	@CsvSource({ "one-channel,8-bit,'',8,1,0,255", "one-channel,16-bit,'100,4095',16,1,100,4095", "one-channel,32-bit,'-2,3',32,1,-2,3",
		"five-channels,8-bit,'',8,5,0,255", "five-channels,16-bit,'0,4095',16,5,0,4095", "gap,32-bit,'0,1',32,3,0,1" })
	void picturesHaveTheWantedBitsChannelsAndRange(final String model, final String depth, final String range, final int bits, final int channels,
		final double low, final double high)
	{
		final ImagePlus picture = picture("model", model, "depth", depth, "range", range, "units", "0-1", "layer", "output", "steps", 3, "size",
			"16");
		assertEquals(bits, picture.getBitDepth());
		assertArrayEquals(new int[] { 16, 16, channels, 2, 1 }, picture.getDimensions());
		for (int i = 1; i <= picture.getStackSize(); i++) {
			picture.setPosition(i);
			assertTrue(picture.getProcessor().getStatistics().min >= low && picture.getProcessor().getStatistics().max <= high);
			assertEquals(low, picture.getDisplayRangeMin());
			assertEquals(high, picture.getDisplayRangeMax());
		}
	}

	@Test
	void everyOptionHasAnEffect() {
		final Object[][] changes = { { "parametrization", "pixel" }, { "rate", 0.2 }, { "optimizer", "nadam" }, { "decay", 0.3 }, { "blur", 2. }, { "norm",
			0.6 }, { "contribution", 0.6 }, { "variation", 50. }, { "jitter", 0 }, { "zoom", 0.5 }, { "rotation", 90. }, { "seed", 3 } };
		final int[] usual = pixels("model", "gap", "target", "two", "size", "16", "steps", 6);
		for (final Object[] change : changes) {
			assertFalse(Arrays.equals(usual, pixels("model", "gap", "target", "two", "size", "16", "steps", 6, change[0], change[1])), change[0]
				.toString());
		}
		assertFalse(Arrays.equals(pixels("model", "gap", "target", "two", "size", "16", "steps", 6, "blur", 2., "every", 1), pixels("model", "gap",
			"target", "two", "size", "16", "steps", 6, "blur", 2., "every", 3)));
	}

	@Test
	void theObjectiveIsPlotted() {
		final Module module = bench.run(ActivationMaximizationCommand.class, "model", "gap", "size", "16", "steps", 3);
		final ImagePlus plot = (ImagePlus) module.getOutput("plot");
		assertEquals("gap-activation-maximization-objective", plot.getTitle());
	}

	@Test
	void escKeepsWhatIsThere() throws InterruptedException {
		final AtomicBoolean isDone = new AtomicBoolean();
		final Thread finger = new Thread(() -> {
			while (!isDone.get()) {
				LockSupport.parkNanos(20_000_000);
				IJ.setKeyDown(KeyEvent.VK_ESCAPE);
			}
		});
		finger.start();
		final ImagePlus picture;
		try {
			picture = picture("model", "gap", "target", "two", "size", "16", "steps", 1_000_000);
		}
		finally {
			isDone.set(true);
			finger.join();
			IJ.resetEscape();
		}
		assertTrue(fact(picture, "Steps").matches("stopped at step \\d+"), fact(picture, "Steps"));
		assertEquals(List.of("two (" + fact(picture, "Steps") + ")"), Workbench.labels(picture));
	}

	@Test
	void wholeLayersAreAmplified() {
		final ImagePlus picture = picture("model", "gap", "target", "features.2:*", "size", "16", "steps", 3);
		assertEquals("features.2:*", fact(picture, "Target"));
	}

	@ParameterizedTest
	@CsvSource({ "target,top,class of an image", "target,seven,one two", "target,nowhere:3,Model Summary", "target,two@roi,", "units,a-b,0-15",
		"units,99,units 0 to", "layer,nowhere,", "parametrization,wavelet,fourier", "steps,-1,0 and", "rate,0,above 0", "rate,-2,above 0", "decay,2,0 and 1",
		"blur,-1,0 and", "every,0,1 or more", "norm,1.5,0 and 1", "contribution,-1,0 and 1", "variation,-1,0 or more", "jitter,-1,0 and", "zoom,1,0.9",
		"rotation,500,180", "size,abc,224x160", "size,99999,4096", "depth,12-bit,16-bit", "range,'5,3',smallest", "range,'0,300',255",
		"range,1,smallest", "optimizer,magic,adam", "model,nothing," })
	void whatCannotBeUsedIsSaidInOneSentence(final String key, final String value, final String says) {
		final Object typed = List.of("steps", "every", "jitter").contains(key) ? (Object) Integer.valueOf(value) : List.of("rate", "decay", "blur",
			"norm", "contribution", "variation", "zoom", "rotation").contains(key) ? (Object) Double.valueOf(value) : value;
		final Object[] options = key.equals("layer") ? new Object[] { "model", "gap", "units", "1", key, typed } : new Object[] { "model", "gap", key,
			typed };
		final String sentence = bench.refusal(ActivationMaximizationCommand.class, options);
		for (final String word : says == null ? new String[0] : new String[] { says.equals("one two") ? "one, two" : says }) {
			assertTrue(sentence.contains(word), sentence);
		}
		assertTrue(sentence.endsWith(".") && sentence.indexOf('\n') < 0, sentence);
	}

	@ParameterizedTest
	@CsvSource({ "rate,1e38,fourier,6", "variation,1e300,fourier,6", "variation,1e300,fourier,1", "variation,1e300,pixel,6" })
	void climbsThatLeaveTheRangeOfNumbersSaySo(final String key, final double value, final String parametrization, final int steps) {
		final String sentence = bench.refusal(ActivationMaximizationCommand.class, "model", "gap", "target", "two", "size", "16", "steps", steps,
			"parametrization", parametrization, key, value);
		assertTrue(sentence.startsWith("The picture left the range of numbers at step ") && sentence.contains("smaller rate"), sentence);
	}

	private static ImagePlus picture(final Object... options) {
		return (ImagePlus) bench.run(ActivationMaximizationCommand.class, options).getOutput("picture");
	}

	private static int[] pixels(final Object... options) {
		return (int[]) picture(options).getProcessor().getPixels();
	}

	private static String fact(final ImagePlus image, final String key) {
		return Arrays.stream(image.getInfoProperty().split("\n")).filter(line -> line.startsWith(key + ": ")).findFirst().orElseThrow().substring(key
			.length() + 2);
	}
}
