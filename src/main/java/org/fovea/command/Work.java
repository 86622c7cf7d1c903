package org.fovea.command;

import org.fovea.Progress;

/** What a command does between the dialog and the result. */
@FunctionalInterface
public interface Work {

	/**
	 * Does it, on a worker thread.
	 *
	 * @param progress told how far it is; says when to stop
	 * @return what shows the result, to be run on the thread that called the command
	 */
	Runnable run(Progress progress);

	/** @return whether what is there when somebody stops the work is shown; such work ends within seconds once it is cancelled */
	default boolean keepsWhatIsThere() {
		return false;
	}

	/**
	 * Work that shows what is there when somebody stops it.
	 *
	 * @param work that asks {@link Progress#isCancelled} and returns early
	 * @return the same work, waited for when it is stopped
	 */
	static Work kept(final Work work) {
		return new Work() {

			@Override
			public Runnable run(final Progress progress) {
				return work.run(progress);
			}

			@Override
			public boolean keepsWhatIsThere() {
				return true;
			}
		};
	}
}
