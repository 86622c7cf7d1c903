package org.fovea.model;

/** What a network is for. */
public enum ModelKind {
	/** Logits per class for an image. */
	CLASSIFIER,
	/** Logits per class for each pixel. */
	SEGMENTER,
	/** A vector per image. */
	EMBEDDER,
	/** An image from a code. */
	GENERATOR,
	/** An image from a noisy image. */
	DENOISER,
	/** A classifier with a slot-attention head that explains itself. */
	SCOUTER
}
