package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.fovea.command.attribution.CheckMapCommand;
import org.fovea.command.attribution.OcclusionMapCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;

/** What is left when a part of the image is covered. */
class OcclusionMapTest {

	@TempDir
	private static Path store;

	private static Workbench bench;
	private final Golden gap = Golden.of("gap");
	private final Golden unet = Golden.of("unet");

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

	/** One window over everything: the mean of the class's probability inside the selection, by hand. */
	@Test
	void probabilitiesOfDenseOutputsAreMeans() {
		final int side = unet.input().size(3);
		final ImagePlus image = Workbench.image(unet.input());
		image.setRoi(4, 4, 5, 6);
		final float[] map = Workbench.pixels((ImagePlus) bench.run(OcclusionMapCommand.class, "image", image, "model", "unet", "target", "edge@roi",
			"area", "image", "window", side, "fill", "black", "quantity", "probability").getOutput("heatmap"));
		double mean = 0;
		try (Network network = Network.open(unet.archive("traced"))) {
			final Tensor output = network.run(Plan.FORWARD, Tensor.zeros(unet.input().shape())).output();
			for (int y = 4; y < 10; y++) {
				for (int x = 4; x < 9; x++) {
					double sum = 0;
					for (int k = 0; k < 3; k++) sum += Math.exp(output.at(0, k, y, x));
					mean += Math.exp(output.at(0, 1, y, x)) / sum / 30;
				}
			}
		}
		for (final float value : map) assertEquals(mean, value, 1e-5);
	}

	@Test
	void whatIsLeftIsNoEvidence() {
		final ImagePlus image = Workbench.image(unet.input());
		int negative = 0;
		for (final String target : List.of("inside", "edge", "outside")) {
			final ImagePlus map = (ImagePlus) bench.run(OcclusionMapCommand.class, "image", image, "model", "unet", "target", target, "quantity",
				"logit").getOutput("heatmap");
			final float[] values = Workbench.pixels(map).clone();
			Arrays.sort(values);
			assertEquals(values[0], map.getDisplayRangeMin(), 1e-4);
			assertEquals(values[values.length - 1], map.getDisplayRangeMax(), 1e-4);
			assertNull(map.getOverlay());
			if (values[values.length - 1] < 0) negative++;
		}
		assertTrue(negative > 0);
		final String sentence = bench.refusal(CheckMapCommand.class, "image", image, "model", "unet", "target", "edge", "technique", "occlusion map",
			"options", "quantity=logit");
		assertTrue(sentence.contains("no evidence") && sentence.endsWith("use quantity=drop."), sentence);
	}

	@Test
	void unitsHaveNoProbability() {
		final String sentence = bench.refusal(OcclusionMapCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "target", "features.2:1",
			"quantity", "probability");
		assertTrue(sentence.contains("no probability") && sentence.contains("quantity=logit"), sentence);
	}
}
