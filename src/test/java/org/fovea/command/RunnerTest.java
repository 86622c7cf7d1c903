package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.KeyEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.app.event.StatusEvent;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

import ij.IJ;

/** Work can be watched and stopped by everybody who should be able to. */
@Timeout(60)
class RunnerTest {

	private Context context;
	private final AtomicBoolean cancelled = new AtomicBoolean();
	private final CountDownLatch halfWay = new CountDownLatch(1);
	private final CountDownLatch stopped = new CountDownLatch(1);

	@BeforeEach
	void open() {
		context = new Context(StatusService.class, TaskService.class, EventService.class);
		context.service(EventService.class).subscribe(this);
	}

	@AfterEach
	void close() {
		IJ.resetEscape();
		context.dispose();
	}

	@Test
	void workRunsOnAThreadOfItsOwnAndItsResultOnTheCaller() {
		final AtomicReference<Thread> worker = new AtomicReference<>();
		final AtomicBoolean shown = new AtomicBoolean();
		runner().run("Test", progress -> {
			worker.set(Thread.currentThread());
			return () -> shown.set(true);
		}).run();
		assertTrue(shown.get());
		assertNotSame(Thread.currentThread(), worker.get());
		assertEquals(Runner.class.getClassLoader(), worker.get().getContextClassLoader());
	}

	@Test
	void progressReachesTheStatusBar() throws InterruptedException {
		runner().run("Test", progress -> {
			progress.report("half way", 0.5);
			return () -> {};
		});
		assertTrue(halfWay.await(30, TimeUnit.SECONDS));
	}

	@Test
	void failuresArriveAsTheyWere() {
		assertEquals("No.", assertThrows(FoveaException.class, () -> runner().run("Test", progress -> {
			throw new FoveaException("No.");
		})).getMessage());
		assertThrows(OutOfMemoryError.class, () -> runner().run("Test", progress -> {
			throw new OutOfMemoryError();
		}));
	}

	@Test
	void escStopsTheWaitAndTheWork() throws InterruptedException {
		assertThrows(CancelledException.class, () -> runner().run("Test", endless(() -> IJ.setKeyDown(KeyEvent.VK_ESCAPE))));
		assertTrue(stopped.await(30, TimeUnit.SECONDS));
	}

	@Test
	void theCommandsOwnCancelStopsIt() throws InterruptedException {
		assertThrows(CancelledException.class, () -> runner().run("Test", endless(() -> cancelled.set(true))));
		assertTrue(stopped.await(30, TimeUnit.SECONDS));
	}

	@Test
	void whatIsThereWhenItIsStoppedCanBeKept() {
		final AtomicBoolean shown = new AtomicBoolean();
		runner().run("Test", Work.kept(progress -> {
			cancelled.set(true);
			while (!progress.isCancelled()) Thread.onSpinWait();
			return () -> shown.set(true);
		})).run();
		assertTrue(shown.get());
	}

	@Test
	void theTaskListsCancelStopsIt() throws InterruptedException {
		final Object canceller = new Object() {

			@EventHandler
			void onTask(final TaskEvent event) {
				if (!event.getTask().isCanceled() && "started".equals(event.getTask().getStatusMessage())) event.getTask().cancel("enough");
			}
		};
		context.service(EventService.class).subscribe(canceller);
		assertThrows(CancelledException.class, () -> runner().run("Test", progress -> {
			progress.report("started", 0);
			return endless(() -> {}).run(progress);
		}));
		assertTrue(stopped.await(30, TimeUnit.SECONDS));
	}

	@Test
	void anEarlierEscDoesNotStopTheNextCommand() {
		IJ.setKeyDown(KeyEvent.VK_ESCAPE);
		runner().run("Test", progress -> {
			assertFalse(progress.isCancelled());
			return () -> {};
		});
	}

	@EventHandler
	void onStatus(final StatusEvent event) {
		if (event.getProgressValue() == 500 && event.getProgressMaximum() == 1000 && "half way".equals(event.getStatusMessage())) halfWay.countDown();
	}

	private Work endless(final Runnable begin) {
		return progress -> {
			begin.run();
			while (!progress.isCancelled()) Thread.onSpinWait();
			stopped.countDown();
			throw new CancelledException();
		};
	}

	private Runner runner() {
		return new Runner(context.service(StatusService.class), context.service(TaskService.class), cancelled::get);
	}
}
