package org.fovea.attribution;

import org.fovea.network.Tensor;

/** How many masked inputs run at once: as many as stay small beside what a network itself needs. */
public final class Batches {

	private static final int MOST_VALUES = 2_000_000;
	private static final int MOST = 32;

	private Batches() {
	}

	/**
	 * A batch for inputs of some size.
	 *
	 * @param input one of them
	 * @return at least 1
	 */
	public static int fitting(final Tensor input) {
		return Math.max(1, Math.min(MOST, MOST_VALUES / Math.max(1, input.length())));
	}
}
