package org.fovea.torchscript;

/** A pickle that TorchScript would not have written; the message ends the sentence "The file is damaged: …". */
final class MalformedPickleException extends Exception {

	private static final long serialVersionUID = 1L;

	MalformedPickleException(final String what) {
		super(what);
	}
}
