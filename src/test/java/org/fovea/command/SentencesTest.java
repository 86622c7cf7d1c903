package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class SentencesTest {

	@Test
	void longSentencesBreakBetweenWords() {
		final String sentence = IntStream.range(0, 80).mapToObj(i -> "layer" + i).collect(Collectors.joining(", "));
		final String lines = Sentences.lines(sentence);
		assertEquals(sentence, lines.replace('\n', ' '));
		assertTrue(lines.lines().allMatch(line -> line.length() <= 100), lines);
		assertTrue(lines.lines().limit(lines.lines().count() - 1).allMatch(line -> line.length() > 90), lines);
	}

	@Test
	void shortSentencesAndLongWordsStayWhole() {
		assertEquals("Open an image first.", Sentences.lines("Open an image first."));
		final String path = "x".repeat(150);
		assertEquals("There is no\n" + path + "\nhere.", Sentences.lines("There is no " + path + " here."));
	}
}
