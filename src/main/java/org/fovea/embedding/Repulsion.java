package org.fovea.embedding;

import java.util.Arrays;

import org.fovea.Progress;

/**
 * How all points of a map push each other apart, in O(N): Σ_j (y_i − y_j) / (1 + d²)² and Z = Σ_{i≠j} 1 / (1 + d²). The sums are convolutions;
 * they are taken on a grid by Fourier transforms, points being spread to and read from it by quadratic interpolation within boxes of three by three
 * nodes (Linderman et al. 2019, "Fast interpolation-based t-SNE for improved visualization of single-cell RNA-seq data").
 */
final class Repulsion {

	private static final int NODES = 3;
	private static final int LEAST_BOXES = 50;
	private static final double WIDEST_BOX = 1;
	private static final double ROOM = 1.1;
	private static final double SLACK = 0.8;

	private final float[] x;
	private final float[] y;
	private final Progress progress;
	private final float[] forceX;
	private final float[] forceY;
	private final int[] order;
	private double extent;
	private double spacing;
	private int boxes;
	private int nodes;
	private int[] firstOfRow;
	private float[] grid;
	private float[] gridX;
	private float[] gridY;
	private FourierPlane kernels;
	private FourierPlane moments;
	private FourierPlane counts;
	private double left;
	private double top;
	private double normalization;

	/**
	 * @param x of the points, read at each {@link #compute}
	 * @param y of the points
	 */
	Repulsion(final float[] x, final float[] y, final Progress progress) {
		this.x = x;
		this.y = y;
		this.progress = progress;
		forceX = new float[x.length];
		forceY = new float[x.length];
		order = new int[x.length];
	}

	/** Σ_j (x_i − x_j) / (1 + d²)². */
	float[] forceX() {
		return forceX;
	}

	/** Σ_j (y_i − y_j) / (1 + d²)². */
	float[] forceY() {
		return forceY;
	}

	/** Z. */
	double normalization() {
		return normalization;
	}

	/** Computes forces and Z for where the points are now. */
	void compute() {
		place();
		sort();
		spread();
		FourierPlane.forward(new FourierPlane[] { moments, counts }, progress);
		convolve();
		FourierPlane.backward(new FourierPlane[] { moments, counts }, progress);
		normalization = collect() - x.length;
		gather();
	}

	private void place() {
		float west = Float.POSITIVE_INFINITY;
		float east = Float.NEGATIVE_INFINITY;
		float north = Float.POSITIVE_INFINITY;
		float south = Float.NEGATIVE_INFINITY;
		for (int i = 0; i < x.length; i++) {
			west = Math.min(west, x[i]);
			east = Math.max(east, x[i]);
			north = Math.min(north, y[i]);
			south = Math.max(south, y[i]);
		}
		final double span = Math.max(Math.max(east - west, south - north), 1e-6);
		if (span > extent || span < SLACK / ROOM * extent) cut(ROOM * span);
		left = (west + east - extent) / 2.0;
		top = (north + south - extent) / 2.0;
	}

	/** Chooses grid and kernels anew; they stay until the map has outgrown them or shrunk. */
	private void cut(final double newExtent) {
		extent = newExtent;
		final int size = FourierPlane.sizeFor(2 * NODES * (int) Math.max(LEAST_BOXES, Math.ceil(extent / WIDEST_BOX)));
		boxes = size / 2 / NODES;
		spacing = extent / boxes / NODES;
		if (kernels == null || kernels.size() != size) {
			nodes = boxes * NODES;
			grid = new float[nodes * nodes];
			gridX = new float[nodes * nodes];
			gridY = new float[nodes * nodes];
			firstOfRow = new int[boxes + 1];
			kernels = new FourierPlane(size);
			moments = new FourierPlane(size);
			counts = new FourierPlane(size);
		}
		final double scale = 1.0 / size / size;
		Parallel.parts(kernels.strips(), progress, strip -> {
			for (int row = 0; row < size; row++) {
				final double dy = spacing * Math.min(row, size - row);
				for (int i = 0; i < kernels.width(); i++) {
					final int column = strip * kernels.width() + i;
					final double dx = spacing * Math.min(column, size - column);
					final double q = 1 / (1 + dx * dx + dy * dy);
					kernels.real(strip, row)[i] = (float) (q * scale);
					kernels.imaginary(strip, row)[i] = (float) (q * q * scale);
				}
			}
		});
		// Both kernels are real and even, so their spectra are real, and one transform gives both.
		FourierPlane.forwardWhole(kernels, progress);
	}

	private int box(final double offset) {
		return Math.max(0, Math.min(boxes - 1, (int) (offset / (NODES * spacing))));
	}

	/** Orders the points by the row of boxes they lie in. */
	private void sort() {
		Arrays.fill(firstOfRow, 0);
		for (final float value : y) firstOfRow[box(value - top) + 1]++;
		for (int row = 0; row < boxes; row++) firstOfRow[row + 1] += firstOfRow[row];
		final int[] next = firstOfRow.clone();
		for (int i = 0; i < y.length; i++) order[next[box(y[i] - top)]++] = i;
	}

	/** The weights of the three nodes of a box at a place between 0 and 1: Lagrange's polynomials through 1/6, 3/6 and 5/6. */
	private static void weigh(final double place, final double[] weights) {
		final double t = 3 * place - 1.5;
		weights[0] = t * (t - 1) / 2;
		weights[1] = 1 - t * t;
		weights[2] = t * (t + 1) / 2;
	}

	private void spread() {
		Parallel.parts(boxes, progress, row -> {
			final int from = row * NODES * nodes;
			Arrays.fill(grid, from, from + NODES * nodes, 0);
			Arrays.fill(gridX, from, from + NODES * nodes, 0);
			Arrays.fill(gridY, from, from + NODES * nodes, 0);
			final double[] across = new double[NODES];
			final double[] down = new double[NODES];
			final double width = NODES * spacing;
			for (int i = firstOfRow[row]; i < firstOfRow[row + 1]; i++) {
				final int point = order[i];
				final double fromLeft = x[point] - left;
				final int column = box(fromLeft);
				weigh(fromLeft / width - column, across);
				weigh((y[point] - top) / width - row, down);
				// Coordinates from the middle of the grid, because the forces are differences of the sums.
				final double centeredX = fromLeft - extent / 2;
				final double centeredY = y[point] - top - extent / 2;
				for (int v = 0; v < NODES; v++) {
					for (int u = 0; u < NODES; u++) {
						final int node = from + v * nodes + column * NODES + u;
						final double weight = across[u] * down[v];
						grid[node] += weight;
						gridX[node] += weight * centeredX;
						gridY[node] += weight * centeredY;
					}
				}
			}
		});
		Parallel.parts(moments.strips() / 2, progress, strip -> {
			final int width = moments.width();
			final int count = Math.max(0, Math.min(width, nodes - strip * width));
			for (int row = 0; row < moments.size(); row++) {
				fill(gridX, row, strip * width, count, moments.real(strip, row));
				fill(gridY, row, strip * width, count, moments.imaginary(strip, row));
				fill(grid, row, strip * width, count, counts.real(strip, row));
				Arrays.fill(counts.imaginary(strip, row), 0);
			}
		});
	}

	private void fill(final float[] source, final int row, final int column, final int count, final float[] into) {
		if (row >= nodes) {
			Arrays.fill(into, 0);
			return;
		}
		System.arraycopy(source, row * nodes + column, into, 0, count);
		Arrays.fill(into, count, into.length, 0);
	}

	/** Moments with the squared kernel; the count with the squared kernel in the real part and with the plain one in the imaginary part. */
	private void convolve() {
		Parallel.parts(kernels.strips(), progress, strip -> {
			final float[] product = new float[kernels.width()];
			for (int row = 0; row < kernels.size(); row++) {
				final float[] plain = kernels.real(strip, row);
				final float[] squared = kernels.imaginary(strip, row);
				scale(squared, moments.real(strip, row));
				scale(squared, moments.imaginary(strip, row));
				final float[] real = counts.real(strip, row);
				final float[] imaginary = counts.imaginary(strip, row);
				multiply(squared, real, plain, imaginary, -1, product);
				multiply(squared, imaginary, plain, real, 1, imaginary);
				System.arraycopy(product, 0, real, 0, product.length);
			}
		});
	}

	private static void scale(final float[] factor, final float[] values) {
		for (int i = 0; i < values.length; i++) values[i] *= factor[i];
	}

	private static void multiply(final float[] a, final float[] b, final float[] c, final float[] d, final float sign, final float[] into) {
		for (int i = 0; i < into.length; i++) into[i] = a[i] * b[i] + sign * c[i] * d[i];
	}

	/** Brings the potentials of the squared kernel back to the grid, and sums up those of the plain one over all points. */
	private double collect() {
		return Parallel.sum(moments.strips() / 2, progress, strip -> {
			final int width = moments.width();
			final int count = Math.max(0, Math.min(width, nodes - strip * width));
			double sum = 0;
			for (int row = 0; row < nodes; row++) {
				final int at = row * nodes + strip * width;
				final float[] plain = counts.imaginary(strip, row);
				for (int i = 0; i < count; i++) sum += (double) grid[at + i] * plain[i];
				System.arraycopy(counts.real(strip, row), 0, grid, at, count);
				System.arraycopy(moments.real(strip, row), 0, gridX, at, count);
				System.arraycopy(moments.imaginary(strip, row), 0, gridY, at, count);
			}
			return sum;
		});
	}

	private void gather() {
		Parallel.parts(boxes, progress, row -> {
			final double[] across = new double[NODES];
			final double[] down = new double[NODES];
			final double width = NODES * spacing;
			for (int i = firstOfRow[row]; i < firstOfRow[row + 1]; i++) {
				final int point = order[i];
				final double fromLeft = x[point] - left;
				final int column = box(fromLeft);
				weigh(fromLeft / width - column, across);
				weigh((y[point] - top) / width - row, down);
				double count = 0;
				double momentX = 0;
				double momentY = 0;
				for (int v = 0; v < NODES; v++) {
					for (int u = 0; u < NODES; u++) {
						final int node = (row * NODES + v) * nodes + column * NODES + u;
						final double weight = across[u] * down[v];
						count += weight * grid[node];
						momentX += weight * gridX[node];
						momentY += weight * gridY[node];
					}
				}
				forceX[point] = (float) ((fromLeft - extent / 2) * count - momentX);
				forceY[point] = (float) ((y[point] - top - extent / 2) * count - momentY);
			}
		});
	}
}
