package org.fovea.command.explorer;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Answers questions on a thread of its own, one at a time. Of the questions that wait only the newest is kept; one that makes the running
 * one pointless stops it. Nothing is told after {@link #close}. Safe to use from any thread.
 *
 * @param <Q> questions
 * @param <A> answers
 */
final class Newest<Q, A> implements AutoCloseable {

	/**
	 * What finds answers; used and closed on the thread of its {@link Newest} alone.
	 *
	 * @param <Q> questions
	 * @param <A> answers
	 */
	interface Work<Q, A> extends AutoCloseable {

		/**
		 * Finds an answer.
		 *
		 * @param question to be answered
		 * @param progress told how far it is; says when to stop
		 * @return the answer
		 * @throws FoveaException with the sentence that is told instead
		 */
		A answer(Q question, Progress progress);

		@Override
		void close();
	}

	/**
	 * Who is told.
	 *
	 * @param <Q> questions
	 * @param <A> answers
	 */
	interface Listener<Q, A> {

		/** Work on a question has begun, or got on. */
		void working(Q question, String what, double fraction);

		/** A question was answered. */
		void answered(Q question, A answer);

		/** A question cannot be answered; the cause is what was thrown. */
		void failed(Q question, Throwable cause);

		/** Nothing is running and nothing waits. */
		void idle();
	}

	private final Work<Q, A> work;
	private final BiPredicate<Q, Q> replaces;
	private final Executor teller;
	private final Listener<Q, A> listener;
	private Optional<Q> waiting = Optional.empty();
	private Optional<Running> running = Optional.empty();
	private boolean isClosed;

	/**
	 * Starts the thread.
	 *
	 * @param name of the thread
	 * @param work finds answers
	 * @param replaces whether a question (the first) makes an earlier one pointless
	 * @param teller runs what tells the listener, in order
	 * @param listener is told
	 */
	Newest(final String name, final Work<Q, A> work, final BiPredicate<Q, Q> replaces, final Executor teller, final Listener<Q, A> listener) {
		this.work = work;
		this.replaces = replaces;
		this.teller = teller;
		this.listener = listener;
		final Thread thread = new Thread(this::serve, name);
		thread.setDaemon(true);
		thread.setContextClassLoader(Newest.class.getClassLoader());
		thread.start();
	}

	/**
	 * Asks; an older question that still waits is dropped.
	 *
	 * @param question to be answered
	 */
	synchronized void ask(final Q question) {
		waiting = Optional.of(question);
		running.filter(r -> replaces.test(question, r.question)).ifPresent(Running::stop);
		notifyAll();
	}

	/** Stops what runs and drops what waits. */
	synchronized void cancel() {
		waiting = Optional.empty();
		running.ifPresent(Running::stop);
	}

	/** Stops what runs; the thread closes the work and ends. */
	@Override
	public synchronized void close() {
		cancel();
		isClosed = true;
		notifyAll();
	}

	private void serve() {
		try {
			for (Optional<Running> next = next(); next.isPresent(); next = next()) answer(next.get());
		}
		finally {
			work.close();
		}
	}

	private synchronized Optional<Running> next() {
		final boolean wasRunning = running.isPresent();
		running = Optional.empty();
		if (wasRunning && waiting.isEmpty()) tell(listener::idle);
		try {
			while (waiting.isEmpty() && !isClosed) wait();
		}
		catch (final InterruptedException exc) {
			isClosed = true;
		}
		if (isClosed) return Optional.empty();
		running = waiting.map(Running::new);
		waiting = Optional.empty();
		return running;
	}

	private void answer(final Running run) {
		try {
			run.report("", 0);
			final A answer = work.answer(run.question, run);
			run.check();
			tell(() -> {
				if (!run.isCancelled()) listener.answered(run.question, answer);
			});
		}
		catch (final CancelledException exc) {
			// whoever stopped it knows
		}
		catch (final RuntimeException | Error exc) {
			tell(() -> {
				if (!run.isCancelled()) listener.failed(run.question, exc);
			});
		}
	}

	private void tell(final Runnable news) {
		teller.execute(() -> {
			if (!hasEnded()) news.run();
		});
	}

	private synchronized boolean hasEnded() {
		return isClosed;
	}

	/** The question that is being answered. */
	private final class Running implements Progress {

		private final Q question;
		private volatile boolean isStopped;

		private Running(final Q question) {
			this.question = question;
		}

		private void stop() {
			isStopped = true;
		}

		@Override
		public void report(final String what, final double fraction) {
			tell(() -> {
				if (!isStopped) listener.working(question, what, fraction);
			});
		}

		@Override
		public boolean isCancelled() {
			return isStopped;
		}
	}
}
