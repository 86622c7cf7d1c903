package org.fovea.network;

/** How gradients pass a ReLU on the way back; R is what arrives from above, x the ReLU's input. */
public enum Rule {
	/** The derivative: R·[x&gt;0]. */
	PLAIN,
	/** Springenberg et al. 2015, "Striving for simplicity": relu(R)·[x&gt;0]. */
	GUIDED,
	/** Zeiler &amp; Fergus 2014, "Visualizing and understanding convolutional networks": relu(R). */
	DECONVNET
}
