package org.fovea.imagej1;

import org.scijava.app.event.StatusEvent;
import org.scijava.event.EventHandler;

import ij.IJ;

/** Shows SciJava's status messages and progress in the status bar of ImageJ 1.x, for as long as somebody holds it. */
final class StatusBar {

	@EventHandler
	private void onEvent(final StatusEvent event) {
		if (event.getStatusMessage() != null) IJ.showStatus(event.getStatusMessage());
		if (event.getProgressMaximum() > 0) IJ.showProgress((double) event.getProgressValue() / event.getProgressMaximum());
	}
}
