package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.FoveaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

/** Tables without a display, where everything is called Results. */
class TablesTest {

	@BeforeEach
	@AfterEach
	void clear() {
		Analyzer.setResultsTable(new ResultsTable());
	}

	@Test
	void scoresAreCollectedBesideMeasurements() {
		row(Analyzer.getResultsTable(), "Area");
		show(Tables.SCORES, "Class");
		show(Tables.SCORES, "Class");
		assertEquals(3, Analyzer.getResultsTable().size());
	}

	@Test
	void reportsReplaceEachOtherAndGiveWayToScores() {
		show(Tables.CHECK, "Check");
		show(Tables.LAYERS, "Layer");
		assertEquals("Layer", Analyzer.getResultsTable().getColumnHeading(0));
		assertEquals(1, Analyzer.getResultsTable().size());
		show(Tables.SCORES, "Class");
		assertEquals("Class", Analyzer.getResultsTable().getColumnHeading(0));
		assertEquals(1, Analyzer.getResultsTable().size());
	}

	@Test
	void measurementsAreNeitherReplacedNorMixed() {
		row(Analyzer.getResultsTable(), "Area");
		final String sentence = assertThrows(FoveaException.class, () -> show(Tables.LAYERS, "Layer")).getMessage();
		assertTrue(sentence.contains("Clear Results"), sentence);
		show(Tables.MODELS, "Model");
		assertEquals("Area", Analyzer.getResultsTable().getColumnHeading(0));
		assertEquals(1, Analyzer.getResultsTable().size());
	}

	@Test
	void whatAMacroWritesAfterClearingAReportIsKept() {
		show(Tables.LAYERS, "Layer");
		Analyzer.getResultsTable().reset();
		row(Analyzer.getResultsTable(), "Area");
		assertThrows(FoveaException.class, () -> show(Tables.LAYERS, "Layer"));
	}

	private static void show(final String title, final String column) {
		final ResultsTable table = Tables.of(title);
		row(table, column);
		Tables.show(table, title);
	}

	private static void row(final ResultsTable table, final String column) {
		table.addRow();
		table.addValue(column, 1);
	}
}
