package org.fovea.image;

/** At which resolution the network sees an area. */
public enum Fit {
	/** The network's size if it has one, the image's resolution otherwise. */
	AUTO,
	/** Resized to the network's size. */
	MODEL,
	/** The image's resolution. */
	NATIVE
}
