package org.fovea.cam;

import java.util.List;

/**
 * min over F of Σ_t ‖D_t F − f_t‖² + λ FᵀLF, solved by conjugate gradients on (Σ D_tᵀD_t + λL) F = Σ D_tᵀ f_t (Hestenes &amp; Stiefel 1952).
 */
final class Problem {

	private static final double TOLERANCE = 1e-9;

	private final List<Shrinking> views;
	private final Smoothness edges;
	private final double lambda;

	/** Told before each step; may stop the work by an exception. */
	@FunctionalInterface
	interface Watcher {

		/**
		 * A step begins.
		 *
		 * @param step from 0
		 */
		void at(int step);
	}

	/**
	 * Settles the problem, for any features.
	 *
	 * @param views D_t
	 * @param edges L
	 * @param smoothness λ for each view; what it does to a cell does not depend on how many pixels the cell has
	 */
	Problem(final List<Shrinking> views, final Smoothness edges, final double smoothness) {
		this.views = views;
		this.edges = edges;
		lambda = smoothness * views.size();
	}

	private int pixels() {
		return views.get(0).vertical().pixels() * views.get(0).horizontal().pixels();
	}

	/**
	 * Improves a field, until nothing is left to improve or the steps are done.
	 *
	 * @param features f_t, h×w for each view
	 * @param field F to start from, which becomes the solution
	 * @param steps at most
	 * @param watcher told of each step
	 */
	void solve(final List<double[]> features, final double[] field, final int steps, final Watcher watcher) {
		final double[] residual = gradient(features, field);
		for (int p = 0; p < residual.length; p++) residual[p] = -residual[p];
		final double[] direction = residual.clone();
		double squares = dot(residual, residual);
		final double enough = TOLERANCE * TOLERANCE * scale(features);
		for (int step = 0; step < steps && squares > enough; step++) {
			watcher.at(step);
			final double[] image = normal(direction);
			final double length = squares / dot(direction, image);
			for (int p = 0; p < field.length; p++) {
				field[p] += length * direction[p];
				residual[p] -= length * image[p];
			}
			final double left = dot(residual, residual);
			for (int p = 0; p < field.length; p++) direction[p] = residual[p] + left / squares * direction[p];
			squares = left;
		}
	}

	/**
	 * What is minimised.
	 *
	 * @param features f_t
	 * @param field F
	 * @return its value
	 */
	double value(final List<double[]> features, final double[] field) {
		final double[] smoothed = new double[field.length];
		edges.add(lambda, field, smoothed);
		double sum = dot(field, smoothed);
		for (int t = 0; t < views.size(); t++) {
			final double[] shrunken = views.get(t).apply(field);
			for (int i = 0; i < shrunken.length; i++) {
				final double difference = shrunken[i] - features.get(t)[i];
				sum += difference * difference;
			}
		}
		return sum;
	}

	/**
	 * Half the gradient of {@link #value}.
	 *
	 * @param features f_t
	 * @param field F
	 * @return Σ D_tᵀ(D_t F − f_t) + λLF
	 */
	double[] gradient(final List<double[]> features, final double[] field) {
		final double[] sum = new double[field.length];
		for (int t = 0; t < views.size(); t++) {
			final double[] shrunken = views.get(t).apply(field);
			for (int i = 0; i < shrunken.length; i++) shrunken[i] -= features.get(t)[i];
			views.get(t).addAdjoint(shrunken, sum);
		}
		edges.add(lambda, field, sum);
		return sum;
	}

	private double[] normal(final double[] field) {
		final double[] sum = new double[field.length];
		for (final Shrinking view : views) view.addAdjoint(view.apply(field), sum);
		edges.add(lambda, field, sum);
		return sum;
	}

	private double scale(final List<double[]> features) {
		final double[] sum = new double[pixels()];
		for (int t = 0; t < views.size(); t++) views.get(t).addAdjoint(features.get(t), sum);
		return dot(sum, sum);
	}

	private static double dot(final double[] a, final double[] b) {
		double sum = 0;
		for (int p = 0; p < a.length; p++) sum += a[p] * b[p];
		return sum;
	}
}
