package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.fovea.command.activations.FeatureMapsCommand;
import org.fovea.command.activations.TopPatchesCommand;
import org.fovea.command.synthesis.DeepDreamCommand;
import org.fovea.command.synthesis.FeatureInversionCommand;
import org.fovea.command.synthesis.MacoCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.module.Module;
import org.scijava.task.event.TaskEvent;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

/** A command looks at what was selected when it began, whatever is drawn while it works. */
class LateSelectionTest {

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

	@BeforeEach
	void clearTable() {
		Analyzer.setResultsTable(new ResultsTable());
	}

	static Stream<Arguments> commands() {
		final Stream<Arguments> commands = Stream.of(Arguments.of(FeatureMapsCommand.class, "maps", new Object[] { "slices", "all" }), Arguments.of(
			TopPatchesCommand.class, "patches", new Object[] { "layer", "features.3", "projection", "guided", "count", 2 }), Arguments.of(
				DeepDreamCommand.class, "picture", new Object[] { "steps", 1, "octaves", 1 }), Arguments.of(FeatureInversionCommand.class, "picture",
					new Object[] { "steps", 2 }), Arguments.of(MacoCommand.class, "picture", new Object[] { "steps", 1, "crops", 1, "size", "16", "spectrum",
						"images", "target", "features.3:1" }));
		return commands.flatMap(command -> Stream.of(false, true).map(isSelected -> Arguments.of(command.get()[0], command.get()[1], command.get()[2],
			isSelected)));
	}

	@ParameterizedTest
	@MethodSource("commands")
	void whatIsDrawnWhileItWorksIsNotRead(final Class<? extends Command> command, final String output, final Object[] options,
		final boolean isSelected)
	{
		final ImagePlus quiet = image(isSelected);
		final ImagePlus expected = (ImagePlus) bench.run(command, inputs(quiet, options)).getOutput(output);
		final String table = table();
		Analyzer.setResultsTable(new ResultsTable());
		final ImagePlus busy = image(isSelected);
		final Drawer drawer = new Drawer(busy);
		final List<EventSubscriber<?>> subscribed = bench.context().service(EventService.class).subscribe(drawer);
		final Module module = bench.run(command, inputs(busy, options));
		bench.context().service(EventService.class).unsubscribe(subscribed);
		assertFalse(((Cancelable) module).isCanceled(), ((Cancelable) module).getCancelReason());
		assertTrue(drawer.drawn > 0);
		final ImagePlus found = (ImagePlus) module.getOutput(output);
		assertArrayEquals(expected.getDimensions(), found.getDimensions());
		for (int i = 1; i <= expected.getStackSize(); i++) assertArrayEquals(pixels(expected, i), pixels(found, i), "slice " + i);
		assertEquals(table, table());
	}

	private static Object[] inputs(final ImagePlus image, final Object... options) {
		final List<Object> all = new ArrayList<>(List.of("image", image, "model", "gap"));
		all.addAll(Arrays.asList(options));
		return all.toArray();
	}

	private static ImagePlus image(final boolean isSelected) {
		final ImagePlus image = Workbench.image(Golden.formula(1, 1, 3, 24, 28), Golden.formula(2, 1, 3, 24, 28), Golden.formula(3, 1, 3, 24, 28));
		if (isSelected) image.setRoi(4, 2, 20, 18);
		return image;
	}

	private static float[] pixels(final ImagePlus image, final int slice) {
		final float[] values = new float[image.getWidth() * image.getHeight()];
		for (int i = 0; i < values.length; i++) values[i] = image.getStack().getProcessor(slice).getf(i);
		return values;
	}

	private static String table() {
		final ResultsTable table = Analyzer.getResultsTable();
		final StringBuilder rows = new StringBuilder();
		for (int i = 0; i < table.size(); i++) rows.append(table.getRowAsString(i)).append('\n');
		return rows.toString();
	}

	/** Draws another selection whenever work gets on. */
	public static final class Drawer {

		private final ImagePlus image;
		private int drawn;

		Drawer(final ImagePlus image) {
			this.image = image;
		}

		/** @param event that somebody got on */
		@EventHandler
		public void on(final TaskEvent event) {
			image.setRoi(drawn % 5, 3, 16, 17);
			drawn++;
		}
	}
}
