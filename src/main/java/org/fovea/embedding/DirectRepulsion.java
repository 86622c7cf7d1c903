package org.fovea.embedding;

import org.fovea.Progress;

/** Repulsion by going through all pairs. */
final class DirectRepulsion implements Repulsion {

	private static final int POINTS = 64;

	private final float[] x;
	private final float[] y;
	private final Progress progress;
	private final float[] forceX;
	private final float[] forceY;
	private double normalization;

	/**
	 * @param x of the points, read at each {@link #compute}
	 * @param y of the points
	 */
	DirectRepulsion(final float[] x, final float[] y, final Progress progress) {
		this.x = x;
		this.y = y;
		this.progress = progress;
		forceX = new float[x.length];
		forceY = new float[x.length];
	}

	@Override
	public void compute() {
		normalization = Parallel.sum((x.length + POINTS - 1) / POINTS, progress, part -> {
			double sum = 0;
			for (int i = part * POINTS; i < Math.min(x.length, (part + 1) * POINTS); i++) {
				double sumX = 0;
				double sumY = 0;
				for (int j = 0; j < x.length; j++) {
					if (j == i) continue;
					final double dx = x[i] - x[j];
					final double dy = y[i] - y[j];
					final double q = 1 / (1 + dx * dx + dy * dy);
					sum += q;
					sumX += q * q * dx;
					sumY += q * q * dy;
				}
				forceX[i] = (float) sumX;
				forceY[i] = (float) sumY;
			}
			return sum;
		});
	}

	@Override
	public float[] forceX() {
		return forceX;
	}

	@Override
	public float[] forceY() {
		return forceY;
	}

	@Override
	public double normalization() {
		return normalization;
	}
}
