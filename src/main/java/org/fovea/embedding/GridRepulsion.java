package org.fovea.embedding;

import java.util.Arrays;

import org.fovea.Progress;

/**
 * Repulsion in O(N). The sums are convolutions;
 * they are taken on a grid by Fourier transforms (Linderman et al. 2019, "Fast interpolation-based t-SNE for improved visualization of single-cell
 * RNA-seq data"). Points are spread to and read from the four by four nodes around them by cubic interpolation, which at the same spacing is some
 * ten times as exact as the published three nodes of a box.
 */
final class GridRepulsion implements Repulsion {

	private static final int STENCIL = 4;
	private static final int BAND = 8;
	private static final int LEAST_NODES = 150;
	private static final double WIDEST = 1.0 / 3;
	/** Maps wider than a third of this get wider spacing; a map of 100 000 points is about 250 wide. */
	private static final int MOST_NODES = 1024;
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
	private int nodes;
	private int[] firstOfBand;
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
	GridRepulsion(final float[] x, final float[] y, final Progress progress) {
		this.x = x;
		this.y = y;
		this.progress = progress;
		forceX = new float[x.length];
		forceY = new float[x.length];
		order = new int[x.length];
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

	@Override
	public void compute() {
		place();
		sort();
		spread();
		FourierPlane.forward(new FourierPlane[] { moments, counts }, progress);
		convolve();
		FourierPlane.backward(new FourierPlane[] { moments, counts }, progress);
		normalization = collect() - gather();
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
		final int size = FourierPlane.sizeFor(2 * (int) Math.min(MOST_NODES, Math.max(LEAST_NODES, Math.ceil(extent / WIDEST) + STENCIL)));
		nodes = size / 2;
		spacing = extent / (nodes - STENCIL + 1);
		if (kernels == null || kernels.size() != size) {
			grid = new float[nodes * nodes];
			gridX = new float[nodes * nodes];
			gridY = new float[nodes * nodes];
			firstOfBand = new int[(nodes - STENCIL + BAND) / BAND + 1];
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

	/** The first node but one of the four around a place. */
	private int cell(final double offset) {
		return Math.max(0, Math.min(nodes - STENCIL, (int) (offset / spacing)));
	}

	/** Orders the points by the band of the grid they lie in. */
	private void sort() {
		Arrays.fill(firstOfBand, 0);
		for (final float value : y) firstOfBand[cell(value - top) / BAND + 1]++;
		for (int band = 1; band < firstOfBand.length; band++) firstOfBand[band] += firstOfBand[band - 1];
		final int[] next = firstOfBand.clone();
		for (int i = 0; i < y.length; i++) order[next[cell(y[i] - top) / BAND]++] = i;
	}

	/** The weights of four nodes at −1, 0, 1 and 2 for a place between 0 and 1: Lagrange's polynomials. */
	private static void weigh(final double t, final double[] weights) {
		weights[0] = -t * (t - 1) * (t - 2) / 6;
		weights[1] = (t + 1) * (t - 1) * (t - 2) / 2;
		weights[2] = -(t + 1) * t * (t - 2) / 2;
		weights[3] = (t + 1) * t * (t - 1) / 6;
	}

	private void spread() {
		Parallel.parts(nodes, progress, row -> {
			Arrays.fill(grid, row * nodes, (row + 1) * nodes, 0);
			Arrays.fill(gridX, row * nodes, (row + 1) * nodes, 0);
			Arrays.fill(gridY, row * nodes, (row + 1) * nodes, 0);
		});
		// Points reach into the next band, so that every other band can be filled at the same time, and then the rest.
		final int bands = firstOfBand.length - 1;
		Parallel.parts((bands + 1) / 2, progress, pair -> spread(2 * pair));
		Parallel.parts(bands / 2, progress, pair -> spread(2 * pair + 1));
		fill();
	}

	private void spread(final int band) {
		final double[] across = new double[STENCIL];
		final double[] down = new double[STENCIL];
		for (int i = firstOfBand[band]; i < firstOfBand[band + 1]; i++) {
			final int point = order[i];
			final double fromLeft = x[point] - left;
			final double fromTop = y[point] - top;
			final int column = cell(fromLeft);
			final int row = cell(fromTop);
			weigh(fromLeft / spacing - column, across);
			weigh(fromTop / spacing - row, down);
			// Coordinates from the middle of the grid, because the forces are differences of the sums.
			final double centeredX = fromLeft - extent / 2;
			final double centeredY = fromTop - extent / 2;
			for (int v = 0; v < STENCIL; v++) {
				for (int u = 0; u < STENCIL; u++) {
					final int node = (row + v) * nodes + column + u;
					final double weight = across[u] * down[v];
					grid[node] += weight;
					gridX[node] += weight * centeredX;
					gridY[node] += weight * centeredY;
				}
			}
		}
	}

	private void fill() {
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

	/** Sets the forces; returns what the points contributed to the sum of plain potentials at their own places. */
	private double gather() {
		final double[] own = ownPotentials();
		return Parallel.sum(firstOfBand.length - 1, progress, band -> {
			double self = 0;
			final double[] across = new double[STENCIL];
			final double[] down = new double[STENCIL];
			for (int i = firstOfBand[band]; i < firstOfBand[band + 1]; i++) {
				final int point = order[i];
				final double fromLeft = x[point] - left;
				final double fromTop = y[point] - top;
				final int column = cell(fromLeft);
				final int row = cell(fromTop);
				weigh(fromLeft / spacing - column, across);
				weigh(fromTop / spacing - row, down);
				self += self(across, down, own);
				double count = 0;
				double momentX = 0;
				double momentY = 0;
				for (int v = 0; v < STENCIL; v++) {
					for (int u = 0; u < STENCIL; u++) {
						final int node = (row + v) * nodes + column + u;
						final double weight = across[u] * down[v];
						count += weight * grid[node];
						momentX += weight * gridX[node];
						momentY += weight * gridY[node];
					}
				}
				forceX[point] = (float) ((fromLeft - extent / 2) * count - momentX);
				forceY[point] = (float) ((fromTop - extent / 2) * count - momentY);
			}
			return self;
		});
	}

	/** The plain kernel between nodes of one stencil, by their distances across and down. */
	private double[] ownPotentials() {
		final double[] own = new double[STENCIL * STENCIL];
		for (int v = 0; v < STENCIL; v++) {
			for (int u = 0; u < STENCIL; u++) own[v * STENCIL + u] = 1 / (1 + spacing * spacing * (u * u + v * v));
		}
		return own;
	}

	/** What a point that is spread with these weights sees of itself; 1, but for the error of interpolation. */
	private static double self(final double[] across, final double[] down, final double[] own) {
		double self = 0;
		for (int v = 0; v < STENCIL; v++) {
			final double alike = autocorrelation(down, v);
			for (int u = 0; u < STENCIL; u++) self += alike * autocorrelation(across, u) * own[v * STENCIL + u];
		}
		return self;
	}

	private static double autocorrelation(final double[] weights, final int lag) {
		double sum = 0;
		for (int i = lag; i < STENCIL; i++) sum += weights[i] * weights[i - lag];
		return lag == 0 ? sum : 2 * sum;
	}
}
