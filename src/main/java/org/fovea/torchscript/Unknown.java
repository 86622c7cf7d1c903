package org.fovea.torchscript;

/** Values of which the code's reader knows nothing. */
enum Unknown {
	/** Anything. */
	VALUE,
	/** A variable that a branch leaves without a value because nobody reads it. */
	UNINITIALIZED
}
