package org.fovea.model.preprocessing;

/** The axes of the tensors that steps work on, {@code [N, C, H, W]}, in this order. */
public enum Axis {
	/** The images of a batch. */
	BATCH,
	/** The channels. */
	CHANNEL,
	/** The rows. */
	Y,
	/** The columns. */
	X
}
