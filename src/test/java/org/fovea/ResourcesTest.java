package org.fovea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;

class ResourcesTest {

	/** PyTorch writes into them where the code lay on the machine that saved the network. */
	@Test
	void archivesHoldNoDebugRecords() throws IOException {
		final List<String> records = new ArrayList<>();
		int archives = 0;
		for (final String folder : List.of("src/main/resources", "src/test/resources")) {
			try (Stream<Path> files = Files.walk(Path.of(folder))) {
				for (final Path file : files.filter(path -> path.toString().endsWith(".pt")).toList()) {
					archives++;
					try (ZipFile zip = new ZipFile(file.toFile())) {
						zip.stream().filter(entry -> entry.getName().endsWith(".debug_pkl")).forEach(entry -> records.add(file + ": " + entry.getName()));
					}
				}
			}
		}
		assertTrue(archives > 100, archives + " archives");
		assertEquals(List.of(), records);
	}
}
