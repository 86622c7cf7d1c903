package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

import javax.swing.KeyStroke;

import org.fovea.Progress;
import org.fovea.command.Workbench;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** What the window runs are the menu's own commands, with their own keys. */
class DeedTest {

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
	void macrosReadTheOptions() {
		final PlainCommand command = new PlainCommand("Grad-CAM...").with("model", "m").with("target", "white cell").with("lut", "");
		assertEquals("model=m target=[white cell] lut=[]", command.options());
		assertEquals("", new PlainCommand("Unit Explorer...").options());
	}

	@Test
	void unitsOfMapsAndOfValuesHaveTheirCommands() {
		final Answer maps = answer("features.3");
		assertEquals("model=gap layer=features.3 units=2", options("Feature Map of This Unit", maps));
		assertEquals("model=gap layer=features.3", options("Feature Maps of the Layer", maps));
		assertEquals("model=gap layer=features.3 unit=2", options("Activation Mask", maps));
		assertEquals("model=gap target=features.3:2", options("Saliency Map", maps));
		assertEquals("model=gap layer=features.3 units=2 projection=guided source=[a folder]", options("Top Patches", maps));
		final Answer values = answer("fc");
		assertEquals("none", options("Activation Mask", values));
		assertEquals("model=gap target=fc:2 layer=features", options("Grad-CAM", values));
	}

	@Test
	void withoutAnImageThereIsNothingToDo() {
		final Answer without = new Looker(bench.models()).answer(new Question("gap", Optional.empty(), "auto"), Progress.NONE);
		for (final Deed deed : Deed.ALL) assertEquals(Optional.empty(), deed.command(aim(without, 0)), deed.title());
	}

	@Test
	void everyKeyIsOneOfTheCommand() {
		try (Context context = new Context(CommandService.class)) {
			final List<CommandInfo> infos = context.service(CommandService.class).getCommands();
			for (final Deed deed : Deed.ALL) {
				final Optional<CommandInfo> info = infos.stream().filter(i -> i.getMenuPath() != null && !i.getMenuPath().isEmpty() && i.getMenuPath()
					.getLeaf().getName().equals(deed.label())).findFirst();
				if (info.isEmpty()) continue;
				for (final String layer : List.of("features.3", "fc")) {
					deed.command(aim(answer(layer), 1)).ifPresent(command -> command.values().keySet().forEach(key -> assertTrue(info.get().getInput(
						key) != null, deed.title() + " has no " + key)));
				}
			}
		}
	}

	@Test
	void keysOfTheKeyboardAreDistinct() {
		assertEquals(Deed.ALL.size(), new HashSet<>(Deed.ALL.stream().map(deed -> KeyStroke.getKeyStroke(deed.key())).toList()).size());
		assertTrue(Deed.ALL.stream().allMatch(deed -> KeyStroke.getKeyStroke(deed.key()) != null));
	}

	private static String options(final String title, final Answer answer) {
		final Deed deed = Deed.ALL.stream().filter(d -> d.title().equals(title)).findFirst().orElseThrow();
		return deed.command(aim(answer, 2)).map(PlainCommand::options).orElse("none");
	}

	private static Optional<Deed.Aim> aim(final Answer answer, final int unit) {
		return Optional.of(new Deed.Aim(answer, unit, Optional.of("a folder"), PatchSearch.Beside.GUIDED));
	}

	private static Answer answer(final String layer) {
		try (Looker looker = new Looker(bench.models())) {
			return looker.answer(new Question("gap", Optional.of(Workbench.image(Golden.of("gap").input())), layer), Progress.NONE);
		}
	}
}
