package org.fovea.command.explorer;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.fovea.Progress;
import org.fovea.command.Work;

/** Does one thing at a time off the event thread; what is asked for next stops what runs. */
final class Worker implements AutoCloseable {

	/** Who is told how far work is. */
	interface Meter {

		/** Somebody got on. */
		void work(Object who, String words, double fraction);

		/** Somebody came to rest. */
		void rest(Object who);
	}

	/**
	 * Something to do.
	 *
	 * @param title for people
	 * @param work whose result is run where the worker tells its news
	 * @param failed is told what went wrong
	 */
	record Job(String title, Work work, Consumer<Throwable> failed) {}

	private final Newest<Job, Runnable> newest;

	/**
	 * Starts a thread.
	 *
	 * @param name of the thread
	 * @param teller runs results and news, in order
	 * @param meter is told how far work is
	 */
	Worker(final String name, final Executor teller, final Meter meter) {
		newest = new Newest<>(name, new Newest.Work<>() {

			@Override
			public Runnable answer(final Job job, final Progress progress) {
				return job.work().run(progress);
			}

			@Override
			public void close() {
				// each job closes what it opens
			}
		}, (next, running) -> true, teller, new Newest.Listener<>() {

			@Override
			public void working(final Job job, final String what, final double fraction) {
				meter.work(Worker.this, what.isEmpty() ? job.title() : job.title() + ": " + what, fraction);
			}

			@Override
			public void answered(final Job job, final Runnable result) {
				result.run();
			}

			@Override
			public void failed(final Job job, final Throwable cause) {
				job.failed().accept(cause);
			}

			@Override
			public void idle() {
				meter.rest(Worker.this);
			}
		});
	}

	/**
	 * Does something; what runs is stopped.
	 *
	 * @param job to be done
	 */
	void run(final Job job) {
		newest.ask(job);
	}

	/** Stops what runs. */
	void cancel() {
		newest.cancel();
	}

	@Override
	public void close() {
		newest.close();
	}
}
