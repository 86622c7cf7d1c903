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
}
