package org.fovea;

/** The user asked to stop: nothing is wrong, and nothing half-written may be left behind. */
public final class CancelledException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Says that the work was stopped on request. */
	public CancelledException() {
		super("Cancelled.");
	}
}
