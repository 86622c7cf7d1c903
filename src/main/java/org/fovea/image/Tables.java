package org.fovea.image;

import java.awt.GraphicsEnvironment;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

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
	 * The table of a name to add rows to: the open one for {@link #SCORES}, because scores are collected as ImageJ's measurements are, and an
	 * empty one for every other. Without a display ImageJ knows only the table called Results, so there all rows go to it.
	 *
	 * @param title the table's name
	 * @return a table, to be shown with {@link #show}
	 */
	public static ResultsTable of(final String title) {
		if (GraphicsEnvironment.isHeadless()) return Analyzer.getResultsTable();
		final ResultsTable open = title.equals(SCORES) ? ResultsTable.getResultsTable(title) : null;
		return open == null ? empty() : open;
	}

	/**
	 * Shows a table, where there is a display.
	 *
	 * @param table from {@link #of}
	 * @param title its name
	 */
	public static void show(final ResultsTable table, final String title) {
		if (!GraphicsEnvironment.isHeadless()) table.show(title);
	}

	private static ResultsTable empty() {
		final ResultsTable table = new ResultsTable();
		table.setPrecision(4);
		table.setNaNEmptyCells(true);
		return table;
	}
}
