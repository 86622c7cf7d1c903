package org.fovea.image;

/** What the values of a map say, and so how they are shown. */
public enum Meaning {
	/** What speaks for the target, and in signed maps against it: zero says nothing. Shown from zero, or symmetric about it. */
	EVIDENCE,
	/** What a model answers: zero is a value like any other. Shown from the smallest to the largest. */
	SCORES
}
