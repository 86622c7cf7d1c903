package org.fovea.embedding;

import org.fovea.Progress;

/**
 * A part of a longer computation, which knows where on the whole way it lies.
 *
 * @param progress of the whole
 * @param what is done in this part
 * @param from the fraction of the whole at which it begins
 * @param to the fraction at which it ends
 */
record Stage(Progress progress, String what, double from, double to) {

	/** Tells how much of this part is done, between 0 and 1. */
	void report(final double fraction) {
		progress.report(what, from + (to - from) * fraction);
	}

	/** For work that tells its own progress from 0 to 1. */
	Progress whole() {
		return new Progress() {

			@Override
			public void report(final String part, final double fraction) {
				progress.report(part, from + (to - from) * fraction);
			}

			@Override
			public boolean isCancelled() {
				return progress.isCancelled();
			}
		};
	}

	/** Stops if the work was cancelled. */
	void check() {
		progress.check();
	}
}
