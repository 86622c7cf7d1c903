package org.fovea.command;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import org.fovea.CancelledException;
import org.fovea.Progress;
import org.scijava.app.StatusService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

import ij.IJ;

/**
 * Runs work on a thread of its own and waits for it, showing its progress in the status bar and in Fiji's task list. Esc, the Cancel button
 * and the task's own cancel end the wait within a tenth of a second; the work itself stops where it next looks, and what it then returns is
 * dropped, unless the work says that it is worth keeping: then it is waited for a little longer.
 */
final class Runner {

	private static final int STEPS = 1000;
	private static final long POLL_MILLISECONDS = 50;
	private static final int LAST_POLLS = 400;

	private final StatusService status;
	private final TaskService tasks;
	private final BooleanSupplier cancelled;

	/**
	 * Settles where progress goes and who else may cancel.
	 *
	 * @param status the status bar
	 * @param tasks the list of tasks
	 * @param cancelled asked many times a second
	 */
	Runner(final StatusService status, final TaskService tasks, final BooleanSupplier cancelled) {
		this.status = status;
		this.tasks = tasks;
		this.cancelled = cancelled;
	}

	/**
	 * Runs and waits.
	 *
	 * @param title for people
	 * @param work what to do
	 * @return what the work returned
	 * @throws CancelledException if somebody cancelled
	 */
	Runnable run(final String title, final Work work) {
		IJ.resetEscape();
		final Task task = tasks.createTask(title);
		task.setProgressMaximum(STEPS);
		final Signal signal = new Signal(task);
		final FutureTask<Runnable> future = new FutureTask<>(() -> work.run(signal));
		final Thread thread = new Thread(future, "Fovea " + title);
		thread.setDaemon(true);
		thread.setContextClassLoader(Runner.class.getClassLoader());
		task.start();
		thread.start();
		try {
			return await(future, signal, work.keepsWhatIsThere() ? LAST_POLLS : 0);
		}
		finally {
			signal.isStopped = true;
			final boolean isInterrupted = Thread.interrupted();
			task.finish();
			status.showProgress(STEPS, STEPS);
			status.clearStatus();
			if (isInterrupted) Thread.currentThread().interrupt();
		}
	}

	private static Runnable await(final FutureTask<Runnable> future, final Signal signal, final int lastPolls) {
		int polls = lastPolls;
		final Death death = new Death();
		while (true) {
			try {
				final Runnable shown = future.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
				return () -> {
					shown.run();
					death.go();
				};
			}
			catch (final TimeoutException exc) {
				if (!signal.isCancelled() || polls-- > 0) continue;
				death.go();
				throw new CancelledException();
			}
			catch (final InterruptedException | ThreadDeath exc) {
				death.met(exc);
				signal.isStopped = true;
				if (lastPolls > 0) continue;
				death.go();
				throw new CancelledException();
			}
			catch (final ExecutionException exc) {
				if (exc.getCause() instanceof final RuntimeException cause) throw cause;
				if (exc.getCause() instanceof final Error cause) throw cause;
				throw new IllegalStateException(exc.getCause());
			}
		}
	}

	/**
	 * The end of the waiting thread, put off. When Esc is pressed while a macro runs, ImageJ stops the macro's thread, which both interrupts it and
	 * throws {@link ThreadDeath}, in no certain order; what is worth keeping is shown before.
	 */
	private static final class Death {

		private boolean isInterrupted;
		private Optional<ThreadDeath> last = Optional.empty();

		void met(final Throwable end) {
			isInterrupted |= end instanceof InterruptedException;
			if (end instanceof final ThreadDeath death) last = Optional.of(death);
		}

		void go() {
			if (last.isPresent()) throw last.get();
			if (isInterrupted) Thread.currentThread().interrupt();
		}
	}

	/** Between the worker and those who watch it. */
	private final class Signal implements Progress {

		private final Task task;
		private volatile boolean isStopped;

		Signal(final Task task) {
			this.task = task;
		}

		@Override
		public void report(final String what, final double fraction) {
			if (isStopped) return;
			final int value = (int) Math.round(STEPS * Math.max(0, Math.min(1, fraction)));
			task.setStatusMessage(what);
			task.setProgressValue(value);
			status.showStatus(value, STEPS, what);
		}

		@Override
		public boolean isCancelled() {
			return isStopped || IJ.escapePressed() || task.isCanceled() || cancelled.getAsBoolean();
		}
	}
}
