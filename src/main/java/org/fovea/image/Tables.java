package org.fovea.image;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

import org.fovea.FoveaException;

/** Named results tables, found again by their names, as macros do. */
public final class Tables {

	/** Scores of images. */
	public static final String SCORES = "Fovea Scores";

	/** Regions of images. */
	public static final String REGIONS = "Fovea Regions";

	/** The layers of a model. */
	public static final String LAYERS = "Fovea Layers";

	/** The models of the registry. */
	public static final String MODELS = "Fovea Models";

	/** The filters of a layer. */
	public static final String FILTERS = "Fovea Filters";

	/** The units of a layer in numbers. */
	public static final String UNITS = "Fovea Units";

	/** What excites units most. */
	public static final String PATCHES = "Fovea Patches";

	/** What positions of a layer see. */
	public static final String FIELDS = "Fovea Receptive Fields";

	/** What changed images did to scores. */
	public static final String CHANGES = "Fovea Changes";

	/** What the check of a model found. */
	public static final String CHECK = "Fovea Check";

	/** What the checks of maps found. */
	public static final String MAPS = "Fovea Map Check";

	/** They stand beside other results, and are left out where there is no room for them. */
	private static final Set<String> ACCOMPANYING = Set.of(MODELS, FILTERS, FIELDS);
	/** Rows of later results are added to them. */
	private static final Set<String> COLLECTED = Set.of(SCORES, REGIONS);

	private Tables() {
	}

	/**
	 * The table of a name to add rows to: the open one for {@link #SCORES} and {@link #REGIONS}, because these are collected as ImageJ's
	 * measurements are, and an empty one for every other. Without a display ImageJ knows only the table called Results, and they are collected
	 * there.
	 *
	 * @param title the table's name
	 * @return a table, to be shown with {@link #show}
	 */
	public static ResultsTable of(final String title) {
		if (!COLLECTED.contains(title)) return formatted(new Report());
		if (GraphicsEnvironment.isHeadless()) {
			if (isReplaceable(Analyzer.getResultsTable())) Analyzer.setResultsTable(new ResultsTable());
			return Analyzer.getResultsTable();
		}
		final ResultsTable open = ResultsTable.getResultsTable(title);
		return open == null ? formatted(new ResultsTable()) : open;
	}

	/**
	 * Shows a table. Without a display a report (every table but {@link #SCORES} and {@link #REGIONS}) becomes the table called Results, where that is empty or
	 * another report; rows that somebody measured are never replaced and never mixed with others.
	 *
	 * @param table from {@link #of}
	 * @param title its name
	 * @throws FoveaException if there is no display and Results holds rows that somebody measured; {@link #MODELS}, {@link #FILTERS} and
	 *           {@link #FIELDS}, which only accompany other results, are left out instead
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
		else if (!ACCOMPANYING.contains(title)) throw noRoom();
	}

	/**
	 * Holds that {@link #show} will find room, before long work.
	 *
	 * @throws FoveaException if there is no display and Results holds rows that somebody measured
	 */
	public static void requireRoom() {
		if (GraphicsEnvironment.isHeadless() && !isReplaceable(Analyzer.getResultsTable())) throw noRoom();
	}

	private static FoveaException noRoom() {
		return new FoveaException("Without a display there is one table, Results, and it holds other rows; save them and use " +
			"run(\"Clear Results\") first.");
	}

	/**
	 * Adds a row.
	 *
	 * @param table that gets it
	 * @param cells heading and value by turns; values are numbers or text
	 */
	public static void row(final ResultsTable table, final Object... cells) {
		table.addRow();
		for (int i = 0; i < cells.length; i += 2) {
			if (cells[i + 1] instanceof final Number number) table.addValue((String) cells[i], number.doubleValue());
			else table.addValue((String) cells[i], String.valueOf(cells[i + 1]));
		}
	}

	/**
	 * Shows a table that was made from another. Without a display there is one table: it becomes Results where that is empty or another
	 * such report, unless Results is what it was made from, because who reads Results next would take the one for the other.
	 *
	 * @param table from {@link #of}
	 * @param title its name
	 * @param input what it was made from
	 */
	public static void accompany(final ResultsTable table, final String title, final RowTable input) {
		final boolean isKept = isResults(input) || !isReplaceable(Analyzer.getResultsTable());
		if (!GraphicsEnvironment.isHeadless() || !isKept) show(table, title);
	}

	/**
	 * Adds a column to Results, or replaces it, where there is no display and Results is what it was made from, whoever wrote the rows.
	 *
	 * @param input what they were made from
	 * @param heading of a column
	 * @param values one for each row
	 */
	static void extend(final RowTable input, final String heading, final double... values) {
		if (!GraphicsEnvironment.isHeadless() || !isResults(input)) return;
		final Optional<Report> untouched = input.table() instanceof final Report report && report.isUntouched() ? Optional.of(report) : Optional.empty();
		for (int row = 0; row < values.length; row++) input.table().setValue(heading, row, values[row]);
		untouched.ifPresent(Report::finish);
	}

	private static boolean isResults(final RowTable input) {
		return input.table() == Analyzer.getResultsTable();
	}

	/**
	 * Writes a table as CSV with all digits, whole or not at all. ImageJ itself would cut numbers off, and headings with commas apart.
	 *
	 * @param table any
	 * @param file to be written or replaced
	 * @throws FoveaException if it cannot be written
	 */
	public static void save(final ResultsTable table, final Path file) {
		final Path part = file.resolveSibling(file.getFileName() + ".part");
		try {
			Files.writeString(part, csv(table));
			Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final IOException e) {
			throw new FoveaException("The table could not be written to " + file + "; choose a folder that exists and may be written to.", e);
		}
	}

	private static String csv(final ResultsTable table) {
		final List<String> headings = Arrays.stream(table.getHeadings()).filter(heading -> !heading.isBlank()).toList();
		final StringBuilder text = new StringBuilder();
		text.append(headings.stream().map(DelimitedText::quoted).collect(Collectors.joining(","))).append('\n');
		for (int row = 0; row < table.size(); row++) {
			for (int column = 0; column < headings.size(); column++) text.append(column == 0 ? "" : ",").append(cell(table, headings.get(column), row));
			text.append('\n');
		}
		return text.toString();
	}

	private static String cell(final ResultsTable table, final String heading, final int row) {
		final double value = heading.equals("Label") ? Double.NaN : table.getValue(heading, row);
		if (Double.isNaN(value)) return DelimitedText.quoted(Optional.ofNullable(table.getStringValue(heading, row)).orElse(""));
		return value == (float) value && value != Math.rint(value) ? Float.toString((float) value) : number(value);
	}

	/**
	 * A number for a sentence.
	 *
	 * @param value any
	 * @return without decimals that say nothing
	 */
	public static String number(final double value) {
		return value == Math.rint(value) && Math.abs(value) < 1e9 ? String.valueOf((long) value) : String.valueOf(value);
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
