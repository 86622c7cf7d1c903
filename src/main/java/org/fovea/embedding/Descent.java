package org.fovea.embedding;

import java.util.Arrays;

import org.fovea.Progress;

/** Gradient descent of t-SNE with momentum and a gain for each coordinate (Jacobs 1988, as in van der Maaten's implementation). */
final class Descent {

	private static final int POINTS = 256;
	private static final double GAIN_STEP = 0.2;
	private static final double GAIN_DECAY = 0.8;
	private static final double LEAST_GAIN = 0.01;
	private static final double LONGEST_STEP = 5;

	private final Graph affinities;
	private final float[] x;
	private final float[] y;
	private final double rate;
	private final Progress progress;
	private final Repulsion repulsion;
	private final float[] gradientX;
	private final float[] gradientY;
	private final float[] stepX;
	private final float[] stepY;
	private final float[] gainX;
	private final float[] gainY;

	/**
	 * @param affinities p_ij, sum 1
	 * @param x of the start, changed by steps
	 * @param y of the start, changed by steps
	 * @param repulsion of these points
	 */
	Descent(final Graph affinities, final float[] x, final float[] y, final Repulsion repulsion, final double rate, final Progress progress) {
		this.affinities = affinities;
		this.x = x;
		this.y = y;
		this.rate = rate;
		this.progress = progress;
		this.repulsion = repulsion;
		gradientX = new float[x.length];
		gradientY = new float[x.length];
		stepX = new float[x.length];
		stepY = new float[x.length];
		gainX = new float[x.length];
		gainY = new float[x.length];
		Arrays.fill(gainX, 1);
		Arrays.fill(gainY, 1);
	}

	/** A quarter of the gradient, Σ_j (e·p_ij − q_ij)(y_i − y_j) / (1 + d²); read it from the two arrays. */
	void computeGradient(final double exaggeration) {
		repulsion.compute();
		final double z = Math.max(repulsion.normalization(), Double.MIN_NORMAL);
		Parallel.ranges(x.length, POINTS, progress, (from, to) -> {
			for (int i = from; i < to; i++) {
				double attractionX = 0;
				double attractionY = 0;
				for (int edge = affinities.starts()[i]; edge < affinities.starts()[i + 1]; edge++) {
					final int j = affinities.columns()[edge];
					final float dx = x[i] - x[j];
					final float dy = y[i] - y[j];
					final float force = affinities.weights()[edge] / (1 + dx * dx + dy * dy);
					attractionX += force * dx;
					attractionY += force * dy;
				}
				gradientX[i] = (float) (exaggeration * attractionX - repulsion.forceX()[i] / z);
				gradientY[i] = (float) (exaggeration * attractionY - repulsion.forceY()[i] / z);
			}
		});
	}

	float[] gradientX() {
		return gradientX;
	}

	float[] gradientY() {
		return gradientY;
	}

	/** Moves all points once. */
	void step(final double exaggeration, final double momentum) {
		progress.check();
		computeGradient(exaggeration);
		Parallel.ranges(x.length, 4 * POINTS, progress, (from, to) -> {
			for (int i = from; i < to; i++) {
				gainX[i] = gain(gainX[i], stepX[i], gradientX[i]);
				gainY[i] = gain(gainY[i], stepY[i], gradientY[i]);
				final double moveX = momentum * stepX[i] - rate * gainX[i] * gradientX[i];
				final double moveY = momentum * stepY[i] - rate * gainY[i] * gradientY[i];
				final double length = Math.sqrt(moveX * moveX + moveY * moveY);
				final double factor = length > LONGEST_STEP ? LONGEST_STEP / length : 1;
				stepX[i] = (float) (factor * moveX);
				stepY[i] = (float) (factor * moveY);
				x[i] += stepX[i];
				y[i] += stepY[i];
			}
		});
		center(x);
		center(y);
	}

	private static float gain(final float gain, final float step, final float gradient) {
		return (float) Math.max(LEAST_GAIN, step > 0 == gradient > 0 ? gain * GAIN_DECAY : gain + GAIN_STEP);
	}

	private static void center(final float[] values) {
		double sum = 0;
		for (final float value : values) sum += value;
		final float mean = (float) (sum / values.length);
		for (int i = 0; i < values.length; i++) values[i] -= mean;
	}

	/** Σ p_ij log(p_ij / q_ij) for where the points are now. */
	double divergence() {
		repulsion.compute();
		final double z = Math.max(repulsion.normalization(), Double.MIN_NORMAL);
		return Parallel.sum((x.length + POINTS - 1) / POINTS, progress, part -> {
			double sum = 0;
			for (int i = part * POINTS; i < Math.min(x.length, (part + 1) * POINTS); i++) {
				for (int edge = affinities.starts()[i]; edge < affinities.starts()[i + 1]; edge++) {
					final int j = affinities.columns()[edge];
					final double dx = x[i] - x[j];
					final double dy = y[i] - y[j];
					final double p = affinities.weights()[edge];
					if (p > 0) sum += p * Math.log(p * z * (1 + dx * dx + dy * dy));
				}
			}
			return sum;
		});
	}

	/** Where the points are now. */
	Matrix points() {
		final Matrix points = new Matrix(x.length, 2);
		for (int i = 0; i < x.length; i++) points.setRow(i, x[i], y[i]);
		return points;
	}
}
