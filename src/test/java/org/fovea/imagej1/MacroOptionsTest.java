package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ij.Macro;

class MacroOptionsTest {

	@Test
	void readsWordsBracketsQuotesAndBareKeys() {
		final MacroOptions options = MacroOptions.parse("model=blood-cells target=[white [big] cell] note='a ] b' masks  top=3");
		assertEquals(Optional.of("blood-cells"), options.value("model"));
		assertEquals(Optional.of("white [big] cell"), options.value("target"));
		assertEquals(Optional.of("a ] b"), options.value("note"));
		assertEquals(Optional.of("3"), options.value("top"));
		assertTrue(options.has("masks"));
		assertEquals(Optional.empty(), options.value("masks"));
		assertFalse(options.has("layer"));
	}

	@Test
	void findsNoKeyInsideAValueOrAnotherKey() {
		final MacroOptions options = MacroOptions.parse("path=[/data/model=x/k=2 /n.pt] top_k=8");
		assertFalse(options.has("model"));
		assertFalse(options.has("k"));
		assertEquals(Optional.of("/data/model=x/k=2 /n.pt"), options.value("path"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "word", "two words", "a=b", "[in brackets]", "open [ only", "it's", "'quoted'", "layer1.0/relu_1", "x ] y [ z" })
	void readsBackWhatItWrites(final String value) {
		final Map<String, String> values = new LinkedHashMap<>();
		values.put("first", value);
		values.put("second", "2");
		final String line = MacroOptions.format(values);
		assertEquals(Optional.of(value), MacroOptions.parse(line).value("first"));
		assertEquals(Optional.of("2"), MacroOptions.parse(line).value("second"));
		assertEquals(value, Macro.getValue(line, "first", "missing"), "ImageJ's own reader, which imagej-legacy uses");
		assertEquals("2", Macro.getValue(line, "second", "missing"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "target=[open", "target='open" })
	void refusesWhatIsNotClosed(final String line) {
		assertTrue(assertThrows(FoveaException.class, () -> MacroOptions.parse(line)).getMessage().contains("'target'"));
	}
}
