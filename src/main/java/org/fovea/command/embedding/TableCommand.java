package org.fovea.command.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.command.FoveaCommand;
import org.fovea.embedding.Distance;
import org.fovea.image.RowTable;
import org.scijava.module.MethodCallException;
import org.scijava.plugin.Parameter;

import ij.IJ;

/** A command about the rows of a table: of {@code Embed Images...}, of ImageJ's measurements, or of anybody else's. */
abstract class TableCommand extends FoveaCommand {

	private static final String FILE = "file...";

	@Parameter(label = "Table", description = "Title of an open table, or a CSV, text or NumPy file; empty is the active table", persist = false,
		callback = "tableChanged")
	private String table = "";

	@Parameter(label = "Columns", description = "auto is what Embed Images... wrote, or else every column of numbers; or headings such as Area,Mean,f*",
		persist = false)
	private String columns = "auto";

	@Parameter(label = "Classes", description = "Column with the class of each row; auto is the column Class if there is one; none", persist = false)
	private String classes = "auto";

	@Override
	public void initialize() throws MethodCallException {
		if (isInteractive()) offer(RowTable.titles());
		super.initialize();
	}

	/** Asks for a file where no open table will do. */
	protected void tableChanged() {
		if (!FILE.equals(table)) return;
		final String path = IJ.getFilePath("Table as CSV, text or .npy");
		final List<String> offered = new ArrayList<>(RowTable.titles());
		if (path != null) offered.add(0, path);
		offer(offered);
	}

	private void offer(final List<String> titles) {
		final List<String> offered = new ArrayList<>(titles);
		if (titles.isEmpty()) offered.add("");
		offered.add(FILE);
		getInfo().getMutableInput("table", String.class).setChoices(offered);
		setInput("table", offered.get(0));
	}

	/** @return the table; its numbers are read by {@link #features} */
	protected final RowTable rows() {
		return Features.table(table);
	}

	/**
	 * Reads the numbers.
	 *
	 * @param rows of {@link #rows}
	 * @param classes of {@link #classColumn}
	 * @param distance that the rows will be compared by
	 * @return the chosen columns
	 */
	protected final Features features(final RowTable rows, final Optional<String> classes, final Distance distance) {
		return Features.of(rows, columns, classes, distance);
	}

	/**
	 * Where the classes stand.
	 *
	 * @param rows the table
	 * @return the heading of a column, empty where the table has no classes or none are wanted
	 * @throws FoveaException if the named column is missing, listing those that exist
	 */
	protected final Optional<String> classColumn(final RowTable rows) {
		final String wanted = classes.strip();
		if (wanted.isEmpty() || wanted.equalsIgnoreCase("none")) return Optional.empty();
		if (wanted.equalsIgnoreCase("auto")) return rows.headings().stream().filter(RowTable.CLASS::equals).findFirst();
		rows.words("classes", wanted);
		return Optional.of(wanted);
	}
}
