package org.fovea.image;

/** How much of an image the network sees. */
public enum Extent {
	/** The selection if the image has one with an area, the whole image otherwise. */
	AUTO,
	/** The whole image. */
	IMAGE,
	/** The bounding box of the selection. */
	SELECTION,
	/** The whole image, passed to the network in tiles that are joined exactly. */
	TILES
}
