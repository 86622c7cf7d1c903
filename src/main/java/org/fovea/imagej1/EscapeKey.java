package org.fovea.imagej1;

import java.awt.AWTEvent;
import java.awt.GraphicsEnvironment;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.KeyEvent;

import org.scijava.Cancelable;
import org.scijava.module.Module;

/** Cancels a running command when Esc is pressed in any window, until closed. */
final class EscapeKey implements AutoCloseable, AWTEventListener {

	private final Cancelable command;

	private EscapeKey(final Cancelable command) {
		this.command = command;
	}

	/**
	 * Starts to listen.
	 *
	 * @param module the command about to run
	 * @return what ends the listening; {@code null} where there are no keys or the command cannot be cancelled
	 */
	static EscapeKey cancels(final Module module) {
		if (GraphicsEnvironment.isHeadless() || !(module instanceof final Cancelable cancelable)) return null;
		final EscapeKey key = new EscapeKey(cancelable);
		Toolkit.getDefaultToolkit().addAWTEventListener(key, AWTEvent.KEY_EVENT_MASK);
		return key;
	}

	@Override
	public void eventDispatched(final AWTEvent event) {
		if (event.getID() == KeyEvent.KEY_PRESSED && ((KeyEvent) event).getKeyCode() == KeyEvent.VK_ESCAPE) command.cancel(null);
	}

	@Override
	public void close() {
		Toolkit.getDefaultToolkit().removeAWTEventListener(this);
	}
}
