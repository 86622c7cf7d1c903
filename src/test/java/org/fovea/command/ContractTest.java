package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.Contextual;
import org.scijava.ItemVisibility;
import org.scijava.MenuEntry;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.widget.Button;

import ij.ImagePlus;

/**
 * People's macros hold labels and keys: every command is exactly as contract.txt says. A line there may be added, and keys added to a
 * line; nothing is ever renamed or removed.
 */
class ContractTest {

	/** Commands whose window is more than a dialog. */
	private static final List<String> WINDOWS = List.of("ManageModelsCommand", "UnitExplorerCommand");

	@TempDir
	private static Path store;

	private static Workbench bench;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@Test
	void labelsKeysAndDefaultsAreThoseOfTheContract() throws IOException {
		final Map<String, String> actual = new TreeMap<>();
		for (final CommandInfo info : commands()) {
			final Module module = bench.context().service(ModuleService.class).createModule(info);
			final String keys = keys(info).stream().map(item -> item.getName() + "=" + bracket(item.getValue(module))).collect(Collectors.joining(
				" "));
			actual.put(info.getMenuPath().getMenuString(), keys);
		}
		assertEquals(String.join("\n", lines(contract())), String.join("\n", lines(actual)));
	}

	@Test
	void keysAreLowerCaseWordsAndNoneEndsAnother() {
		for (final CommandInfo info : commands()) {
			final List<String> names = inputs(info).stream().filter(item -> item.getType() != Button.class).map(ModuleItem::getName).toList();
			for (final String name : names) {
				assertTrue(name.matches("[a-z][a-z0-9]*"), info.getTitle() + ": " + name);
				for (final String other : names) assertFalse(!name.equals(other) && other.endsWith(name), info.getTitle() + ": " + name + " ends " + other);
			}
		}
	}

	@Test
	void onlyPathsArePersisted() {
		for (final CommandInfo info : commands()) {
			for (final ModuleItem<?> item : inputs(info)) {
				assertEquals(item.getName().equals("path"), item.isPersisted(), info.getTitle() + ": " + item.getName());
			}
		}
	}

	@Test
	void defaultsAreThereAndAmongTheChoices() {
		for (final CommandInfo info : commands()) {
			final Module module = bench.context().service(ModuleService.class).createModule(info);
			for (final ModuleItem<?> item : keys(info)) {
				final Object value = item.getValue(module);
				assertNotNull(value, info.getTitle() + ": " + item.getName());
				assertFalse(item.getType().isEnum(), info.getTitle() + ": " + item.getName());
				if (item.getChoices() != null && !item.getChoices().isEmpty()) {
					assertTrue(item.getChoices().contains(value), info.getTitle() + ": " + item.getName());
				}
			}
		}
	}

	@Test
	void imagesMayBeMissingSoThatTheCommandCanSayIt() {
		for (final CommandInfo info : commands()) {
			for (final ModuleItem<?> item : inputs(info)) {
				if (item.getType() == ImagePlus.class) assertFalse(item.isRequired(), info.getTitle());
			}
		}
	}

	@Test
	void labelsAreUniqueAndDotsPromiseADialog() {
		final Set<String> seen = new HashSet<>();
		for (final CommandInfo info : commands()) {
			final String label = info.getMenuPath().getLeaf().getName();
			assertTrue(seen.add(label), label);
			assertFalse(label.contains("…"), label);
			final boolean asks = !keys(info).isEmpty() || WINDOWS.stream().anyMatch(info.getClassName()::endsWith);
			assertEquals(asks, label.endsWith("..."), label);
			for (final MenuEntry entry : info.getMenuPath()) assertFalse(entry.getName().isBlank(), label);
		}
	}

	@Test
	void choicesAreTheWordsOfTheirMeaning() {
		final Map<String, List<String>> words = Map.of("area", Words.all(Extent.class), "fit", Words.all(
			Fit.class), "slices", Words.all(Slices.class), "show", Words.all(Show.class));
		for (final CommandInfo info : commands()) {
			for (final ModuleItem<?> item : keys(info)) {
				if (words.containsKey(item.getName())) assertEquals(words.get(item.getName()), item.getChoices(), info.getTitle());
			}
		}
	}

	private static List<CommandInfo> commands() {
		return bench.context().service(CommandService.class).getCommands().stream().filter(info -> info.getClassName().startsWith(
			"org.fovea.command.")).toList();
	}

	private static List<ModuleItem<?>> inputs(final CommandInfo info) {
		return StreamSupport.stream(info.inputs().spliterator(), false).<ModuleItem<?>> map(item -> item).filter(item -> !Contextual.class
			.isAssignableFrom(item.getType()) && item.getType() != Context.class).toList();
	}

	private static List<ModuleItem<?>> keys(final CommandInfo info) {
		return inputs(info).stream().filter(item -> item.getType() != Button.class && item.getType() != ImagePlus.class && item
			.getVisibility() != ItemVisibility.MESSAGE).toList();
	}

	private static String bracket(final Object value) {
		final String text = String.valueOf(value);
		return text.isEmpty() || text.contains(" ") ? "[" + text + "]" : text;
	}

	private static Map<String, String> contract() throws IOException {
		final Map<String, String> contract = new TreeMap<>();
		try (InputStream in = ContractTest.class.getResourceAsStream("contract.txt")) {
			for (final String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
				if (line.startsWith("#") || line.isBlank()) continue;
				final String[] cells = line.split("\\|", 2);
				contract.put(cells[0].strip(), cells[1].strip());
			}
		}
		return contract;
	}

	/** One command on each line, its keys in alphabetical order: their order in dialogs is no promise. */
	private static List<String> lines(final Map<String, String> commands) {
		final List<String> lines = new ArrayList<>();
		commands.forEach((menu, keys) -> lines.add(menu + " | " + Arrays.stream(keys.split(" (?=[a-z0-9]+=)")).sorted().collect(
			Collectors.joining(" "))));
		return lines;
	}
}
