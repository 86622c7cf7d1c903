package org.fovea;

/**
 * How long work tells where it is and hears that it should stop. Implementations must be safe to call from any thread and
 * cheap enough to be asked many times a second.
 */
public interface Progress {

	/** Nobody is watching and nobody will cancel. */
	Progress NONE = new Progress() {

		@Override
		public void report(final String what, final double fraction) {
			// nobody is watching
		}

		@Override
		public boolean isCancelled() {
			return false;
		}
	};

	/**
	 * Tells what is being done and how much of it is done.
	 *
	 * @param what a few words for the status bar
	 * @param fraction between 0 and 1
	 */
	void report(String what, double fraction);

	/** @return whether the work should stop now */
	boolean isCancelled();

	/** @return the same, without the reports: for parts of work whose own progress is too fine to be told */
	default Progress silent() {
		final Progress told = this;
		return new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				// who watches hears of the whole
			}

			@Override
			public boolean isCancelled() {
				return told.isCancelled();
			}
		};
	}

	/**
	 * Stops the work where it was cancelled.
	 *
	 * @throws CancelledException if it was
	 */
	default void check() {
		if (isCancelled()) throw new CancelledException();
	}
}
