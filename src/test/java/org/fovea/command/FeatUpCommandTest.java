package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.fovea.Progress;
import org.fovea.cam.JointBilateral;
import org.fovea.cam.Lattice;
import org.fovea.command.attribution.OcclusionMapCommand;
import org.fovea.command.cam.FeatUpCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Tiles;
import org.fovea.network.Trace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import ij.ImagePlus;
import ij.process.ShortProcessor;

/** FeatUp through SciJava: maps, units, stacks, selections, dense outputs, tiles, and what it refuses. */
class FeatUpCommandTest {

	private static final String LAYER = "features.4";

	@TempDir
	private static Path store;

	private static Workbench bench;
	private final Golden gap = Golden.of("gap");
	private final ImagePlus image = Workbench.image(gap.input());

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

	@Test
	void theDefaultIsGradCamsSumGuidedByTheImage() {
		final ImagePlus map = map("heatmap", "target", "three");
		try (Network network = Network.open(gap.archive("traced"))) {
			final Trace trace = network.run(Plan.FORWARD.tap(LAYER).gradient(LAYER), Target.logit(2), gap.input());
			final Tensor a = trace.activation(LAYER);
			final float[] g = trace.gradient(LAYER).data();
			final int positions = a.size(2) * a.size(3);
			final float[] sum = new float[positions];
			for (int i = 0; i < a.length(); i++) {
				double w = 0;
				for (int p = 0; p < positions; p++) w += g[i / positions * positions + p];
				sum[i % positions] += w / positions * a.data()[i];
			}
			final Lattice lattice = Lattice.of(network.layers(gap.input()).stream().filter(l -> l.name().equals(LAYER)).findFirst().orElseThrow(), a,
				gap.input());
			final float[] expected = new JointBilateral(0.25).enlarge(Tensor.of(sum, 1, 1, a.size(2), a.size(3)), lattice, gap.input(), Progress.NONE)
				.data();
			for (int p = 0; p < expected.length; p++) assertEquals(Math.max(0, expected[p]), Workbench.pixels(map)[p], 1e-6);
		}
		assertEquals("golden-featup", map.getTitle());
		assertEquals("three", map.getProp("Target"));
		assertEquals(LAYER, map.getProp("Layer"));
		final double explained = Double.parseDouble(map.getProp("Explained after shrinking"));
		assertTrue(explained > 0 && explained <= 1, "explained " + explained);
	}

	@ParameterizedTest
	@CsvSource({ "cam,bilateral", "cam,implicit", "grad-cam,implicit", "grad-cam++,implicit", "score-cam,implicit", "hires-cam,bilateral",
		"layer-cam,bilateral", "guided grad-cam,bilateral" })
	void drawsTheMapOfOtherTechniques(final String technique, final String method) {
		final ImagePlus map = map("heatmap", "layer", "auto", "technique", technique, "method", method, "views", 6, "steps", 5);
		assertEquals(16, map.getWidth());
		assertTrue(map.getDisplayRangeMax() > 0);
		assertEquals(technique.equals("cam") || technique.equals("hires-cam"), map.getDisplayRangeMin() < 0);
	}

	@Test
	void mapsThatAreAsLargeAsTheInputStayAsTheyAre() {
		final ImagePlus direct = (ImagePlus) bench.run(OcclusionMapCommand.class, "image", image, "model", "gap").getOutput("heatmap");
		assertArrayEquals(Workbench.pixels(direct), Workbench.pixels(map("heatmap", "technique", "occlusion map")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "bilateral", "implicit" })
	void unitsBecomeAStackUnderOneRangeWithAFrameForEachPlane(final String method) {
		final float[] other = gap.input().data().clone();
		for (int i = 0; i < other.length; i++) other[i] = -other[other.length - 1 - i];
		final ImagePlus two = Workbench.image(gap.input(), Tensor.of(other, gap.input().shape()));
		final var module = bench.run(FeatUpCommand.class, "image", two, "model", "gap", "layer", LAYER, "draw", "units", "units", "3,1", "slices",
			"all", "method", method, "views", 4, "steps", 4);
		final ImagePlus stack = (ImagePlus) module.getOutput("maps");
		assertArrayEquals(new int[] { 16, 16, 1, 2, 2 }, stack.getDimensions());
		assertEquals(List.of(LAYER + "/3", LAYER + "/1", LAYER + "/3", LAYER + "/1"), Workbench.labels(stack));
		assertEquals("golden-featup-units", stack.getTitle());
		assertEquals(2, stack.getProp("Explained after shrinking").split(", ").length);
		assertNull(module.getOutput("heatmap"));
		double largest = 0;
		for (int s = 1; s <= 4; s++) for (final float v : (float[]) stack.getStack().getPixels(s)) largest = Math.max(largest, v);
		assertEquals(largest, stack.getDisplayRangeMax(), 1e-6);
	}

	@Test
	void theSameSeedGivesTheSameBits() {
		final Object[] options = { "method", "implicit", "views", 5, "steps", 6 };
		assertArrayEquals(Workbench.pixels(map("heatmap", options)), Workbench.pixels(map("heatmap", options)));
		assertFalse(Arrays.equals(Workbench.pixels(map("heatmap", options)), Workbench.pixels(map("heatmap", "method", "implicit", "views", 5,
			"steps", 6, "seed", 2))));
	}

	@Test
	void segmentersSelectionsAndSixteenBits() {
		final short[] pixels = new short[61 * 47];
		for (int i = 0; i < pixels.length; i++) pixels[i] = (short) (40000 + 900 * Math.sin(i % 61 / 5.0) * Math.cos(i / 61 / 7.0));
		final ImagePlus grey = new ImagePlus("grey", new ShortProcessor(61, 47, pixels, null));
		grey.getCalibration().pixelWidth = 0.5;
		grey.setRoi(9, 8, 33, 26);
		for (final String method : List.of("bilateral", "implicit")) {
			final ImagePlus inside = (ImagePlus) bench.run(FeatUpCommand.class, "image", grey, "model", "unet", "target", "edge@roi", "area", "image",
				"method", method, "views", 3, "steps", 3).getOutput("heatmap");
			assertArrayEquals(new int[] { 61, 47, 1, 1, 1 }, inside.getDimensions());
			assertEquals(0.5, inside.getCalibration().pixelWidth);
			final ImagePlus selected = (ImagePlus) bench.run(FeatUpCommand.class, "image", grey, "model", "one-channel", "method", method, "views", 3,
				"steps", 3).getOutput("heatmap");
			assertArrayEquals(new int[] { 33, 26, 1, 1, 1 }, selected.getDimensions());
			assertEquals(-9, selected.getCalibration().xOrigin);
		}
	}

	@Test
	void tilesGiveWhatTheWholeImageGives() {
		final String before = System.getProperty(Tiles.SIDE);
		System.setProperty(Tiles.SIDE, "8");
		try {
			final ImagePlus large = Workbench.image(Golden.formula(5, 1, 3, 93, 107));
			for (final String technique : List.of("grad-cam", "layer-cam", "cam")) {
				final ImagePlus whole = (ImagePlus) bench.run(FeatUpCommand.class, "image", large, "model", "gap", "technique", technique, "area", "image")
					.getOutput("heatmap");
				final ImagePlus tiled = (ImagePlus) bench.run(FeatUpCommand.class, "image", large, "model", "gap", "technique", technique, "area", "tiles")
					.getOutput("heatmap");
				assertTrue(whole.getDisplayRangeMax() > 0);
				assertArrayEquals(Workbench.pixels(whole), Workbench.pixels(tiled), (float) (1e-4 * whole.getDisplayRangeMax()));
			}
		}
		finally {
			if (before == null) System.clearProperty(Tiles.SIDE);
			else System.setProperty(Tiles.SIDE, before);
		}
	}

	@Test
	void whatMakesNoSenseIsSaidInOneSentence() {
		refuses("bilateral, implicit", "method", "trilinear");
		refuses("map, units", "draw", "everything");
		refuses("grad-cam", "technique", "magic");
		refuses("itself", "technique", "featup");
		refuses("one weight", "technique", "hires-cam", "method", "implicit");
		refuses("'range'", "range", 0);
		refuses("'range'", "range", Double.NaN);
		refuses("'views'", "views", 0);
		refuses("'steps'", "steps", -1);
		refuses("units 0 to", "draw", "units", "units", "5000");
		refuses("no maps", "draw", "units", "layer", "fc");
	}

	private ImagePlus map(final String output, final Object... options) {
		final Object[] all = Arrays.copyOf(new Object[] { "image", image, "model", "gap", "layer", LAYER }, 6 + options.length);
		System.arraycopy(options, 0, all, 6, options.length);
		return (ImagePlus) bench.run(FeatUpCommand.class, all).getOutput(output);
	}

	private void refuses(final String words, final Object... options) {
		final Object[] all = Arrays.copyOf(new Object[] { "image", image, "model", "gap" }, 4 + options.length);
		System.arraycopy(options, 0, all, 4, options.length);
		final String sentence = bench.refusal(FeatUpCommand.class, all);
		assertTrue(sentence.contains(words) && sentence.endsWith("."), sentence);
	}
}
