package org.fovea.command.embedding;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.embedding.Labels;
import org.fovea.embedding.Matrix;
import org.fovea.image.RowTable;
import org.fovea.model.bioimageio.Npy;
import org.fovea.network.Tensor;

import ij.measure.ResultsTable;

/**
 * Rows of a table as numbers.
 *
 * @param table that they stand in
 * @param rows of the table that have a number in every column, in order
 * @param names of the columns
 * @param matrix one row for each of {@code rows}
 */
record Features(RowTable table, int[] rows, List<String> names, Matrix matrix) {

	/**
	 * Reads the numbers.
	 *
	 * @param table see {@link #table(String)}
	 * @param columns see {@link RowTable#features}
	 * @param classes the column of the classes, empty for none
	 * @return the rows that have them all
	 * @throws FoveaException if columns are missing or no row has them all
	 */
	static Features of(final RowTable table, final String columns, final Optional<String> classes) {
		final List<String> names = table.features(columns, classes);
		final Matrix all = new Matrix(table.size(), names.size());
		for (int column = 0; column < names.size(); column++) {
			final double[] numbers = table.numbers(names.get(column));
			for (int row = 0; row < numbers.length; row++) all.set(row, column, (float) numbers[row]);
		}
		final int[] finite = all.finiteRows();
		if (finite.length == 0) {
			throw new FoveaException("No row of the table '" + table.name() + "' has a number in every column; name columns that are filled in " +
				"'columns'.");
		}
		return new Features(table, finite, names, finite.length == all.rows() ? all : all.select(finite));
	}

	/**
	 * Finds a table.
	 *
	 * @param text title of an open table, path of a CSV, text or NumPy file, or empty for the active table
	 * @return the table
	 * @throws FoveaException if there is none, or if the file is none
	 */
	static RowTable table(final String text) {
		return text.strip().toLowerCase(Locale.ROOT).endsWith(".npy") ? numpy(text.strip()) : RowTable.find(text);
	}

	private static RowTable numpy(final String text) {
		try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(text)))) {
			final Tensor array = Npy.read(in);
			if (array.rank() != 2 || array.length() == 0) {
				throw new FoveaException("'" + text + "' holds no table: save an array with one row for each object and one column for each number.");
			}
			final ResultsTable table = new ResultsTable();
			final double[] column = new double[array.size(0)];
			for (int d = 0; d < array.size(1); d++) {
				for (int n = 0; n < column.length; n++) column[n] = array.at(n, d);
				table.setValues("f" + d, column);
			}
			return new RowTable(Path.of(text).getFileName().toString(), table);
		}
		catch (final IOException | InvalidPathException e) {
			throw new FoveaException("'" + text + "' cannot be read; check the path.", e);
		}
	}

	/** @return how many rows of the table lack a number */
	int leftOut() {
		return table.size() - rows.length;
	}

	/**
	 * What must be said where the classes are among the numbers, so that whatever tells the classes apart may have read them.
	 *
	 * @param classes the column of the classes, empty for none
	 * @return a few words, empty where they are not
	 */
	Optional<String> warning(final Optional<String> classes) {
		return classes.filter(names::contains).map(heading -> "'" + heading + "' is both class and column");
	}

	/**
	 * A column of words, for the rows.
	 *
	 * @param heading of the column
	 * @return one for each row
	 */
	List<String> words(final String heading) {
		final List<String> all = table.words("classes", heading);
		return java.util.Arrays.stream(rows).mapToObj(all::get).toList();
	}

	/**
	 * The classes of the rows.
	 *
	 * @param column where they stand, empty for none
	 * @return the labels
	 */
	Labels labels(final Optional<String> column) {
		return Labels.of(column.map(this::words).orElseGet(() -> java.util.Collections.nCopies(rows.length, "")));
	}
}
