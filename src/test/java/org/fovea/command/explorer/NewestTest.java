package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of many questions the newest is answered, one at a time, off the thread that asks. */
@Timeout(60)
class NewestTest {

	/** Answers when it is allowed to, and tells what became of each question. */
	private static final class Oracle implements Newest.Work<String, String>, Newest.Listener<String, String> {

		private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
		private final BlockingQueue<String> permits = new LinkedBlockingQueue<>();
		private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
		private final AtomicInteger atOnce = new AtomicInteger();
		private final CountDownLatch closed = new CountDownLatch(1);
		private volatile Thread closer;

		@Override
		public String answer(final String question, final Progress progress) {
			assertEquals(1, atOnce.incrementAndGet());
			begun.add(question);
			try {
				while (permits.poll(1, TimeUnit.MILLISECONDS) == null) progress.check();
			}
			catch (final InterruptedException exc) {
				throw new AssertionError(exc);
			}
			finally {
				atOnce.decrementAndGet();
			}
			if (question.startsWith("bad")) throw new FoveaException("No.");
			return question.toUpperCase();
		}

		@Override
		public void working(final String question, final String what, final double fraction) {
			// only results are of interest
		}

		@Override
		public void answered(final String question, final String answer) {
			news.add(answer);
		}

		@Override
		public void failed(final String question, final Throwable cause) {
			news.add(cause.getMessage());
		}

		@Override
		public void idle() {
			news.add("idle");
		}

		@Override
		public void close() {
			closer = Thread.currentThread();
			closed.countDown();
		}

		private void allow() {
			permits.add("go");
		}
	}

	@Test
	void ofThoseThatWaitTheNewestIsAnswered() throws Exception {
		final Oracle oracle = new Oracle();
		try (Newest<String, String> newest = new Newest<>("test", oracle, (next, running) -> false, Runnable::run, oracle)) {
			newest.ask("a");
			assertEquals("a", oracle.begun.take());
			newest.ask("b");
			newest.ask("c");
			oracle.allow();
			assertEquals("A", oracle.news.take());
			assertEquals("c", oracle.begun.take());
			oracle.allow();
			assertEquals("C", oracle.news.take());
			assertEquals("idle", oracle.news.take());
		}
	}

	@Test
	void aQuestionThatReplacesStopsTheRunningOne() throws Exception {
		final Oracle oracle = new Oracle();
		try (Newest<String, String> newest = new Newest<>("test", oracle, (next, running) -> true, Runnable::run, oracle)) {
			newest.ask("a");
			assertEquals("a", oracle.begun.take());
			newest.ask("b");
			assertEquals("b", oracle.begun.take());
			oracle.allow();
			assertEquals("B", oracle.news.take());
		}
	}

	@Test
	void cancelStopsWhatRunsAndForgetsWhatWaits() throws Exception {
		final Oracle oracle = new Oracle();
		try (Newest<String, String> newest = new Newest<>("test", oracle, (next, running) -> false, Runnable::run, oracle)) {
			newest.ask("a");
			oracle.begun.take();
			newest.ask("b");
			newest.cancel();
			assertEquals("idle", oracle.news.take());
			newest.ask("c");
			assertEquals("c", oracle.begun.take());
			oracle.allow();
			assertEquals("C", oracle.news.take());
		}
	}

	@Test
	void anAnswerThatIsOutdatedWhenItArrivesIsNotTold() throws Exception {
		final Oracle oracle = new Oracle();
		final BlockingQueue<Runnable> post = new LinkedBlockingQueue<>();
		try (Newest<String, String> newest = new Newest<>("test", oracle, (next, running) -> true, post::add, oracle)) {
			newest.ask("a");
			oracle.begun.take();
			newest.ask("b");
			oracle.begun.take();
			oracle.allow();
			while (!oracle.news.contains("B")) post.take().run();
			newest.ask("c");
			oracle.begun.take();
			newest.cancel();
			oracle.allow();
			newest.ask("d");
			oracle.begun.take();
			oracle.allow();
			while (!oracle.news.contains("D")) post.take().run();
			assertEquals(List.of("B", "D"), oracle.news.stream().filter(text -> !text.equals("idle")).toList());
		}
	}

	@Test
	void failuresAreToldAndWorkGoesOn() throws Exception {
		final Oracle oracle = new Oracle();
		try (Newest<String, String> newest = new Newest<>("test", oracle, (next, running) -> true, Runnable::run, oracle)) {
			newest.ask("bad");
			oracle.allow();
			assertEquals("No.", oracle.news.take());
			assertEquals("idle", oracle.news.take());
			newest.ask("a");
			oracle.allow();
			assertEquals("A", oracle.news.take());
		}
	}

	@Test
	void closingStopsClosesTheWorkOnItsThreadAndKeepsQuiet() throws Exception {
		final Oracle oracle = new Oracle();
		final Newest<String, String> newest = new Newest<>("test", oracle, (next, running) -> true, Runnable::run, oracle);
		newest.ask("a");
		oracle.begun.take();
		newest.close();
		oracle.closed.await();
		assertEquals("test", oracle.closer.getName());
		oracle.closer.join();
		assertEquals(List.of(), List.copyOf(oracle.news));
	}
}
