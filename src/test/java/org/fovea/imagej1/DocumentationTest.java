package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Every command has a page where its Help button looks for it, and no page speaks of keys, files or tests that are not there. */
class DocumentationTest {

	private static final Path DOCS = Path.of("docs");
	private static final Pattern OPTION = Pattern.compile("^\\| `([a-z0-9]+)` \\| (?:`([^`]*)`|empty) \\| .+ \\|$", Pattern.MULTILINE);
	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
	private static final Pattern CALL = Pattern.compile("run\\(\"([^\"]+)\"(?:, \"([^\"]*)\")?\\);");

	static List<CommandInfo> commands() {
		return Commands.shared().list().stream().filter(info -> Commands.label(info).endsWith("...")).filter(info -> info.getClassName().startsWith(
			"org.fovea.command.")).toList();
	}

	static List<Path> pages() throws IOException {
		try (Stream<Path> files = Files.walk(DOCS)) {
			return Stream.concat(Stream.of(Path.of("README.md")), files.filter(file -> file.toString().endsWith(".md")).sorted()).toList();
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void everyCommandHasAPageWithItsKeysAndDefaults(final CommandInfo info) throws IOException {
		final Path page = DOCS.resolve("commands").resolve(HelpPage.name(Commands.label(info)) + ".md");
		final String text = Files.readString(page);
		assertTrue(text.startsWith("# " + Commands.label(info) + "\n\n*" + String.join(" > ", Commands.menus(info)) + " > "), page.toString());
		assertTrue(Files.readString(DOCS.resolve("README.md")).contains("](commands/" + page.getFileName() + ")"), "the index lacks " + page);
		final Module module = Commands.shared().context().service(ModuleService.class).createModule(info);
		final Map<String, String> expected = new TreeMap<>();
		Input.of(module).stream().filter(input -> isOption(input) && !input.isImage()).forEach(input -> expected.put(input.name(), input.text()));
		final Map<String, String> found = new TreeMap<>();
		OPTION.matcher(text).results().forEach(row -> found.put(row.group(1), row.group(2) == null ? "" : row.group(2)));
		assertEquals(expected, found);
	}

	/** Also those that no dialog shows. */
	private static boolean isOption(final Input input) {
		return input.isRecorded() || input.isKey() && !input.isVisible();
	}

	/** Macros of the bad-input page are wrong on purpose; BadInputTest runs every one of them. */
	static List<Path> pagesOfGoodInput() throws IOException {
		return pages().stream().filter(page -> !page.endsWith("bad-input.md")).toList();
	}

	@ParameterizedTest
	@MethodSource("pagesOfGoodInput")
	void macrosUseKeysThatExist(final Path page) throws IOException {
		final Map<String, CommandInfo> known = commands().stream().collect(Collectors.toMap(Commands::label, info -> info));
		for (final MatchResult call : CALL.matcher(Files.readString(page)).results().toList()) {
			final CommandInfo info = known.get(call.group(1));
			if (info == null) continue;
			final Module module = Commands.shared().context().service(ModuleService.class).createModule(info);
			final List<String> keys = Input.of(module).stream().filter(DocumentationTest::isOption).map(Input::name).toList();
			MacroOptions.parse(call.group(2) == null ? "" : call.group(2)).values().keySet().forEach(key -> assertTrue(keys.contains(key), call
				.group()));
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(final Path page) throws IOException {
		for (final MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
			final String[] target = link.group(1).split("#");
			if (target[0].startsWith("http")) continue;
			final Path file = target[0].isEmpty() ? page : page.resolveSibling(target[0]).normalize();
			assertTrue(Files.exists(file), page + " links to " + link.group(1));
			if (target.length > 1) assertTrue(headings(file).contains(target[1]), page + " links to " + link.group(1));
		}
	}

	/** The line under a picture is the line that made it. */
	@Test
	void picturesAreMadeByTheMacrosOfTheirPages() throws IOException {
		final String program = Files.readString(DOCS.resolve("pictures.ijm"));
		for (final Path page : pages()) {
			final String text = Files.readString(page);
			final int picture = text.indexOf("](../images/");
			if (picture < 0) continue;
			final int start = text.indexOf("```", picture);
			final String block = text.substring(start, text.indexOf("```", start + 3));
			final List<String> calls = block.lines().filter(line -> line.startsWith("run(") && !line.startsWith("run(\"Blood Smear")).toList();
			for (final String call : calls) assertTrue(program.contains(call), page + ": " + call);
		}
	}

	@Test
	void picturesAreSmall() throws IOException {
		long total = 0;
		int count = 0;
		try (Stream<Path> files = Files.list(DOCS.resolve("images"))) {
			for (final Path file : files.toList()) {
				assertTrue(Files.size(file) < 150_000, file.toString());
				total += Files.size(file);
				count++;
			}
		}
		assertTrue(total < 80_000L * count, total + " bytes in " + count + " files");
	}

	private static List<String> headings(final Path page) throws IOException {
		try (Stream<String> lines = Files.lines(page)) {
			return lines.filter(line -> line.startsWith("#")).map(line -> line.replaceFirst("^#+ ", "").toLowerCase().replaceAll("[^a-z0-9 -]", "")
				.replace(' ', '-')).toList();
		}
	}
}
