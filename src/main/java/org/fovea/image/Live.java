package org.fovea.image;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import ij.ImagePlus;
import ij.macro.Interpreter;

import org.fovea.network.Tensor;

/**
 * A window that shows pictures while they are made, several times a second. Without a display and in batch mode nothing is shown until the end.
 * Fed from any one thread; the window is touched on AWT's own.
 */
public final class Live {

	private static final long PAUSE_NANOSECONDS = 150_000_000;

	private final Pictures pictures;
	private final String title;
	private final List<String> labels;
	private final Provenance facts;
	private final boolean isShown = !GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode();
	private final AtomicBoolean isBusy = new AtomicBoolean();
	private ImagePlus image;
	private boolean isEnded;
	private long last;

	/**
	 * Settles what is shown.
	 *
	 * @param pictures how pixels are stored
	 * @param title of the image
	 * @param labels of the slices
	 * @param facts that the image says of itself from the beginning, so that windows that follow images know what it is
	 */
	public Live(final Pictures pictures, final String title, final List<String> labels, final Provenance facts) {
		this.pictures = pictures;
		this.title = title;
		this.labels = List.copyOf(labels);
		this.facts = facts;
	}

	/**
	 * Shows how far the pictures are, unless that was done a moment ago or the window is still busy.
	 *
	 * @param pixels {@code [N, C, H, W]}, as many as there are labels
	 */
	public void show(final Tensor pixels) {
		if (!isShown || System.nanoTime() - last < PAUSE_NANOSECONDS || !isBusy.compareAndSet(false, true)) return;
		last = System.nanoTime();
		EventQueue.invokeLater(() -> {
			draw(pixels);
			isBusy.set(false);
		});
	}

	/**
	 * The finished pictures. Call this where windows are shown.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @param finalLabels of the slices, as many
	 * @return the image of the window, or a new one where there is none
	 */
	public ImagePlus finish(final Tensor pixels, final List<String> finalLabels) {
		final ImagePlus shown = end();
		if (shown == null || shown.getWindow() == null) return pictures.image(title, finalLabels, pixels);
		pictures.update(shown, pixels);
		for (int n = 0; n < finalLabels.size(); n++) {
			for (int c = 0; c < shown.getNChannels(); c++) shown.getStack().setSliceLabel(finalLabels.get(n), n * shown.getNChannels() + c + 1);
		}
		shown.setIgnoreFlush(false);
		shown.updateAndRepaintWindow();
		// The plot came later, but macros go on with the picture.
		Front.bring(shown);
		return shown;
	}

	/** Takes the window away, where nothing came of it. */
	public void discard() {
		final ImagePlus shown = end();
		if (shown == null) return;
		shown.setIgnoreFlush(false);
		shown.changes = false;
		shown.close();
	}

	/** From now on nothing is drawn that was waiting to be. */
	private synchronized ImagePlus end() {
		isEnded = true;
		return image;
	}

	private synchronized void draw(final Tensor pixels) {
		if (isEnded) return;
		if (image == null) {
			image = pictures.image(title, labels, pixels);
			// Closing the window would drop the pixels while they are still written.
			image.setIgnoreFlush(true);
			facts.write(image);
			image.show();
		}
		else if (image.getWindow() != null) {
			pictures.update(image, pixels);
			image.updateAndDraw();
		}
	}
}
