package org.fovea.embedding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows in the order of a number, smaller row numbers first among equals. */
final class Ranking {

	private record Entry(double key, int row) implements Comparable<Entry> {

		@Override
		public int compareTo(final Entry other) {
			final int order = Double.compare(key, other.key);
			return order != 0 ? order : Integer.compare(row, other.row);
		}
	}

	private final List<Entry> entries = new ArrayList<>();

	void add(final double key, final int row) {
		entries.add(new Entry(key, row));
	}

	int size() {
		return entries.size();
	}

	/** Keeps only the first. */
	void cut(final int count) {
		entries.subList(count, entries.size()).clear();
	}

	void sort() {
		Collections.sort(entries);
	}

	double key(final int rank) {
		return entries.get(rank).key;
	}

	int row(final int rank) {
		return entries.get(rank).row;
	}
}
