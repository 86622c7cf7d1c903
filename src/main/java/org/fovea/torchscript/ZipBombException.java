package org.fovea.torchscript;

/** A small file claims to unpack to something enormous. */
final class ZipBombException extends MalformedZipException {

	private static final long serialVersionUID = 1L;

	ZipBombException(final String entry, final long size) {
		super("'" + entry + "' would unpack it to " + (size >> 20) + " MB");
	}
}
