package org.fovea.command.explorer;

import java.awt.KeyboardFocusManager;
import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;

import javax.swing.SwingUtilities;

import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.ImageWindow;
import ij.gui.Roi;
import ij.gui.RoiListener;

/** Tells, on the event thread, what happens to the images of ImageJ, until closed. */
final class ImageWatcher implements ImageListener, RoiListener, PropertyChangeListener, AutoCloseable {

	private static final String ACTIVE_WINDOW = "activeWindow";

	/** Who is told. */
	interface Observer {

		/** The image's window came to the front. */
		void activated(ImagePlus image);

		/** The image shows other pixels, or another selection. */
		void changed(ImagePlus image);

		/** The image's window is closed. */
		void closed(ImagePlus image);
	}

	private final Observer observer;

	/**
	 * Starts to watch; on the event thread.
	 *
	 * @param observer is told
	 */
	ImageWatcher(final Observer observer) {
		this.observer = observer;
		ImagePlus.addImageListener(this);
		Roi.addRoiListener(this);
		KeyboardFocusManager.getCurrentKeyboardFocusManager().addPropertyChangeListener(ACTIVE_WINDOW, this);
	}

	@Override
	public void imageOpened(final ImagePlus image) {
		if (image.getWindow() != null) later(() -> observer.activated(image));
	}

	@Override
	public void imageUpdated(final ImagePlus image) {
		later(() -> observer.changed(image));
	}

	@Override
	public void imageClosed(final ImagePlus image) {
		later(() -> observer.closed(image));
	}

	@Override
	public void roiModified(final ImagePlus image, final int id) {
		if (image != null) later(() -> observer.changed(image));
	}

	@Override
	public void propertyChange(final PropertyChangeEvent event) {
		if (event.getNewValue() instanceof final ImageWindow window && window.getImagePlus() != null) observer.activated(window.getImagePlus());
	}

	private void later(final Runnable news) {
		SwingUtilities.invokeLater(news);
	}

	@Override
	public void close() {
		ImagePlus.removeImageListener(this);
		Roi.removeRoiListener(this);
		KeyboardFocusManager.getCurrentKeyboardFocusManager().removePropertyChangeListener(ACTIVE_WINDOW, this);
	}
}
