package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fovea.cam.Fam;
import org.fovea.command.cam.FamCommand;
import org.fovea.command.models.ClassifyCommand;
import org.fovea.golden.Golden;
import org.fovea.image.Fit;
import org.fovea.model.ModelKind;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.fovea.sample.BloodSmear;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;

/** FAM through SciJava, with every kind of reference. */
class FamCommandTest {

	private static final String LAYER = "features.4";

	@TempDir
	private static Path store;

	private static Workbench bench;

	@TempDir
	private Path folder;

	private final Tensor input = Golden.of("gap").input();
	private final Tensor one = Golden.formula(7, input.shape());
	private final Tensor two = Golden.formula(9, input.shape());

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	private String save(final String name, final Tensor... inputs) {
		final Path file = folder.resolve(name);
		IJ.saveAsTiff(Workbench.image(inputs), file.toString());
		return file.toString();
	}

	private void assertReference(final String name, final double[] r, final String reference) {
		final ImagePlus map = (ImagePlus) bench.run(FamCommand.class, "image", Workbench.image(input), "model", "gap", "layer", LAYER, "reference",
			reference).getOutput("heatmap");
		try (Network network = Network.open(Golden.of("gap").archive("traced"))) {
			final Fam.Result expected = new Fam(LAYER, r).map(tap(network, input)).get(0);
			assertEquals(expected.similarity(), Double.parseDouble(map.getProp("Score")), 1e-5);
			final Heatmap large = expected.map().resize(16, 16);
			assertArrayEquals(large.values(), Workbench.pixels(map), 1e-5f * large.max());
		}
		assertEquals("similarity to " + name, map.getProp("Target"));
		assertEquals(LAYER, map.getProp("Layer"));
		assertTrue(map.getProp("Options").contains("reference="), map.getProp("Options"));
		assertFalse(map.getProp("Options").contains("target="), map.getProp("Options"));
	}

	private double[] embedding(final Tensor... inputs) {
		try (Network network = Network.open(Golden.of("gap").archive("traced"))) {
			final double[] mean = new double[16];
			for (final Tensor tensor : inputs) {
				final double[] e = Fam.embeddings(LAYER, tap(network, tensor)).get(0);
				for (int k = 0; k < mean.length; k++) mean[k] += e[k] / inputs.length;
			}
			return mean;
		}
	}

	private static Tensor tap(final Network network, final Tensor tensor) {
		return network.run(Plan.FORWARD.tap(LAYER), tensor).activation(LAYER);
	}

	@Test
	void itselfAFileAStackAndAFolder() throws IOException {
		assertReference("itself", embedding(input), "self");
		assertReference("one.tif", embedding(one), save("one.tif", one));
		assertReference("stack.tif", embedding(one, two, input), save("stack.tif", one, two, input));
		final Path classes = Files.createDirectory(folder.resolve("class"));
		Files.move(folder.resolve("one.tif"), classes.resolve("one.tif"));
		IJ.saveAsTiff(Workbench.image(two), classes.resolve("two.tif").toString());
		Files.writeString(classes.resolve("notes.txt"), "not an image");
		assertReference("class", embedding(one, two), classes.toString());
	}

	@Test
	void everyPlaneOfAStackIsComparedWithOneReference() {
		final Module module = bench.run(FamCommand.class, "image", Workbench.image(one, input), "model", "gap", "layer", LAYER, "slices", "all",
			"reference", save("input.tif", input));
		final ImagePlus maps = (ImagePlus) module.getOutput("heatmap");
		assertEquals(2, maps.getStackSize());
		final String[] scores = maps.getProp("Score").split(", ");
		assertTrue(Double.parseDouble(scores[0]) < 0.9999, scores[0]);
		assertEquals(1, Double.parseDouble(scores[1]), 1e-5);
		assertEquals("golden-fam", maps.getTitle());
	}

	@Test
	void referencesThatAreNothingAreAnsweredInASentence() throws IOException {
		final Path empty = Files.createDirectory(folder.resolve("empty"));
		final Path text = Files.writeString(folder.resolve("notes.txt"), "not an image");
		for (final String reference : List.of("nothing of that name", empty.toString(), text.toString())) {
			final String sentence = bench.refusal(FamCommand.class, "image", Workbench.image(input), "model", "gap", "reference", reference);
			assertTrue(sentence.endsWith(".") && sentence.indexOf('.') > 10, sentence);
		}
	}

	@Test
	void otherCommandsCanAskForItsMap() {
		final Techniques techniques = new Techniques(bench.context().service(CommandService.class), bench.context().service(ModuleService.class));
		assertTrue(techniques.names().contains("fam"), techniques.names().toString());
		assertEquals("itself", new References("reference", "self", Fit.AUTO).name());
		techniques.of("FAM", Map.of("layer", LAYER, "threshold", 3));
	}

	@Test
	void theBundledEmbedderIsComparedAndNotClassified() {
		final ImagePlus image = new ImagePlus("smear", new ColorProcessor(96, 64, new BloodSmear(96, 64, 3).field(0).image().update(null)
			.getCurrentStorageArray()));
		final ImagePlus map = (ImagePlus) bench.run(FamCommand.class, "image", image, "model", "blood-embedding").getOutput("heatmap");
		assertEquals("block4", map.getProp("Layer"));
		assertEquals(1, Double.parseDouble(map.getProp("Score")), 1e-6);
		assertTrue(map.getDisplayRangeMax() > 0);
		assertEquals(ModelKind.EMBEDDER, bench.models().info("blood-embedding").kind());
		final String sentence = bench.refusal(ClassifyCommand.class, "image", image, "model", "blood-embedding");
		assertTrue(sentence.contains("gives no classes"), sentence);
	}
}
