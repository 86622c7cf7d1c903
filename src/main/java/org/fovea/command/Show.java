package org.fovea.command;

/** How maps are shown. */
public enum Show {
	/** The values, 32-bit. */
	HEATMAP,
	/** In colours over a duplicate of the input. */
	OVERLAY,
	/** The overlay and, in front of it, the values. */
	BOTH
}
