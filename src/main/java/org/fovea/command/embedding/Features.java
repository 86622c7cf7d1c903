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
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.embedding.Distance;
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
 * @param ignored see {@link RowTable#ignored}
 * @param matrix one row for each of {@code rows}, as {@link #of} reads them
 * @param unit what 1 stands for in the matrix, a power of two
 */
record Features(RowTable table, int[] rows, List<String> names, List<String> ignored, Matrix matrix, double unit) {

	private static final double LARGEST = 1e300;
	private static final double SMALLEST = 1e-300;

	/**
	 * Reads the numbers, as far as they matter for a distance, because single precision would round away the little by which large numbers
	 * differ: for Euclidean distances less the mean of their column and in a unit of their own, for the cosine divided by the length of their row.
	 *
	 * @param table see {@link #table(String)}
	 * @param columns see {@link RowTable#features}
	 * @param classes the column of the classes, empty for none
	 * @param distance that the rows will be compared by
	 * @return the rows that have them all
	 * @throws FoveaException if columns are missing or no row has them all
	 */
	static Features of(final RowTable table, final String columns, final Optional<String> classes, final Distance distance) {
		final List<String> names = table.features(columns, classes);
		final int[] rows = complete(table, names);
		if (rows.length == 0) {
			throw new FoveaException("No row of the table '" + table.name() + "' has a number in every column; name columns that are filled in " +
				"'columns'.");
		}
		final Matrix matrix = new Matrix(rows.length, names.size());
		if (distance == Distance.COSINE) {
			fill(matrix, table, names, rows, lengths(table, names, rows));
			return new Features(table, rows, names, table.ignored(columns, classes), matrix, 1);
		}
		final double[] means = names.stream().mapToDouble(name -> mean(table.numbers(name), rows)).toArray();
		final double unit = unit(table, names, rows, means);
		fill(matrix, table, names, rows, means, unit);
		return new Features(table, rows, names, table.ignored(columns, classes), matrix, unit);
	}

	private static void fill(final Matrix matrix, final RowTable table, final List<String> names, final int[] rows, final double[] means,
		final double unit)
	{
		for (int column = 0; column < means.length; column++) {
			final double[] numbers = table.numbers(names.get(column));
			for (int i = 0; i < rows.length; i++) matrix.set(i, column, (float) ((numbers[rows[i]] - means[column]) / unit));
		}
	}

	private static void fill(final Matrix matrix, final RowTable table, final List<String> names, final int[] rows, final double[] lengths) {
		for (int column = 0; column < names.size(); column++) {
			final double[] numbers = table.numbers(names.get(column));
			for (int i = 0; i < rows.length; i++) matrix.set(i, column, (float) (numbers[rows[i]] / lengths[i]));
		}
	}

	/** A power of two near the largest difference from a mean: to divide by it changes no digit. */
	private static double unit(final RowTable table, final List<String> names, final int[] rows, final double[] means) {
		double largest = 0;
		for (int column = 0; column < means.length; column++) {
			final double[] numbers = table.numbers(names.get(column));
			for (final int row : rows) largest = Math.max(largest, Math.abs(numbers[row] - means[column]));
		}
		if (!(largest < LARGEST)) {
			throw new FoveaException("The numbers of the table '" + table.name() + "' are too large to be compared; divide them by a power of ten.");
		}
		return largest < SMALLEST ? 1 : Math.scalb(1.0, Math.getExponent(largest));
	}

	/** The rows that have a number in every column. */
	private static int[] complete(final RowTable table, final List<String> names) {
		final boolean[] lacks = new boolean[table.size()];
		for (final String name : names) {
			final double[] numbers = table.numbers(name);
			for (int row = 0; row < lacks.length; row++) lacks[row] |= !Double.isFinite(numbers[row]);
		}
		return IntStream.range(0, lacks.length).filter(row -> !lacks[row]).toArray();
	}

	/** The mean, as the first number and what the others have more: exact where all are the same. */
	private static double mean(final double[] numbers, final int[] rows) {
		double more = 0;
		for (final int row : rows) more += (numbers[row] - numbers[rows[0]]) / rows.length;
		return numbers[rows[0]] + more;
	}

	/** ‖x‖ of each row, 1 for a row of zeros. */
	private static double[] lengths(final RowTable table, final List<String> names, final int[] rows) {
		final double[] lengths = new double[rows.length];
		for (final String name : names) {
			final double[] numbers = table.numbers(name);
			for (int i = 0; i < rows.length; i++) lengths[i] = Math.hypot(lengths[i], numbers[rows[i]]);
		}
		for (int i = 0; i < lengths.length; i++) if (lengths[i] == 0) lengths[i] = 1;
		return lengths;
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
