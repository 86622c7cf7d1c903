package org.fovea.command.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.fovea.network.Layer;
import org.junit.jupiter.api.Test;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

/** The table of layers says what is missing from it. */
class ModelTablesTest {

	@Test
	void whatIsNotVisibleStandsBehindTheLayers() {
		Analyzer.setResultsTable(new ResultsTable());
		final Layer layer = new Layer("conv1", "Conv2d", true, new int[] { 1, 8, 4, 4 }, 216, Optional.empty(), Optional.empty());
		new ModelTables(null).layers(List.of(layer), List.of("Only input and output can be looked at."));
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(2, table.size());
		assertEquals("1×8×4×4", table.getStringValue("Output shape", 0));
		assertEquals("not visible", table.getStringValue("Layer", 1));
		assertEquals("Only input and output can be looked at.", table.getStringValue("Operator", 1));
		Analyzer.setResultsTable(new ResultsTable());
	}
}
