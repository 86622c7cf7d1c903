package org.fovea.torchscript;

/** Code that PyTorch never writes; the message ends "its code contains …". */
final class UnusualCodeException extends Exception {

	private static final long serialVersionUID = 1L;

	UnusualCodeException(final String what) {
		super(what);
	}
}
