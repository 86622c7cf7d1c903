package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;

import org.fovea.command.cam.GradCamCommand;
import org.fovea.command.synthesis.AdversarialExampleCommand;
import org.fovea.command.synthesis.ClassModelCommand;
import org.fovea.command.synthesis.DeepDreamCommand;
import org.fovea.golden.Golden;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.module.Module;

import ij.ImagePlus;

/** Models that take one size, which need not be square: images are resized to it and results lie on the image. */
class FixedSizeTest {

	@TempDir
	private static Path store;

	private static Workbench bench;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.addFixed("gap", "wide", 28, 20);
		bench.addFixed("gap", "high", 20, 28);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@ParameterizedTest
	@CsvSource({ "wide,31,33", "high,31,33", "wide,9,40", "high,28,20" })
	void imagesAreResizedToAnySize(final String model, final int width, final int height) {
		final ImagePlus image = Workbench.image(Golden.formula(1, 1, 3, height, width));
		final Module map = run(GradCamCommand.class, "image", image, "model", model, "target", "1", "show", "heatmap");
		final ImagePlus heatmap = (ImagePlus) map.getOutput("heatmap");
		assertArrayEquals(new int[] { width, height }, new int[] { heatmap.getWidth(), heatmap.getHeight() });
		final boolean isWide = model.equals("wide");
		for (final ImagePlus picture : new ImagePlus[] { (ImagePlus) run(AdversarialExampleCommand.class, "image", image, "model", model, "target", "1")
			.getOutput("example"), (ImagePlus) run(DeepDreamCommand.class, "image", image, "model", model, "steps", 1, "octaves", 1).getOutput("picture"),
			(ImagePlus) run(ClassModelCommand.class, "model", model, "target", "1", "steps", 2).getOutput("picture") })
		{
			assertEquals(isWide ? 28 : 20, picture.getWidth());
			assertEquals(isWide ? 20 : 28, picture.getHeight());
		}
	}

	private static Module run(final Class<? extends Command> command, final Object... inputs) {
		final Module module = bench.run(command, inputs);
		assertFalse(((Cancelable) module).isCanceled(), ((Cancelable) module).getCancelReason());
		return module;
	}
}
