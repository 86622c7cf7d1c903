package org.fovea.torchscript;

import java.io.IOException;

/** A file is no zip file or contradicts itself; the message ends the sentence "The file is damaged: …". */
class MalformedZipException extends IOException {

	private static final long serialVersionUID = 1L;

	MalformedZipException(final String what) {
		super(what);
	}
}
