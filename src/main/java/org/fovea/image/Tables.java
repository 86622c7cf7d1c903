package org.fovea.image;

import java.awt.GraphicsEnvironment;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

import org.fovea.FoveaException;

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

	/** What the checks of maps found. */
	public static final String MAPS = "Fovea Map Check";

	private Tables() {
	}

	/**
	 * The table of a name to add rows to: the open one for {@link #SCORES}, because scores are collected as ImageJ's measurements are, and an
	 * empty one for every other. Without a display ImageJ knows only the table called Results, and scores are collected there.
	 *
	 * @param title the table's name
	 * @return a table, to be shown with {@link #show}
	 */
	public static ResultsTable of(final String title) {
		if (!title.equals(SCORES)) return formatted(new Report());
		if (GraphicsEnvironment.isHeadless()) {
			if (isReplaceable(Analyzer.getResultsTable())) Analyzer.setResultsTable(new ResultsTable());
			return Analyzer.getResultsTable();
		}
		final ResultsTable open = ResultsTable.getResultsTable(title);
		return open == null ? formatted(new ResultsTable()) : open;
	}

	/**
	 * Shows a table. Without a display a report (every table but {@link #SCORES}) becomes the table called Results, where that is empty or
	 * another report; rows that somebody measured are never replaced and never mixed with others.
	 *
	 * @param table from {@link #of}
	 * @param title its name
	 * @throws FoveaException if there is no display and Results holds rows that somebody measured; the list of {@link #MODELS}, which only
	 *           accompanies other work, is left out instead
	 */
	public static void show(final ResultsTable table, final String title) {
		if (!GraphicsEnvironment.isHeadless()) {
			table.show(title);
			return;
		}
		if (!(table instanceof final Report report)) return;
		if (isReplaceable(Analyzer.getResultsTable())) {
			report.finish();
			Analyzer.setResultsTable(report);
		}
		else if (!title.equals(MODELS)) {
			throw new FoveaException("Without a display there is one table, Results, and it holds other rows; save them and use " +
				"run(\"Clear Results\") first.");
		}
	}

	private static boolean isReplaceable(final ResultsTable results) {
		return results.size() == 0 || results instanceof final Report report && report.isUntouched();
	}

	private static ResultsTable formatted(final ResultsTable table) {
		table.setPrecision(4);
		table.setNaNEmptyCells(true);
		return table;
	}

	/** A table that can be had again at any time, so that another may take its place. */
	private static final class Report extends ResultsTable {

		private String headings = "";
		private int rows;

		void finish() {
			headings = getColumnHeadings();
			rows = size();
		}

		/** Macros clear Results and write their own rows into the same object. */
		boolean isUntouched() {
			return rows == size() && headings.equals(getColumnHeadings());
		}
	}
}
