package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "a", "0.5,NaN", "Infinity", "-Infinity,1" })
	void numbersAreFinite(final String text) {
		final String sentence = assertThrows(FoveaException.class, () -> Lists.numbers("mean", text)).getMessage();
		assertTrue(sentence.contains("'mean'") && sentence.contains("'" + text + "'"), sentence);
	}

	@Test
	void numbersMayBeSpaced() {
		assertEquals(List.of(0.485, 0.456, 0.406), Lists.numbers("mean", " 0.485, 0.456 ,0.406 "));
		assertEquals(List.of(), Lists.numbers("mean", " "));
	}

	@Test
	void labelsComeFromTheLineOrAFile() throws IOException {
		final Path file = Files.writeString(folder.resolve("labels.txt"), "red cell\n\n platelet \n");
		assertEquals(List.of("red cell", "platelet"), Lists.labels(file.toString()));
		assertEquals(List.of("red cell", "platelet"), Lists.labels("red cell, platelet"));
	}

	@Test
	void aMissingFileOfLabelsIsNoLabel() {
		final String missing = folder.resolve("labels.txt").toString();
		final String sentence = assertThrows(FoveaException.class, () -> Lists.labels(missing)).getMessage();
		assertTrue(sentence.contains(missing), sentence);
	}
}
