package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.fovea.CancelledException;
import org.fovea.Progress;
import org.fovea.command.Techniques;
import org.fovea.command.Workbench;
import org.fovea.command.synthesis.ActivationMaximizationCommand;
import org.fovea.model.ModelKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;

import ij.ImagePlus;

/** The picture in the window is that of the command. */
class StimulusTest {

	@TempDir
	private static Path store;
	private static Workbench bench;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@Test
	void equalsTheCommandWithItsDefaults() {
		final ImagePlus expected = (ImagePlus) bench.run(ActivationMaximizationCommand.class, "model", "gap", "target", "features.3:1").getOutput(
			"picture");
		final List<Integer> steps = new ArrayList<>();
		final Stimulus.Shown made = stimulus().make(new Stimulus.Request("gap", "features.3", 1), shown -> steps.add(shown.steps()), Progress.NONE);
		assertArrayEquals(pixels(expected.getBufferedImage()), pixels(made.picture()));
		assertEquals(steps.size(), made.steps());
		assertEquals(0, steps.get(0));
	}

	@Test
	void stopsBetweenSteps() {
		final AtomicInteger asked = new AtomicInteger();
		final Progress progress = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				// nobody listens
			}

			@Override
			public boolean isCancelled() {
				return asked.incrementAndGet() > 3;
			}
		};
		assertThrows(CancelledException.class, () -> stimulus().make(new Stimulus.Request("gap", "features.3", 1), shown -> {}, progress));
	}

	private static Stimulus stimulus() {
		return new Stimulus(bench.models(), new Techniques(bench.context().service(CommandService.class), bench.context().service(ModuleService.class)));
	}

	private static int[] pixels(final BufferedImage picture) {
		return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
	}
}
