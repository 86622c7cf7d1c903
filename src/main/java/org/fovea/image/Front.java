package org.fovea.image;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageWindow;

/**
 * Which window is in front. The window system tells a new window only later that it is active, and ImageJ then takes it for the current one: who
 * opens two windows must wait for that, or the first may become current after the second.
 */
public final class Front {

	private static final long PATIENCE_MILLISECONDS = 500;

	private Front() {
	}

	/**
	 * Shows an image and waits until its window is active, for half a second at most: with somebody working in another program it never is.
	 *
	 * @param image that may have a window already
	 */
	public static void show(final ImagePlus image) {
		image.show();
		settle(image.getWindow());
	}

	/**
	 * Makes an image that is shown the current one, for macros and for people.
	 *
	 * @param image with a window
	 */
	public static void bring(final ImagePlus image) {
		WindowManager.setCurrentWindow(image.getWindow());
		WindowManager.toFront(image.getWindow());
		settle(image.getWindow());
		WindowManager.setCurrentWindow(image.getWindow());
	}

	private static void settle(final ImageWindow window) {
		if (window == null || GraphicsEnvironment.isHeadless() || EventQueue.isDispatchThread()) return;
		final CountDownLatch active = new CountDownLatch(1);
		final WindowAdapter listener = new WindowAdapter() {

			@Override
			public void windowActivated(final WindowEvent event) {
				active.countDown();
			}
		};
		window.addWindowListener(listener);
		try {
			if (!window.isActive()) active.await(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		finally {
			window.removeWindowListener(listener);
		}
	}
}
