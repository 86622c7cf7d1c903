package org.fovea.torchscript;

/** An axis of the image that a network looks at. */
enum ImageAxis {
	/** From top to bottom. */
	VERTICAL,
	/** From left to right. */
	HORIZONTAL
}
