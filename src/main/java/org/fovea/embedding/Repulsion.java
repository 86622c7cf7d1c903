package org.fovea.embedding;

import org.fovea.Progress;

/** How all points of a map push each other apart. */
interface Repulsion {

	/** Up to this many points all pairs are gone through: exact, and no slower. */
	int FEW = 1000;

	/** Chooses the way that suits the number of points. */
	static Repulsion of(final float[] x, final float[] y, final Progress progress) {
		return x.length <= FEW ? new DirectRepulsion(x, y, progress) : new GridRepulsion(x, y, progress);
	}

	/** Computes forces and Z for where the points are now. */
	void compute();

	/** Σ_j (x_i − x_j) / (1 + d²)². */
	float[] forceX();

	/** Σ_j (y_i − y_j) / (1 + d²)². */
	float[] forceY();

	/** Z = Σ_{i≠j} 1 / (1 + d²). */
	double normalization();
}
