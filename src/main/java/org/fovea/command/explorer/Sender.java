package org.fovea.command.explorer;

import java.awt.event.KeyEvent;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.Menus;
import ij.WindowManager;

/** Runs menu entries one after another, off the event thread, and writes them into the Recorder where they succeed. */
final class Sender implements AutoCloseable {

	private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
		final Thread t = new Thread(task, "Fovea commands");
		t.setDaemon(true);
		t.setContextClassLoader(Sender.class.getClassLoader());
		return t;
	});
	private final AtomicInteger running = new AtomicInteger();
	private final Consumer<Throwable> log;

	/** @param log receives what nobody foresaw */
	Sender(final Consumer<Throwable> log) {
		this.log = log;
	}

	/**
	 * Whether a menu entry exists.
	 *
	 * @param label of the entry
	 * @return whether it is installed
	 */
	static boolean knows(final String label) {
		return Menus.getCommands() != null && Menus.getCommands().containsKey(label);
	}

	/**
	 * Runs a command.
	 *
	 * @param command with its options
	 * @param image that is current for it; empty where it needs none
	 * @param then is run afterwards, on the same thread
	 */
	void send(final PlainCommand command, final Optional<ImagePlus> image, final Runnable then) {
		running.incrementAndGet();
		thread.execute(() -> {
			try {
				run(command, image);
			}
			catch (final RuntimeException exc) {
				// the command has said why itself
				if (!Macro.MACRO_CANCELED.equals(exc.getMessage())) log.accept(exc);
			}
			finally {
				running.decrementAndGet();
				then.run();
			}
		});
	}

	/** Stops the running command, as Esc does. */
	void stop() {
		if (running.get() > 0) IJ.setKeyDown(KeyEvent.VK_ESCAPE);
	}

	private static void run(final PlainCommand command, final Optional<ImagePlus> image) {
		final Optional<ImagePlus> other = image.filter(i -> i != WindowManager.getCurrentImage() && i.getWindow() != null);
		// ImageJ records that another image is current
		other.ifPresent(i -> WindowManager.setCurrentWindow(i.getWindow()));
		IJ.getErrorMessage();
		IJ.run(image.orElse(null), command.label(), command.options());
		if (IJ.getErrorMessage() != null) return;
		command.record();
	}

	@Override
	public void close() {
		stop();
		thread.shutdown();
	}
}
