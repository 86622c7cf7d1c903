package org.fovea.embedding;

/** How far two rows are from each other. */
public enum Distance {

	/** ‖x − y‖. */
	EUCLIDEAN,

	/** 1 − ⟨x, y⟩ / (‖x‖ ‖y‖), between 0 and 2; a row of zeros is at distance 1 from every other row. */
	COSINE
}
