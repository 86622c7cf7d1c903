package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Full-size exports, made by {@code src/test/python/archive_sweep.py} in the folder that {@code -Dfovea.archives} names. */
@EnabledIfSystemProperty(named = "fovea.archives", matches = ".+")
class ArchiveSweepTest {

	@TempDir
	private Path folder;

	static List<Path> archives() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("fovea.archives")))) {
			return files.filter(f -> f.toString().endsWith(".pt")).sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("archives")
	void isReadCheckedAndWritten(final Path file) {
		final Archive archive = ArchiveChecker.check(Archive.read(file));
		final Path target = folder.resolve("out.pt");
		archive.write(target, Map.of(), Map.of());
		final Archive again = ArchiveChecker.check(Archive.read(target));
		assertEquals(archive.code(), again.code());
		assertEquals(archive.tensors(), again.tensors());
	}
}
