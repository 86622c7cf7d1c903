package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.measure.ResultsTable;

class RowTableTest {

	@TempDir
	private Path folder;

	private static ResultsTable measurements() {
		final ResultsTable table = new ResultsTable();
		for (int row = 0; row < 4; row++) {
			table.addRow();
			table.addLabel("cell " + row);
			table.addValue("Image", "smear.tif");
			table.addValue("Slice", row + 1);
			table.addValue("Area", row == 2 ? Double.NaN : 10.5 * row);
			table.addValue("Mean", -row);
			table.addValue("Kind", row % 2 == 0 ? "even" : "odd");
			table.addValue("UMAP 1", 5);
		}
		return table;
	}

	@Test
	void featuresAreColumnsOfNumbersWithoutCoordinatesOfPlots() {
		final RowTable table = new RowTable("t", measurements());
		assertEquals(List.of("Area", "Mean"), table.features("auto", Optional.empty()));
		assertEquals(List.of("Slice", "Mean"), table.features("Slice,Mean", Optional.empty()), "what is named is meant");
		assertEquals(List.of("Mean", "UMAP 1"), table.features("Mean, UMAP*", Optional.empty()));
		assertArrayEquals(new double[] { 0, 10.5, Double.NaN, 31.5 }, table.numbers("Area"));
		assertEquals(List.of("even", "odd", "even", "odd"), table.words("classes", "Kind"));
	}

	@Test
	void embeddingsAreTheFeaturesWhereThereAreSome() {
		final ResultsTable table = measurements();
		table.setValue("f0", 0, 1);
		table.setValue("f1@x3y12", 0, 1);
		assertEquals(List.of("f0", "f1@x3y12"), new RowTable("t", table).features("auto", Optional.empty()));
	}

	@Test
	void numbersThatAreClassesAreNoFeaturesUnlessTheyAreNamed() {
		final ResultsTable table = measurements();
		for (int row = 0; row < 4; row++) {
			table.setValue("kind", row, row % 2);
			table.setValue(RowTable.CLASS, row, row % 2);
		}
		final RowTable rows = new RowTable("t", table);
		assertEquals(List.of("Area", "Mean"), rows.features("auto", Optional.of("kind")));
		assertEquals(List.of("Area", "Mean", "kind"), rows.features("auto", Optional.of("Class")));
		assertEquals(List.of("Area", "Mean", "kind"), rows.features("auto", Optional.empty()));
		assertEquals(List.of("Mean", "kind"), rows.features("Mean,kind", Optional.of("kind")));
		table.setValue("f0", 0, 1);
		table.setValue("f1", 0, 1);
		assertEquals(List.of("f1"), new RowTable("t", table).features("auto", Optional.of("f0")));
	}

	@Test
	void positionsDescribeNoObject() {
		final ResultsTable table = measurements();
		for (final String heading : List.of("X", "Y", "Width", "Height", "Frame", "Ch", "BX", "FeretX", "Group")) table.setValue(heading, 1, 3);
		assertEquals(List.of("Area", "Mean"), new RowTable("t", table).features("auto", Optional.empty()));
		final ResultsTable places = new ResultsTable();
		places.setValue("X", 0, 1);
		places.setValue("Y", 0, 2);
		assertTrue(sentence(() -> new RowTable("p", places).features("auto", Optional.empty())).contains("'columns'"));
		assertEquals(List.of("X", "Y"), new RowTable("p", places).features("X,Y", Optional.empty()));
	}

	@Test
	void whatIsMissingIsAnsweredWithWhatExists() {
		final RowTable table = new RowTable("t", measurements());
		assertTrue(sentence(() -> table.features("Perimeter", Optional.empty())).contains("Area"));
		assertTrue(sentence(() -> table.features("Kind", Optional.empty())).contains("words, not numbers"));
		assertTrue(sentence(() -> table.words("classes", "Type")).contains("'classes'"));
		final ResultsTable words = new ResultsTable();
		words.addRow();
		words.addValue("Kind", "odd");
		assertTrue(sentence(() -> new RowTable("w", words).features("auto", Optional.empty())).contains("no columns of numbers"));
		assertTrue(sentence(() -> RowTable.find("nowhere.csv")).contains("nowhere.csv"));
	}

	private static String sentence(final org.junit.jupiter.api.function.Executable call) {
		return assertThrows(FoveaException.class, call).getMessage();
	}

	@Test
	void filesOfOthersAreTables() throws IOException {
		final Path file = Files.writeString(folder.resolve("others.csv"), "Label,Area,Kind\na,1.5,x\nb,2.5,\"y, z\"\n");
		final RowTable table = RowTable.find(file.toString());
		assertEquals(2, table.size());
		assertEquals("others", table.stem());
		assertEquals(List.of("Area"), table.features("auto", Optional.empty()));
		assertArrayEquals(new double[] { 1.5, 2.5 }, table.numbers("Area"));
		assertEquals(List.of("x", "y, z"), table.words("classes", "Kind"));
		assertEquals("a", table.label(0));
	}

	@Test
	void rowsKnowWhereTheyComeFrom() {
		final ResultsTable table = measurements();
		final RowTable plain = new RowTable("t", table);
		assertEquals(new Origin("smear.tif", 3, Optional.empty(), ""), plain.origin(2).orElseThrow());
		assertEquals("smear.tif:3", plain.label(2));
		table.setValue("X", 2, 4);
		table.setValue("Y", 2, 5);
		table.setValue("Width", 2, 6);
		table.setValue("Height", 2, 7);
		table.setValue("ROI", 2, "nucleus");
		final RowTable boxes = new RowTable("t", table);
		assertEquals(new Origin("smear.tif", 3, Optional.of(new Rectangle(4, 5, 6, 7)), "nucleus"), boxes.origin(2).orElseThrow());
		assertEquals(new Rectangle(4, 5, 6, 7), boxes.origin(2).orElseThrow().region().orElseThrow().getBounds());
	}

	@Test
	void copiesKeepWhatIsNoFeature() {
		final ResultsTable table = measurements();
		for (int row = 0; row < 4; row++) table.setValue("f0", row, row);
		final ResultsTable copy = new ResultsTable();
		new RowTable("t", table).copy(new int[] { 3, 0 }, copy);
		assertEquals(2, copy.size());
		assertEquals("cell 3", copy.getLabel(0));
		assertEquals("odd", copy.getStringValue("Kind", 0));
		assertEquals(0, copy.getValue("Mean", 1));
		assertTrue(!copy.columnExists("f0"));
	}
}
