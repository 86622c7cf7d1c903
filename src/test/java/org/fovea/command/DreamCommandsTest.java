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
import java.util.Random;
import java.util.stream.Stream;

import org.fovea.command.synthesis.AdversarialExampleCommand;
import org.fovea.command.synthesis.DeepDreamCommand;
import org.fovea.command.synthesis.FeatureInversionCommand;
import org.fovea.command.synthesis.MacoCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.Command;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.module.Module;
import org.scijava.task.event.TaskEvent;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

/** DeepDream, Feature Inversion and MACO through their commands. */
class DreamCommandsTest {

	@TempDir
	private static Path store;

	private static Workbench bench;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
		bench.add("five-channels", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@Test
	void noDreamIsTheImageItself() {
		final ImagePlus image = colours(1);
		image.setRoi(3, 4, 20, 17);
		final ImagePlus dream = (ImagePlus) bench.run(DeepDreamCommand.class, "image", image, "model", "gap", "steps", 0).getOutput("picture");
		assertEquals("colours-deepdream", dream.getTitle());
		assertArrayEquals((int[]) image.crop().getProcessor().getPixels(), (int[]) dream.getProcessor().getPixels());
		assertEquals(-3, dream.getCalibration().xOrigin);
	}

	@Test
	void dreamsOfAllPlanesRiseAtEverySize() {
		final ImageStack stack = new ImageStack(32, 30);
		stack.addSlice("a", colours(1).getProcessor());
		stack.addSlice("b", colours(2).getProcessor());
		final Module module = bench.run(DeepDreamCommand.class, "image", new ImagePlus("two", stack), "model", "gap", "slices", "all", "octaves", 3);
		final ImagePlus dream = (ImagePlus) module.getOutput("picture");
		assertEquals(2, dream.getStackSize());
		for (final String result : fact(dream, "Result").split("; ")) {
			final String[] sides = result.replaceFirst(".*size ", "").split(" → ");
			for (int i = 0; i < 3; i++) assertTrue(Double.parseDouble(sides[1].split(", ")[i]) > Double.parseDouble(sides[0].split(", ")[i]), result);
		}
		assertEquals("two-deepdream-objective", ((ImagePlus) module.getOutput("plot")).getTitle());
	}

	/** Whatever the rate: Info names exactly the sizes at which its own numbers fell. Nearly all that a dream can show is there when it is dreamt again. */
	@ParameterizedTest
	@CsvSource({ "0.05,0.01,true", "0.05,0.05,true", "10,3,false", "10,10,false" })
	void sizesAtWhichTheObjectiveFellAreNamed(final double first, final double again, final boolean falls) {
		final ImagePlus dream = dream(colours(1), "rate", first, "octaves", 1, "steps", 40).duplicate();
		dream.setProperty("Info", null);
		final String result = fact(dream(dream, "rate", again, "octaves", 3, "scaling", 1.01, "steps", 3), "Result");
		final String[] sides = result.replaceFirst(".*size (.* → [^ ]+ [^ ]+ [^ ,]+).*", "$1").split(" → ");
		final List<String> fell = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			if (Double.parseDouble(sides[1].split(", ")[i]) < Double.parseDouble(sides[0].split(", ")[i])) fell.add(Integer.toString(i + 1));
		}
		assertEquals(!fell.isEmpty(), result.contains("but it fell"), result);
		assertEquals(falls, !fell.isEmpty(), result);
		if (!fell.isEmpty()) assertTrue(result.contains("but it fell at size " + String.join(", ", fell) + " (more steps or a smaller rate may help)"), result);
	}

	private static ImagePlus dream(final ImagePlus image, final Object... options) {
		final Object[] usual = { "image", image, "model", "gap" };
		return (ImagePlus) bench.run(DeepDreamCommand.class, Stream.concat(Arrays.stream(usual), Arrays.stream(options)).toArray()).getOutput("picture");
	}

	@Test
	void inversionsComeNearAndSayHowNear() {
		final ImagePlus image = Workbench.image(Golden.formula(1, 1, 5, 12, 12));
		final ImagePlus inverted = (ImagePlus) bench.run(FeatureInversionCommand.class, "image", image, "model", "five-channels", "steps", 60)
			.getOutput("picture");
		assertEquals("golden-feature-inversion", inverted.getTitle());
		assertEquals(5, inverted.getNChannels());
		assertEquals(32, inverted.getBitDepth());
		final double error = Double.parseDouble(fact(inverted, "Result").replaceFirst(".*error ", ""));
		assertTrue(error > 0 && error < 0.5, fact(inverted, "Result"));
	}

	@Test
	void macoMakesPicturesAndTheirTransparency() {
		final Module module = bench.run(MacoCommand.class, "model", "gap", "units", "1-2", "layer", "features.4", "steps", 4, "crops", 3, "size",
			"24x20");
		final ImagePlus picture = (ImagePlus) module.getOutput("picture");
		final ImagePlus transparency = (ImagePlus) module.getOutput("transparency");
		assertEquals("gap-maco", picture.getTitle());
		assertEquals("gap-maco-transparency", transparency.getTitle());
		assertArrayEquals(new int[] { 24, 20, 1, 2, 1 }, picture.getDimensions());
		assertArrayEquals(picture.getDimensions(), transparency.getDimensions());
		assertEquals(32, transparency.getBitDepth());
		assertTrue(transparency.getProcessor().getStatistics().max > 0);
		assertEquals(Workbench.labels(picture), Workbench.labels(transparency));
	}

	@ParameterizedTest
	@CsvSource({ "gap,8-bit", "five-channels,16-bit" })
	void spectraCanBeThoseOfImages(final String model, final String depth) {
		final ImagePlus image = model.equals("gap") ? colours(1) : Workbench.image(Golden.formula(1, 1, 5, 12, 12));
		final ImagePlus own = (ImagePlus) bench.run(MacoCommand.class, "image", image, "model", model, "steps", 2, "crops", 2, "size", "16",
			"spectrum", "images", "depth", depth, "target", "0").getOutput("picture");
		final ImagePlus natural = (ImagePlus) bench.run(MacoCommand.class, "image", image, "model", model, "steps", 2, "crops", 2, "size", "16",
			"depth", depth, "target", "0").getOutput("picture");
		assertTrue(roughness(own, 16) > 1.2 * roughness(natural, 16), roughness(own, 16) + " " + roughness(natural, 16));
	}

	@Test
	void spectraOfAFolderAreThoseOfItsStack(@TempDir final Path folder) throws IOException {
		final ImageStack stack = new ImageStack(40, 21);
		for (int i = 1; i < 4; i++) {
			final ColorProcessor ip = new ColorProcessor(40, 21, new Random(i).ints(840).map(rgb -> rgb | 0xff000000).toArray());
			if (i == 2) ip.blurGaussian(1);
			stack.addSlice(ip);
			final Path place = Files.createDirectories(folder.resolve(i == 2 ? "deeper" : "."));
			new FileSaver(new ImagePlus("", ip)).saveAsPng(place.resolve(i + ".png").toString());
		}
		Files.writeString(folder.resolve("notes.txt"), "no image");
		final Object[] options = { "model", "gap", "steps", 1, "crops", 1, "size", "16x12", "spectrum", "images", "target", "0" };
		final ImagePlus own = maco(options, "image", new ImagePlus("three", stack));
		final ImagePlus files = maco(options, "source", folder.toString());
		assertArrayEquals((int[]) own.getProcessor().getPixels(), (int[]) files.getProcessor().getPixels());
		assertEquals(folder.toString(), fact(files, "Spectrum"));
		final ImagePlus blurred = maco(options, "source", folder.resolve("deeper").toString());
		assertTrue(roughness(blurred, 12) < 0.9 * roughness(own, 12));
	}

	@Test
	void smearsAreSmootherThanPhotographs() {
		final Object[] options = { "model", "gap", "steps", 0, "size", "64", "target", "0" };
		final ImagePlus smears = maco(options, "spectrum", "smears");
		assertTrue(roughness(smears, 64) < 0.7 * roughness(maco(options, "spectrum", "natural"), 64));
		assertEquals("smears", fact(smears, "Spectrum"));
	}

	private static ImagePlus maco(final Object[] options, final Object... more) {
		return (ImagePlus) bench.run(MacoCommand.class, Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray()).getOutput("picture");
	}

	@ParameterizedTest
	@ValueSource(classes = { DeepDreamCommand.class, FeatureInversionCommand.class, MacoCommand.class, AdversarialExampleCommand.class })
	void stoppingKeepsWhatIsThereAndSaysSo(final Class<? extends Command> command) {
		final Object finger = new Object() {

			@EventHandler
			public void on(final TaskEvent event) {
				final String message = String.valueOf(event.getTask().getStatusMessage());
				if (!event.getTask().isCanceled() && message.matches("(?i).*step ([5-9]|\\d\\d+) of .*")) event.getTask().cancel("enough");
			}
		};
		final boolean isAttack = command == AdversarialExampleCommand.class;
		final EventService events = bench.context().service(EventService.class);
		final List<EventSubscriber<?>> subscribed = events.subscribe(finger);
		final ImagePlus picture;
		try {
			picture = (ImagePlus) bench.run(command, inputs(command)).getOutput(isAttack ? "example" : "picture");
		}
		finally {
			events.unsubscribe(subscribed);
		}
		final String label = Workbench.labels(picture).get(isAttack ? 1 : 0);
		assertTrue(label.matches(".* \\(stopped at step \\d+\\)"), label);
		if (isAttack) assertEquals(label.replaceFirst(".* \\((.*)\\)", "$1"), fact(picture, "Steps"));
		assertTrue(Integer.parseInt(label.replaceFirst(".*step (\\d+)\\)", "$1")) >= 4, label);
		assertTrue(picture.getProcessor().getStatistics().stdDev > 0);
	}

	private static Object[] inputs(final Class<? extends Command> command) {
		return command == MacoCommand.class ? new Object[] { "model", "gap", "target", "two", "size", "16", "crops", 2, "steps", 1_000_000 }
			: new Object[] { "image", colours(1), "model", "gap", "steps", 1_000_000 };
	}

	@Test
	void whatCannotBeUsedIsSaid() {
		assertTrue(bench.refusal(MacoCommand.class, "model", "gap", "spectrum", "images").startsWith("Open an image first"));
		assertTrue(bench.refusal(MacoCommand.class, "model", "gap", "spectrum", "images", "source", "/nowhere").contains("There is no folder"));
		assertTrue(bench.refusal(MacoCommand.class, "model", "gap", "source", store.toString()).contains("spectrum=images"));
		assertTrue(bench.refusal(MacoCommand.class, "model", "gap", "spectrum", "images", "image", new ImagePlus("flat", new ColorProcessor(20, 20)),
			"target", "0", "size", "16").contains("no spectrum"));
		assertTrue(bench.refusal(MacoCommand.class, "model", "gap", "spectrum", "pink").contains("natural, smears, images"));
		assertTrue(bench.refusal(MacoCommand.class, "model", "gap", "crops", 0).contains("1 and"));
		assertTrue(bench.refusal(DeepDreamCommand.class, "model", "gap").equals("Open an image first."));
		assertTrue(bench.refusal(DeepDreamCommand.class, "image", colours(1), "model", "gap", "octaves", 0).contains("1 and 12"));
		assertTrue(bench.refusal(DeepDreamCommand.class, "image", colours(1), "model", "gap", "scaling", 1.).contains("1.01 and 4"));
		assertTrue(bench.refusal(DeepDreamCommand.class, "image", colours(1), "model", "gap", "layer", "nowhere").contains("no layer"));
		assertTrue(bench.refusal(DeepDreamCommand.class, "image", colours(1), "model", "gap", "area", "tiles").contains("area=image"));
		assertTrue(bench.refusal(FeatureInversionCommand.class, "image", colours(1), "model", "gap", "rate", 0.).contains("above 0"));
		assertTrue(bench.refusal(FeatureInversionCommand.class, "image", colours(1), "model", "gap", "variation", -1.).contains("0 or more"));
	}

	/** Mean difference of neighbours, relative to the deviation: white noise is rough, natural pictures are not. */
	private static double roughness(final ImagePlus image, final int height) {
		final ImageProcessor ip = image.getBitDepth() == 24 ? image.getProcessor().convertToByte(false) : image.getProcessor();
		double sum = 0;
		for (int i = 1; i < ip.getWidth() * height; i++) sum += i % ip.getWidth() == 0 ? 0 : Math.abs(ip.getf(i) - ip.getf(i - 1));
		return sum / ((ip.getWidth() - 1) * height) / ip.getStatistics().stdDev;
	}

	private static ImagePlus colours(final long seed) {
		return new ImagePlus("colours.png", new ColorProcessor(32, 30, new Random(seed).ints(960).map(rgb -> rgb | 0xff000000).toArray()));
	}

	private static String fact(final ImagePlus image, final String key) {
		return Arrays.stream(image.getInfoProperty().split("\n")).filter(line -> line.startsWith(key + ": ")).findFirst().orElseThrow().substring(key
			.length() + 2);
	}
}
