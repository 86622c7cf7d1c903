package org.fovea.embedding;

/**
 * Keeps the nearest of what it is offered: a heap with the farthest on top. Of equally far rows those with smaller numbers are kept, so that
 * what is kept does not depend on the order of offers.
 */
final class Nearest {

	private final float[] keys;
	private final int[] rows;
	private int size;

	Nearest(final int capacity) {
		keys = new float[capacity];
		rows = new int[capacity];
	}

	int size() {
		return size;
	}

	int row(final int place) {
		return rows[place];
	}

	/** The key beyond which nothing is taken any more. */
	float limit() {
		return size < keys.length ? Float.POSITIVE_INFINITY : keys[0];
	}

	void offer(final float key, final int row) {
		if (size < keys.length) up(size++, key, row);
		else if (isFarther(keys[0], rows[0], key, row)) down(key, row);
	}

	private static boolean isFarther(final float key, final int row, final float otherKey, final int otherRow) {
		return key > otherKey || key == otherKey && row > otherRow;
	}

	private void up(final int from, final float key, final int row) {
		int place = from;
		while (place > 0) {
			final int parent = (place - 1) / 2;
			if (!isFarther(key, row, keys[parent], rows[parent])) break;
			keys[place] = keys[parent];
			rows[place] = rows[parent];
			place = parent;
		}
		keys[place] = key;
		rows[place] = row;
	}

	private void down(final float key, final int row) {
		int place = 0;
		for (int child = 1; child < size; child = 2 * place + 1) {
			if (child + 1 < size && isFarther(keys[child + 1], rows[child + 1], keys[child], rows[child])) child++;
			if (!isFarther(keys[child], rows[child], key, row)) break;
			keys[place] = keys[child];
			rows[place] = rows[child];
			place = child;
		}
		keys[place] = key;
		rows[place] = row;
	}
}
