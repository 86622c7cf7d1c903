package org.fovea.torchscript;

/** The code of an archive does something that the receptive fields cannot be followed through. */
final class UnfollowedException extends RuntimeException {

	private static final long serialVersionUID = 1;

	/** @param what was met */
	UnfollowedException(final String what) {
		super(what);
	}
}
