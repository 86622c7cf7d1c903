package org.fovea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.KeyEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fovea.command.models.ImportModelCommand;
import org.fovea.imagej1.Macros;
import org.fovea.model.SmallDisk;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.ModuleService;
import org.scijava.task.TaskService;

import com.sun.net.httpserver.HttpServer;

import ij.IJ;

/** Bad input through real macros of ImageJ, row by row as docs/bad-input.md promises its users. */
class BadInputTest {

	private static final Path TABLE = Path.of("docs/bad-input.md");

	private static final Path STORE = Path.of(System.getProperty("fovea.store"));

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@TempDir
	private static Path folder;

	/** A row of the table. */
	private record Row(String wrong, Optional<String> macro, Optional<String> sentence, List<String> tests) {

		@Override
		public String toString() {
			return wrong;
		}
	}

	@BeforeAll
	static void write() throws IOException {
		new BadFiles(folder).write();
	}

	@ParameterizedTest
	@MethodSource("macros")
	void answersAsTheTableSays(final Row row) throws IOException {
		final List<String> before = files(STORE);
		final Path mark = folder.resolve("mark");
		final String macro = row.macro().orElseThrow().replace("FOLDER", slashes(folder)).replace("HASH", "0".repeat(64));
		final Macros.End end = Macros.run(macro + "\nFile.append(\"went on\", \"" + slashes(mark) + "\");");
		assertFalse(end.isSuccess());
		assertFalse(Files.exists(mark), "the macro went on");
		assertSays(row, end.sentence().orElse("").replace(slashes(folder), "FOLDER"));
		assertEquals(before, files(STORE), "nothing is left in the store");
		assertFalse(Files.exists(Path.of("stolen")), "hostile code was run");
		assertIsAlive();
	}

	/** Otherwise the bad files might be refused for what they have in common. */
	@Test
	void theGoodFileIsAccepted() {
		assertEquals(new Macros.End(true, Optional.empty()), Macros.run("run(\"Import Model...\", \"path=[" + slashes(folder.resolve("good.pt")) +
			"] id=good\"); run(\"Remove Model...\", \"model=good\");"));
	}

	@Test
	void aFullDiskLeavesNothingBehind() throws Exception {
		final Path store = folder.resolve("small-disk");
		try (Context context = new Context(CommandService.class, ModuleService.class, StatusService.class, TaskService.class, LogService.class)) {
			context.getServiceIndex().add(new SmallDisk(store, Files.size(folder.resolve("good.pt")) / 2));
			final CommandInfo command = context.service(CommandService.class).getCommand(ImportModelCommand.class);
			final Cancelable module = (Cancelable) context.service(ModuleService.class).run(command, true, "path", folder.resolve("good.pt").toString())
				.get();
			assertTrue(module.isCanceled());
			assertSays(named("The disk is full"), module.getCancelReason());
		}
		assertEquals(List.of(), files(store));
	}

	@Test
	@Timeout(120)
	void aCancelledDownloadLeavesNothingBehind() throws Exception {
		final List<String> before = files(STORE);
		final CountDownLatch end = new CountDownLatch(1);
		final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", exchange -> {
			exchange.sendResponseHeaders(200, 100_000);
			exchange.getResponseBody().write(new byte[5_000]);
			exchange.getResponseBody().flush();
			IJ.setKeyDown(KeyEvent.VK_ESCAPE);
			try {
				end.await();
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
		});
		server.start();
		try {
			final Path mark = folder.resolve("mark");
			final Macros.End stopped = Macros.run("run(\"Import Model...\", \"path=http://" + server.getAddress()
				.getHostString() + ":" + server.getAddress().getPort() + "/net.pt\");\nFile.append(\"went on\", \"" + slashes(mark) + "\");");
			assertFalse(stopped.isSuccess());
			assertSays(named("A download is cancelled"), stopped.sentence().orElse(""));
			assertFalse(Files.exists(mark), "the macro went on");
		}
		finally {
			end.countDown();
			server.stop(0);
			((ExecutorService) server.getExecutor()).shutdownNow();
		}
		// The macro is stopped at once; the download hears of it a moment later.
		while (!before.equals(files(STORE))) Thread.onSpinWait();
		assertIsAlive();
	}

	@Test
	void theTestsOfTheTableExist() throws IOException {
		final Map<String, String> sources = new HashMap<>();
		try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
			for (final Path file : files.filter(Files::isRegularFile).toList()) sources.put(file.getFileName().toString(), Files.readString(file));
		}
		for (final Row row : rows()) {
			assertFalse(row.tests().isEmpty(), row.wrong());
			for (final String test : row.tests()) {
				final String[] parts = test.split("#");
				assertTrue(sources.getOrDefault(parts[0] + ".java", "").contains("\tvoid " + parts[1] + "("), test);
			}
		}
	}

	static Stream<Row> macros() {
		return rows().stream().filter(row -> row.macro().isPresent());
	}

	private static List<Row> rows() {
		try (Stream<String> lines = Files.lines(TABLE)) {
			return lines.filter(line -> line.startsWith("| ") && !line.startsWith("| What is wrong")).map(BadInputTest::row).toList();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static Row row(final String line) {
		final String[] cells = line.substring(1).split("(?<!\\\\)\\|");
		return new Row(cells[0].strip(), code(cells[1]).stream().filter(code -> code.endsWith(";")).findFirst(), code(cells[2]).stream().findFirst(), code(cells[3]));
	}

	private static List<String> code(final String cell) {
		return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
	}

	private static Row named(final String wrong) {
		return rows().stream().filter(row -> row.wrong().equals(wrong)).findFirst().orElseThrow();
	}

	private static void assertSays(final Row row, final String sentence) {
		final String pattern = Arrays.stream(row.sentence().orElseThrow().split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".+"));
		assertTrue(sentence.matches(pattern), () -> "found: " + sentence + "\nin the table: " + row.sentence().orElseThrow());
		assertTrue(sentence.endsWith(".") && !sentence.contains("\n"), sentence);
	}

	private static void assertIsAlive() {
		assertEquals(new Macros.End(true, Optional.empty()), Macros.run(
			"run(\"Blood Smear...\", \"width=64 height=64\"); run(\"Classify...\"); if (nResults != 1) exit(\"no row\");"));
	}

	/** All files below a folder; others may be deleting some of them at the same time. */
	private static List<String> files(final Path root) throws IOException {
		final List<String> files = new ArrayList<>();
		Files.walkFileTree(root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
				files.add(file.toString());
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(final Path file, final IOException e) {
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(final Path folder, final IOException e) {
				return FileVisitResult.CONTINUE;
			}
		});
		return files.stream().sorted().toList();
	}

	private static String slashes(final Path path) {
		return path.toString().replace('\\', '/');
	}
}
