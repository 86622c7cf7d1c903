package org.fovea.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import ij.measure.ResultsTable;

import org.fovea.FoveaException;

/**
 * Reads tables from text files, as spreadsheets, R, pandas and ImageJ write them: cells between tabs, semicolons or commas, with a decimal point
 * or, where no commas stand between cells, a decimal comma. A column is one of numbers if every cell is a number or missing. ImageJ itself reads
 * neither semicolons nor decimal commas, and loses columns with equal headings.
 */
final class TableFile {

	private static final String LABEL = "Label";

	private final String name;
	private final DelimitedText text;
	private final List<String> headings = new ArrayList<>();
	private final List<List<Notation>> notations = new ArrayList<>();
	private boolean hasHeadings;
	private int rows;

	private TableFile(final String name, final DelimitedText text) {
		this.name = name;
		this.text = text;
	}

	/**
	 * Reads a file.
	 *
	 * @param file any text
	 * @return its table, not shown, perhaps without rows
	 * @throws IOException if it cannot be read
	 * @throws FoveaException if it holds no table
	 */
	static ResultsTable read(final Path file) throws IOException {
		final String text = DelimitedText.decode(Files.readAllBytes(file));
		final String name = file.getFileName().toString();
		if (text.isBlank() || text.indexOf('\0') >= 0) {
			throw new FoveaException("The file '" + name + "' holds no table; save it as text (CSV) with one heading for each column.");
		}
		final TableFile table = new TableFile(name, new DelimitedText(text));
		table.look();
		return table.fill();
	}

	/** Finds the headings, the number of rows, and which columns hold numbers. */
	private void look() {
		text.visit((row, cells) -> {
			if (row == 0) {
				hasHeadings = areHeadings(cells);
				head(cells);
				if (hasHeadings) return true;
			}
			requireFit(row, cells);
			for (int column = 0; column < Math.min(cells.size(), headings.size()); column++) {
				final String cell = cells.get(column);
				notations.get(column).removeIf(notation -> !notation.accepts(cell));
			}
			rows++;
			return true;
		});
	}

	/** Whether a first row is no data: numbers are headings only where they count the columns, or leave out the column of the row's names. */
	private static boolean areHeadings(final List<String> cells) {
		if (cells.get(0).isEmpty() || !cells.stream().allMatch(Notation.POINT::accepts)) return true;
		return cells.size() > 1 && IntStream.range(0, cells.size()).allMatch(column -> cells.get(column).equals(String.valueOf(column)));
	}

	/** Names the columns: what has no heading is counted, and of equal headings the later ones are. */
	private void head(final List<String> cells) {
		final Set<String> taken = new HashSet<>();
		for (int column = 0; column < cells.size(); column++) {
			// The first column of pandas, R and ImageJ numbers or names the rows, and has no heading.
			final String heading = hasHeadings && (column == 0 || !cells.get(column).isEmpty()) ? cells.get(column) : "C" + (column + 1);
			String unique = heading.replace('\t', ' ').replaceAll("\\R", " ");
			for (int number = 2; !taken.add(unique); number++) unique = heading + " (" + number + ")";
			headings.add(unique);
			notations.add(new ArrayList<>(Notation.between(text.separator())));
		}
	}

	private void requireFit(final int row, final List<String> cells) {
		if (cells.size() <= headings.size() || cells.subList(headings.size(), cells.size()).stream().allMatch(String::isEmpty)) return;
		throw new FoveaException("Row " + (row + 1) + " of the file '" + name + "' has " + cells.size() + " cells under " + headings.size() +
			" headings; where commas are decimal, save the file with semicolons or tabs between the cells.");
	}

	private ResultsTable fill() {
		final List<Optional<double[]>> numbers = new ArrayList<>();
		final List<String[]> words = new ArrayList<>();
		for (int column = 0; column < headings.size(); column++) {
			final boolean isNumeric = !notations.get(column).isEmpty() && !headings.get(column).equals(LABEL);
			numbers.add(isNumeric ? Optional.of(new double[rows]) : Optional.empty());
			words.add(isNumeric ? new String[0] : new String[rows]);
			numbers.get(column).ifPresent(values -> Arrays.fill(values, Double.NaN));
			Arrays.fill(words.get(column), "");
		}
		text.visit((row, cells) -> {
			final int at = hasHeadings ? row - 1 : row;
			for (int column = 0; at >= 0 && column < Math.min(cells.size(), headings.size()); column++) {
				final String cell = cells.get(column);
				if (numbers.get(column).isPresent()) numbers.get(column).get()[at] = notations.get(column).get(0).value(cell);
				else words.get(column)[at] = cell;
			}
			return true;
		});
		return table(numbers, words);
	}

	private ResultsTable table(final List<Optional<double[]>> numbers, final List<String[]> words) {
		final ResultsTable table = new ResultsTable(rows);
		table.setNaNEmptyCells(true);
		for (int column = 0; column < headings.size(); column++) {
			final String heading = headings.get(column);
			final boolean isName = heading.isEmpty() || heading.equals(LABEL);
			if (!isName && numbers.get(column).isPresent()) table.setValues(heading, numbers.get(column).get());
			for (int row = 0; row < words.get(column).length; row++) {
				if (isName) table.setLabel(words.get(column)[row], row);
				else table.setValue(heading, row, words.get(column)[row]);
			}
		}
		return table;
	}
}
