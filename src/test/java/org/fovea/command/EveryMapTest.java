package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.fovea.Progress;
import org.fovea.command.cam.LocalizeObjectCommand;
import org.fovea.golden.Golden;
import org.fovea.image.MapImages;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.TextRoi;
import ij.plugin.filter.Analyzer;
import ij.process.FloatProcessor;

/** Every map of the menu, those that are added later among them, for every kind of target, image and stack. */
class EveryMapTest {

	/** What a technique cannot by its nature: CAM is the last linear layer spread over the maps below it, so there is one for classes only. */
	private static final Map<String, Set<String>> IMPOSSIBLE = Map.of("cam", Set.of("unit", "position", "region",
		"dark"));

	/** Those that have a question of their own in place of a target. */
	private static final Set<String> ASKING = Set.of("fam");

	/** Those under whose rule ReLUs are rewritten. */
	private static final Set<String> RULED = Set.of("guided backpropagation", "deconvnet", "guided grad-cam");

	/** Those that go from the target to the pixels and read no layer between. */
	private static final Set<String> LAYERLESS = Set.of("saliency map", "guided backpropagation", "deconvnet", "occlusion map", "rise");

	/** Quick ones in place of the defaults, which are tested elsewhere. */
	private static final Map<String, List<Object>> QUICK = Map.of("rise", List.of("masks", 60));

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
		bench.add("residual", ModelKind.CLASSIFIER);
		bench.models().add(new ModelService.ImportRequest(Golden.of("plain").archive("traced").toString(), Optional.of("plain"), ModelKind.CLASSIFIER, 16,
			16, List.of(), List.of(), List.of(), Optional.empty()), Progress.NONE);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	static List<String> techniques() {
		try (Workbench any = new Workbench(store)) {
			final List<String> names = new Techniques(any.context().service(CommandService.class), any.context().service(ModuleService.class)).names();
			assertTrue(names.size() >= 12);
			return names;
		}
	}

	@ParameterizedTest
	@MethodSource("techniques")
	void classifiers(final String technique) {
		final ImagePlus image = Workbench.image(gap.input());
		for (final String target : List.of("three", "2", "output:2")) {
			final ImagePlus map = heatmap(technique, "class", image, "model", "gap", "target", target).orElseThrow();
			assertEquals(Arrays.stream(values(map)).anyMatch(value -> value > 0) ? "positive" : MapImages.NO_EVIDENCE, map.getProp("Evidence"));
			if (!ASKING.contains(technique)) {
				assertEquals("three", map.getProp("Target"));
				final float[] logits = gap.output().tensor().data();
				assertEquals(logits[2], Double.parseDouble(map.getProp("Score")), 1e-5);
				assertEquals(logits[2] - Math.max(Math.max(logits[0], logits[1]), Math.max(logits[3], logits[4])), Double.parseDouble(map.getProp(
					"Margin")), 1e-5);
				assertEquals(RULED.contains(technique) ? String.valueOf(gap.rectifiers()) : null, map.getProp("Rewritten ReLUs"));
				assertEquals(LAYERLESS.contains(technique) ? null : "features", map.getProp("Layer"));
			}
			assertArrayEquals(new int[] { 16, 16, 1, 1, 1 }, map.getDimensions());
			assertNull(map.getProp("Slice"));
		}
		if (!ASKING.contains(technique)) assertEquals("top (three)", heatmap(technique, "class", image, "model", "gap").orElseThrow().getProp("Target"));
	}

	@ParameterizedTest
	@MethodSource("techniques")
	void unitsAndPositions(final String technique) {
		if (ASKING.contains(technique)) return;
		final ImagePlus image = Workbench.image(gap.input());
		final Optional<ImagePlus> unit = heatmap(technique, "unit", image, "model", "gap", "target", "features.4:3", "layer", "features.2");
		final Optional<ImagePlus> position = heatmap(technique, "position", image, "model", "gap", "target", "features.4:3@2,5", "layer", "features.2");
		unit.ifPresent(map -> assertEquals("features.4:3", map.getProp("Target")));
		unit.ifPresent(map -> assertNull(map.getProp("Margin")));
		position.ifPresent(map -> assertEquals("features.4:3@2,5", map.getProp("Target")));
		try (Network network = Network.open(gap.archive("traced"))) {
			final Tensor activation = network.run(Plan.FORWARD.tap("features.4"), gap.input()).activation("features.4");
			position.ifPresent(map -> assertEquals(activation.at(0, 3, 5, 2), Double.parseDouble(map.getProp("Score")), 1e-5));
		}
		assertEquals(unit.isPresent(), position.isPresent());
	}

	@ParameterizedTest
	@MethodSource("techniques")
	void regionsOfDenseOutputs(final String technique) {
		final ImagePlus image = Workbench.image(Golden.of("unet").input());
		image.setRoi(4, 4, 5, 5);
		final Optional<ImagePlus> map = heatmap(technique, "region", image, "model", "unet", "target", "edge@roi", "area", "image");
		if (map.isEmpty()) return;
		assertEquals(image.getWidth(), map.get().getWidth());
		if (ASKING.contains(technique)) return;
		final Tensor output = Golden.of("unet").output().tensor();
		double sum = 0;
		for (int y = 4; y < 9; y++) {
			for (int x = 4; x < 9; x++) sum += output.at(0, 1, y, x);
		}
		assertEquals(sum, Double.parseDouble(map.get().getProp("Score")), 1e-4);
	}

	@ParameterizedTest
	@MethodSource("techniques")
	void stacksHaveOneRangeAndTheirPlanesNames(final String technique) {
		final ImagePlus stack = Workbench.image(gap.input(), Golden.formula(7, gap.input().shape()), Golden.formula(8, gap.input().shape()));
		for (int i = 1; i <= stack.getStackSize(); i++) stack.getStack().setSliceLabel("cell " + (i + 2) / 3, i);
		final ImagePlus all = heatmap(technique, "class", stack, "model", "gap", "target", "three", "slices", "all").orElseThrow();
		assertArrayEquals(new int[] { 16, 16, 1, 3, 1 }, all.getDimensions());
		assertEquals(List.of("cell 1", "cell 2", "cell 3"), Workbench.labels(all));
		assertNull(all.getProp("Slice"));
		assertEquals(3, all.getProp("Score").split(", ").length);
		float largest = 0;
		for (int z = 1; z <= 3; z++) {
			for (final float value : (float[]) all.getStack().getPixels(z)) largest = Math.max(largest, Math.abs(value));
		}
		for (int z = 1; z <= 3; z++) {
			all.setSlice(z);
			assertEquals(largest, all.getDisplayRangeMax(), 1e-5 * largest);
			assertTrue(all.getDisplayRangeMin() == 0 || all.getDisplayRangeMin() == -all.getDisplayRangeMax());
		}
		stack.setPosition(1, 2, 1);
		final Module module = run(technique, stack, "model", "gap", "target", "three");
		final ImagePlus one = (ImagePlus) module.getOutput("heatmap");
		assertEquals("cell 2", one.getProp("Slice"));
		assertEquals("cell 2", ((ImagePlus) module.getOutput("overlay")).getProp("Slice"));
		assertArrayEquals((float[]) all.getStack().getPixels(2), Workbench.pixels(one), 1e-6f * Math.max(1, largest));
	}

	@ParameterizedTest
	@MethodSource("techniques")
	void bitDepthsAndCalibration(final String technique) {
		final Golden golden = Golden.of("one-channel");
		final int size = golden.input().size(3);
		final FloatProcessor pixels = new FloatProcessor(size, golden.input().size(2));
		for (int i = 0; i < pixels.getPixelCount(); i++) pixels.setf(i, (i * 37 + i / size * 91) % 200);
		for (final int depth : new int[] { 8, 16, 32 }) {
			final ImagePlus image = new ImagePlus("depth.tif", depth == 8 ? pixels.convertToByte(false) : depth == 16 ? pixels.convertToShort(false) : pixels
				.duplicate());
			image.getCalibration().pixelWidth = 0.25;
			image.getCalibration().pixelHeight = 0.5;
			image.getCalibration().setUnit("micron");
			image.setRoi(1, 2, size - 3, size - 4);
			final byte[] before = bytes(image);
			final ImagePlus map = heatmap(technique, "class", image, "model", "one-channel", "target", "0").orElseThrow();
			assertEquals(32, map.getBitDepth());
			assertEquals(size - 3, map.getWidth());
			assertEquals(0.25, map.getCalibration().pixelWidth);
			assertEquals(0.5, map.getCalibration().pixelHeight);
			assertEquals(-1, map.getCalibration().xOrigin);
			assertEquals(-2, map.getCalibration().yOrigin);
			assertEquals(image.getCalibration().getUnit(), map.getCalibration().getUnit());
			assertArrayEquals(before, bytes(image));
			for (final float value : Workbench.pixels(map)) assertTrue(Float.isFinite(value));
		}
	}

	/** Through ReLUs without biases, black leaves nothing. */
	@ParameterizedTest
	@MethodSource("techniques")
	void noEvidenceIsSaidInWordsAndNotStretched(final String technique) {
		final Tensor input = Golden.of("plain").input();
		final ImagePlus black = Workbench.image(Tensor.zeros(input.shape()));
		final Optional<ImagePlus> drawn = heatmap(technique, "dark", black, "model", "plain", "target", "0");
		if (drawn.isEmpty()) return;
		final ImagePlus map = drawn.get();
		if (technique.equals("deconvnet")) {
			// passes on what arrives from above whether or not the ReLU was open, so it draws the same where there is nothing
			assertNull(map.getOverlay());
			return;
		}
		for (final float value : Workbench.pixels(map)) assertEquals(0, value);
		final Overlay overlay = map.getOverlay();
		assertEquals(1, overlay.size());
		assertEquals(MapImages.NO_EVIDENCE, ((TextRoi) overlay.get(0)).getText().strip());
		assertTrue(map.getDisplayRangeMax() > 0);
		assertEquals(MapImages.NO_EVIDENCE, map.getProp("Evidence"));
		final ImagePlus overlaid = (ImagePlus) run(technique, black, "model", "plain", "target", "0", "show", "overlay").getOutput("overlay");
		assertEquals(MapImages.NO_EVIDENCE, ((TextRoi) overlaid.getOverlay().get(1)).getText().strip());
		assertEquals(MapImages.NO_EVIDENCE, overlaid.getProp("Evidence"));
	}

	/** Biases leave a score in black, which masks change by no more than its rounding. */
	@ParameterizedTest
	@CsvSource({ "occlusion map", "rise" })
	void roundingIsNoEvidence(final String technique) {
		final ImagePlus black = new ImagePlus("dark", new FloatProcessor(64, 64));
		for (final String target : List.of("0", "1", "2")) {
			final ImagePlus map = heatmap(technique, "dark", black, "model", "one-channel", "target", target).orElseThrow();
			for (final float value : Workbench.pixels(map)) assertEquals(0, value);
			assertEquals(MapImages.NO_EVIDENCE, ((TextRoi) map.getOverlay().get(0)).getText().strip());
			bench.run(LocalizeObjectCommand.class, "image", black, "model", "one-channel", "target", target, "technique", technique);
			assertEquals(0, Analyzer.getResultsTable().size());
		}
	}

	@Test
	void integratedGradientsThatMissTheirSumSayIt() {
		final ImagePlus image = Workbench.image(Golden.of("residual").input());
		final ImagePlus rough = heatmap("saliency map", "class", image, "model", "residual", "target", "0", "method", "integrated gradients", "samples",
			2).orElseThrow();
		assertTrue(Double.parseDouble(rough.getProp("Missing share of the sum")) > 0.01);
		assertTrue(rough.getProp("Caution").endsWith("use more samples than 2"), rough.getProp("Caution"));
		final ImagePlus fine = heatmap("saliency map", "class", image, "model", "residual", "target", "0", "method", "integrated gradients")
			.orElseThrow();
		assertTrue(Double.parseDouble(fine.getProp("Missing share of the sum")) <= 0.01);
		assertNull(fine.getProp("Caution"));
		assertNull(heatmap("saliency map", "class", image, "model", "residual", "method", "input times gradient").orElseThrow().getProp(
			"Missing share of the sum"));
	}

	@Test
	void whatCannotBeDoneIsSaidInOneSentence() {
		final ImagePlus image = Workbench.image(Golden.of("plain").input());
		final String sentence = ((Cancelable) run("cam", image, "model", "plain", "target", "0")).getCancelReason();
		assertTrue(sentence.contains("use Grad-CAM") && sentence.endsWith("."), sentence);
		final String unit = ((Cancelable) run("grad-cam", Workbench.image(gap.input()), "model", "gap", "target", "features.2:3")).getCancelReason();
		assertTrue(unit.contains("choose a layer that comes before the target") && unit.endsWith("."), unit);
	}

	private static Optional<ImagePlus> heatmap(final String technique, final String kind, final ImagePlus image, final Object... inputs) {
		final Module module = run(technique, image, inputs);
		final String reason = ((Cancelable) module).getCancelReason();
		if (IMPOSSIBLE.getOrDefault(technique, Set.of()).contains(kind)) {
			assertTrue(reason != null && reason.endsWith(".") && !reason.contains("\n"), technique + ": " + reason);
			assertNull(module.getOutput("heatmap"));
			return Optional.empty();
		}
		assertFalse(((Cancelable) module).isCanceled(), technique + ": " + reason);
		return Optional.of((ImagePlus) module.getOutput("heatmap"));
	}

	private static Module run(final String technique, final ImagePlus image, final Object... inputs) {
		final CommandInfo info = bench.context().service(CommandService.class).getCommands().stream().filter(i -> i.getMenuPath().size() > 2 && i
			.getMenuPath().getLeaf().getName().replace("...", "").equalsIgnoreCase(technique)).findFirst().orElseThrow();
		final List<Object> all = new ArrayList<>(List.of("image", image));
		for (int i = 0; i < inputs.length; i += 2) {
			if (info.getInput((String) inputs[i]) != null) all.addAll(List.of(inputs[i], inputs[i + 1]));
		}
		all.addAll(QUICK.getOrDefault(technique, List.of()));
		try {
			return bench.run(info.loadClass().asSubclass(Command.class), all.toArray());
		}
		catch (final org.scijava.InstantiableException exc) {
			throw new AssertionError(exc);
		}
	}

	private static double[] values(final ImagePlus map) {
		final float[] values = Workbench.pixels(map);
		return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
	}

	private static byte[] bytes(final ImagePlus image) {
		final ImageStack stack = image.getStack();
		final FloatProcessor values = stack.getProcessor(1).convertToFloatProcessor();
		return Arrays.toString((float[]) values.getPixels()).getBytes();
	}
}
