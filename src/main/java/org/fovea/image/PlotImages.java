package org.fovea.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import ij.measure.ResultsTable;

import org.fovea.FoveaException;
import org.fovea.plot.Colouring;
import org.fovea.plot.Scatter;

/** Plots of the rows of a table, with the table of their coordinates. */
public final class PlotImages {

	private static final int MOST_NUMBERED_CLASSES = 12;
	private static final double SPREAD = 0.3;

	private final String technique;
	private final Rows rows;

	/**
	 * Rows that are plotted.
	 *
	 * @param table that they stand in
	 * @param kept which of its rows
	 * @param classes the column that colours them
	 */
	public record Rows(RowTable table, int[] kept, Optional<String> classes) {}

	/**
	 * Settles what is plotted.
	 *
	 * @param technique such as {@code t-SNE}, for titles
	 * @param rows the rows
	 */
	public PlotImages(final String technique, final Rows rows) {
		this.technique = technique;
		this.rows = rows;
	}

	/**
	 * Draws the rows along the first two axes; along one axis with the classes, or the rows, above each other.
	 *
	 * @param coordinates along each axis
	 * @param axis name of the axes
	 * @param notes printed beside them
	 * @param aspect of the axes
	 * @return the plot, not shown
	 */
	public ScatterImage plot(final List<double[]> coordinates, final String axis, final List<String> notes, final Scatter.Aspect aspect) {
		final Colouring colouring = colouring();
		final boolean isPlane = coordinates.size() > 1;
		final double[] y = isPlane ? coordinates.get(1) : apart(colouring);
		final String vertical = isPlane ? axis + " 2" : colouring.name().isBlank() ? "row" : colouring.name() + " (no measure)";
		final Scatter scatter = new Scatter(rows.table().stem() + ": " + technique, axis + " 1", vertical, coordinates.get(0), y, colouring, notes,
			isPlane ? aspect : Scatter.Aspect.FREE);
		final String title = rows.table().stem() + "-" + technique.toLowerCase(Locale.ROOT);
		return new ScatterImage(title, scatter, new RowSource(new RowTable(title, table(coordinates, axis)), IntStream.range(0, rows.kept().length)
			.toArray(), title + "-selection", rows.classes()));
	}

	/**
	 * The coordinates, behind what the table says of each row.
	 *
	 * @param coordinates along each axis
	 * @param axis name of the axes
	 * @return a table, not shown
	 */
	public ResultsTable table(final List<double[]> coordinates, final String axis) {
		final ResultsTable table = Tables.of("coordinates");
		rows.table().copy(rows.kept(), table);
		for (int k = 0; k < coordinates.size(); k++) {
			for (int row = 0; row < rows.kept().length; row++) table.setValue(axis + " " + (k + 1), row, coordinates.get(k)[row]);
		}
		return table;
	}

	/**
	 * Shows the table of coordinates. Without a display they become columns of Results where that is what was plotted.
	 *
	 * @param coordinates along each axis
	 * @param axis name of the axes
	 * @param title of the table
	 */
	public void tabulate(final List<double[]> coordinates, final String axis, final String title) {
		Tables.accompany(table(coordinates, axis), title, rows.table());
		for (int k = 0; k < coordinates.size(); k++) {
			final double[] column = new double[rows.table().size()];
			Arrays.fill(column, Double.NaN);
			for (int i = 0; i < rows.kept().length; i++) column[rows.kept()[i]] = coordinates.get(k)[i];
			Tables.extend(rows.table(), axis + " " + (k + 1), column);
		}
	}

	/**
	 * Saves the plot, or its coordinates where the file ends in .csv.
	 *
	 * @param plot the plot
	 * @param coordinates along each axis
	 * @param axis name of the axes
	 * @param file to be written or replaced
	 * @throws FoveaException if it cannot be written
	 */
	public void save(final ScatterImage plot, final List<double[]> coordinates, final String axis, final Path file) {
		if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) Tables.save(table(coordinates, axis), file);
		else ScatterFiles.save(plot, file);
	}

	/** A column of words gives classes, and so does a column of few whole numbers; other numbers are a quantity. */
	private Colouring colouring() {
		if (rows.classes().isEmpty()) return Colouring.NONE;
		final String column = rows.classes().get();
		if (rows.table().isNumeric(column)) {
			final double[] all = rows.table().numbers(column);
			final double[] values = Arrays.stream(rows.kept()).mapToDouble(row -> all[row]).toArray();
			final boolean isWhole = Arrays.stream(values).allMatch(value -> Double.isNaN(value) || value == Math.rint(value));
			if (!isWhole || Arrays.stream(values).distinct().count() > MOST_NUMBERED_CLASSES) return new Colouring.Quantity(column, values);
		}
		final List<String> words = rows.table().words("classes", column);
		final List<String> own = Arrays.stream(rows.kept()).mapToObj(words::get).toList();
		return Colouring.Classes.of(column, own);
	}

	/** Heights for points of one axis: a band for each class, the points of a band spread evenly in their order. */
	private double[] apart(final Colouring colouring) {
		final double[] heights = new double[rows.kept().length];
		for (int i = 0; i < heights.length; i++) {
			final int band = colouring instanceof final Colouring.Classes classes ? classes.at(i) : -1;
			heights[i] = colouring.name().isBlank() ? i + 1 : band + SPREAD * ((i * 0.618033988749895) % 1 * 2 - 1);
		}
		return heights;
	}
}
