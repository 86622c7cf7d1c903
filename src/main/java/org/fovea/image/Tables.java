package org.fovea.image;

import ij.measure.ResultsTable;

/** Named results tables, found again by their names, as macros do. */
public final class Tables {

	/** Scores of images. */
	public static final String SCORES = "Fovea Scores";

	/** The layers of a model. */
	public static final String LAYERS = "Fovea Layers";

	/** The models of the registry. */
	public static final String MODELS = "Fovea Models";

	/** What the check of a model found. */
	public static final String CHECK = "Fovea Check";

	private Tables() {
	}

	/**
	 * The open table of a name, or a new one; rows are added to what is there, as ImageJ's measurements do.
	 *
	 * @param title the table's name
	 * @return a table that has not been shown when it is new
	 */
	public static ResultsTable open(final String title) {
		final ResultsTable open = ResultsTable.getResultsTable(title);
		return open == null ? empty() : open;
	}

	/** @return a table without rows, in which empty cells stay empty and numbers keep their digits */
	public static ResultsTable empty() {
		final ResultsTable table = new ResultsTable();
		table.setPrecision(4);
		table.setNaNEmptyCells(true);
		return table;
	}
}
