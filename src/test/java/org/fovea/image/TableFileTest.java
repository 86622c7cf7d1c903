package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import ij.measure.ResultsTable;

/** Tables as programs of others write them. */
class TableFileTest {

	@TempDir
	private Path folder;

	private RowTable read(final String text) throws IOException {
		return read(text.getBytes(StandardCharsets.UTF_8));
	}

	private RowTable read(final byte... bytes) throws IOException {
		return RowTable.find(Files.write(folder.resolve("table.csv"), bytes).toString());
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '@', delimiter = '#', value = { "a,b,Class|1.5,-2e3,x|.25,4,y", "a;b;Class|1.5;-2e3;x|.25;4;y", "a;b;Class|1,5;-2e3;x|,25;4;y",
		"a~b~Class|1,5~-2e3~x|0,25~4~y", "a~b~Class|1.5~-2e3~x|0.25~4~y", "a,b,Class|\"1.5\",\"-2,000\",\"x\"|0.25,4, \"y\"",
		"\"a\";\"b\";\"Class\"|1,5;-2.000,0;x||0,25;4;y|", ",a,b,Class|1,1.5,-2000,x|2,0.25,4,y" })
	void separatorsAndDecimalsOfAllProgramsAreRead(final String written) throws IOException {
		for (final String end : List.of("\n", "\r\n", "\r")) {
			final RowTable table = read(written.replace("~", "\t").replace("|", end));
			assertEquals(List.of("a", "b", "Class"), table.headings(), written);
			assertEquals(List.of("a", "b"), table.features("auto", Optional.of("Class")));
			assertArrayEquals(new double[] { 1.5, 0.25 }, table.numbers("a"));
			assertArrayEquals(new double[] { -2000, 4 }, table.numbers("b"));
			assertEquals(List.of("x", "y"), table.words("classes", "Class"));
		}
	}

	@Test
	void missingNumbersLeaveAColumnOneOfNumbers() throws IOException {
		final RowTable table = read("a,b,word\n1,NA,NA\n-,2,-\nn/a,3,x\n4,NaN,y\n5\n6,inf,z\n");
		assertEquals(List.of("a", "b"), table.features("auto", Optional.empty()));
		assertEquals(List.of("word"), table.ignored("auto", Optional.empty()));
		assertArrayEquals(new double[] { 1, Double.NaN, Double.NaN, 4, 5, 6 }, table.numbers("a"));
		assertArrayEquals(new double[] { Double.NaN, 2, 3, Double.NaN, Double.NaN, Double.NaN }, table.numbers("b"));
		assertEquals(List.of("NA", "-", "x", "y", "", "z"), table.words("classes", "word"), "words are kept as they are");
		assertEquals(List.of("a"), read("a,b\n1,1d\n2,0x1p3\n").features("auto", Optional.empty()), "what only Java calls a number is none");
	}

	@Test
	void tablesOfImageJMayHaveMissingNumbersAsWell() {
		final ResultsTable opened = new ResultsTable();
		for (int row = 0; row < 3; row++) {
			opened.addRow();
			if (row == 1) opened.addValue("a", "NA");
			else opened.addValue("a", row + 0.5);
		}
		final RowTable table = new RowTable("t", opened);
		assertTrue(table.isNumeric("a"));
		assertArrayEquals(new double[] { 0.5, Double.NaN, 2.5 }, table.numbers("a"));
	}

	@Test
	void headingsAreKeptApartAndWhole() throws IOException {
		final RowTable table = read("\"sepal, length\",a,a,,\"s \"\"w\"\"\"\n1,2,3,4,5\n6,7,8,9,\"10\"\n");
		assertEquals(List.of("sepal, length", "a", "a (2)", "C4", "s \"w\""), table.headings());
		assertArrayEquals(new double[] { 3, 8 }, table.numbers("a (2)"));
		assertArrayEquals(new double[] { 5, 10 }, table.numbers("s \"w\""));
		assertEquals(List.of("sepal, length"), table.features("sepal*", Optional.empty()));
		assertEquals(List.of("two\\nlines", "y"), read("a,word\n1,\"two\nlines\"\n2,y\n").words("classes", "word"));
	}

	@Test
	void rowsMayHaveNamesAndColumnsNone() throws IOException {
		assertEquals("cell 2", read(",a\ncell 1,1\ncell 2,2\n").label(1));
		assertEquals("cell 2", read("Label,a\ncell 1,1\ncell 2,2\n").label(1));
		final RowTable bare = read("0.5,2\n3,4\n");
		assertEquals(List.of("C1", "C2"), bare.headings());
		assertArrayEquals(new double[] { 0.5, 3 }, bare.numbers("C1"));
		assertEquals(1, read("0,1,2\n7,8,9\n").size(), "numbers that count the columns are headings");
		assertArrayEquals(new double[] { 1.5, 2 }, read("x\n1,5\n2\n").numbers("x"), "a single column may have decimal commas");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252" })
	void lettersOfAllEncodingsAreRead(final String encoding) throws IOException {
		final byte[] text = ((encoding.startsWith("UTF-16") ? "\ufeff" : "") + "Länge µm,b\n1,2\n").getBytes(Charset.forName(encoding));
		assertEquals(List.of("Länge µm", "b"), read(text).headings());
		assertEquals(List.of("a", "b"), read("\ufeffa,b\n1,2\n").headings());
	}

	@Test
	void whatIsNoTableIsSaidInASentence() {
		assertTrue(sentence("").contains("holds no table"));
		assertTrue(sentence("\0\1\2").contains("holds no table"));
		assertTrue(sentence("a,b\n").contains("no rows"));
		assertTrue(sentence("a,b\n1,5,2,5\n").contains("Row 2"), sentence("a,b\n1,5,2,5\n"));
	}

	private String sentence(final String text) {
		return assertThrows(FoveaException.class, () -> read(text)).getMessage();
	}

	private static ResultsTable table(final String heading) {
		final ResultsTable table = new ResultsTable();
		for (int row = 0; row < 3; row++) {
			table.addRow();
			table.addLabel("cell " + row);
			table.addValue("Area", 1.5 * row);
			table.addValue(heading, Arrays.asList("x", "y, z", "").get(row));
		}
		return table;
	}

	private void check(final String file, final String heading) {
		final RowTable read = RowTable.find(folder.resolve(file).toString());
		assertEquals(List.of("Label", "Area", heading), read.headings());
		assertArrayEquals(new double[] { 0, 1.5, 3 }, read.numbers("Area"));
		assertEquals("cell 2", read.label(2));
		assertEquals(List.of("x", "y, z", ""), read.words("classes", heading));
	}

	@Test
	void whatImageJSavesIsReadAgain() throws IOException {
		final ResultsTable table = table("Kind");
		table.showRowNumbers(true);
		table.saveAs(folder.resolve("saved.csv").toString());
		check("saved.csv", "Kind");
		table.saveAs(folder.resolve("saved.tsv").toString());
		check("saved.tsv", "Kind");
	}

	@Test
	void whatIsSavedIsReadAgainWithEveryDigit() throws IOException {
		Tables.save(table("Kind, as \"seen\""), folder.resolve("saved.csv"));
		check("saved.csv", "Kind, as \"seen\"");
		final ResultsTable numbers = new ResultsTable();
		final double[] values = { Math.PI, 1e-30, -1e45, Double.NaN, 3, 0.1f, 1e12 };
		numbers.setValues("a", values);
		numbers.setValues("b", new double[] { 1, 2, 3, 4, 5, 6, 7 });
		Tables.save(numbers, folder.resolve("saved.csv"));
		assertArrayEquals(values, RowTable.find(folder.resolve("saved.csv").toString()).numbers("a"), 1e-8);
		assertEquals("a,b\n3.141592653589793,1\n1.0E-30,2\n", Files.readString(folder.resolve("saved.csv")).substring(0, 34));
	}
}
