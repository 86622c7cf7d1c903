package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.fovea.model.Scores.Score;
import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;

class ScoreTableTest {

	private final ImagePlus image = new ImagePlus("cells.tif", new ByteProcessor(4, 4));

	@Test
	void modelsSayNothingOfEachOthersClasses() {
		final ResultsTable table = new ResultsTable();
		table.setNaNEmptyCells(true);
		add(table, "blood", 5, new Score(1, "red", 3, 0.75), new Score(0, "white", 1, 0.5));
		add(table, "thousand", 2, new Score(238, "238", 3, 0.25), new Score(7, "7", 1, 0.125), new Score(1, "1", 0, 0.0625));
		add(table, "blood", 5, new Score(0, "white", 3, 1), new Score(1, "red", 1, 0.5));
		assertEquals(List.of("0.5", "NaN", "1.0"), column(table, "white"));
		assertEquals(List.of("0.75", "NaN", "0.5"), column(table, "red"));
		assertEquals(List.of("NaN", "0.125", "NaN"), column(table, "Score 2"));
		assertEquals(List.of("", "7", ""), List.of(table.getStringValue("Class 2", 0), table.getStringValue("Class 2", 1), table.getStringValue(
			"Class 2", 2)));
		assertEquals("thousand", table.getStringValue("Model", 1));
	}

	private void add(final ResultsTable table, final String model, final int listed, final Score... classes) {
		new ScoreTable(listed).add(table, new ScoreTable.Row(image, Plane.current(image), model, List.of(classes)));
	}

	private static List<String> column(final ResultsTable table, final String heading) {
		return List.of(0, 1, 2).stream().map(row -> String.valueOf(table.getValue(heading, row))).toList();
	}
}
