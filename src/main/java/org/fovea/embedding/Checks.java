package org.fovea.embedding;

import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.Progress;

/** What every method asks of its rows, with the sentences that say so. */
final class Checks {

	private Checks() {
	}

	/** Refuses values that are no numbers, and too few rows. */
	static void rows(final Matrix data, final int least, final String method, final Progress progress) {
		if (data.rows() < least) {
			throw new FoveaException(method + " needs at least " + least + " rows, but there " + (data.rows() == 1 ? "is 1" : "are " + data.rows())
				+ "; add more images, ROIs or table rows.");
		}
		finite(data, progress);
	}

	/** Refuses values that are no numbers. */
	static void finite(final Matrix data, final Progress progress) {
		progress.check();
		final int bad = IntStream.range(0, data.rows()).parallel().filter(row -> !data.isFinite(row)).findFirst().orElse(-1);
		if (bad >= 0) {
			throw new FoveaException("Row " + (bad + 1) + " has a value that is missing or infinite; fill the gap or leave the row out.");
		}
	}

	/** Refuses rows that do not have the columns something was fitted to. */
	static void columns(final Matrix data, final int columns) {
		if (data.columns() != columns) {
			throw new FoveaException("These rows have " + data.columns() + " columns, but the others have " + columns
				+ "; use the same layer or the same columns for both.");
		}
	}

	/** Refuses a number of components below one. */
	static void components(final int components) {
		if (components < 1) throw new FoveaException("Set the number of components to 1 or more.");
	}
}
