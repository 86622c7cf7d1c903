package org.fovea.imagej1;

import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.concurrent.CountDownLatch;

import ij.ImageJ;
import ij.macro.MacroRunner;

/** Plain ImageJ 1.x in its window, with Fovea's menu. */
final class Desktop {

	private Desktop() {
	}

	/** Opens ImageJ, runs the demo and waits until ImageJ is closed. */
	static void open() {
		final ImageJ window = new ImageJ(ImageJ.STANDALONE);
		window.exitWhenQuitting(true);
		new MenuEntries(Commands.shared().list()).install();
		final CountDownLatch closed = new CountDownLatch(1);
		window.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent event) {
				closed.countDown();
			}
		});
		new MacroRunner(Demo.macro(), "");
		try {
			closed.await();
		}
		catch (final InterruptedException exc) {
			Thread.currentThread().interrupt();
		}
	}
}
