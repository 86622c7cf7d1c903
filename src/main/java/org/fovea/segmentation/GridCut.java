package org.fovea.segmentation;

import java.util.BitSet;

import org.fovea.Progress;

/**
 * Splits a plane into object and background at the least energy (Boykov &amp; Jolly 2001, "Interactive graph cuts for optimal boundary &amp;
 * region segmentation of objects in N-D images"):
 *
 * <pre>
 * E = Σ_i [i background]·pull_i + Σ_ij [i, j apart] λ·exp(−β‖z_i − z_j‖²)/dist_ij
 * </pre>
 *
 * over the eight neighbours of every pixel, z the colours, β = 1/(2·mean ‖z_i − z_j‖²) (Rother et al. 2004, "GrabCut", equations 4 and 5).
 *
 * <p>
 * Planes of up to {@value #EXACT} pixels are cut exactly. Larger ones are halved until they are that small, cut there, and the boundary is cut
 * again at every resolution up to the full one, in a band of {@value #BAND} pixels to both sides (Lombaert et al. 2005, "A multilevel banded
 * graph cuts method"), block by block with everything else held fixed, so that no step can raise the energy. Things much smaller than the
 * plane divided by {@value #EXACT} pixels may be missed.
 * </p>
 */
final class GridCut {

	static final int EXACT = 4096;
	private static final int BAND = 3;
	private static final int BLOCK = 64;
	/** Four of the eight neighbours, so that each pair is met once; the others lie opposite. */
	private static final int[][] HALF = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { -1, 1 } };
	private static final int[][] ALL = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { -1, 1 }, { -1, 0 }, { 0, -1 }, { -1, -1 }, { 1, -1 } };

	private final Colors colors;
	private final double[] pull;
	private final double lambda;
	private final double beta;
	private final int exact;
	/** Number of each free pixel's node from 1, zero between two uses. */
	private final int[] node;

	/**
	 * Sets the energy.
	 *
	 * @param colors z
	 * @param pull what it costs to call a pixel background; negative where calling it object costs
	 * @param lambda λ, the price of a boundary between pixels of one colour
	 */
	GridCut(final Colors colors, final double[] pull, final double lambda) {
		this(colors, pull, lambda, EXACT);
	}

	/** With another bound up to which planes are cut at once. */
	GridCut(final Colors colors, final double[] pull, final double lambda, final int exact) {
		this.colors = colors;
		this.pull = pull;
		this.lambda = lambda;
		this.exact = exact;
		beta = beta(colors);
		node = new int[pull.length];
	}

	/**
	 * Cuts.
	 *
	 * @param progress asked after each block
	 * @return the pixels of the object
	 */
	Region cut(final Progress progress) {
		final int width = colors.width();
		final int height = colors.height();
		final BitSet labels;
		if (width * height <= exact) {
			labels = new BitSet();
			final BitSet all = new BitSet();
			all.set(0, width * height);
			improve(labels, all);
			return new Region(width, height, labels);
		}
		progress.check();
		labels = enlarge(half().cut(progress));
		final BitSet band = band(labels);
		for (final int shift : new int[] { 0, BLOCK / 2 }) {
			for (int top = -shift; top < height; top += BLOCK) {
				for (int left = -shift; left < width; left += BLOCK) {
					progress.check();
					improve(labels, inside(band, left, top));
				}
			}
			progress.report("Cutting at " + width + "×" + height, shift == 0 ? 0.5 : 1);
		}
		return new Region(width, height, labels);
	}

	/**
	 * The energy of a split.
	 *
	 * @param object the pixels of the object
	 * @return E
	 */
	double energy(final BitSet object) {
		double sum = 0;
		for (int i = 0; i < pull.length; i++) {
			if (!object.get(i)) sum += pull[i];
			for (final int[] step : HALF) {
				final int j = neighbour(i, step);
				if (j >= 0 && object.get(i) != object.get(j)) sum += weight(i, j);
			}
		}
		return sum;
	}

	/** Relabels some pixels at the least energy, all others held fixed. */
	private void improve(final BitSet labels, final BitSet free) {
		final int count = free.cardinality();
		if (count == 0) return;
		final int[] pixels = free.stream().toArray();
		for (int n = 0; n < count; n++) node[pixels[n]] = n + 1;
		final MinCut cut = new MinCut(count);
		for (int n = 0; n < count; n++) {
			final int i = pixels[n];
			cut.tie(n, pull[i], 0);
			for (final int[] step : ALL) {
				final int j = neighbour(i, step);
				if (j < 0) continue;
				if (node[j] > n + 1) cut.join(n, node[j] - 1, weight(i, j));
				else if (node[j] == 0 && labels.get(j)) cut.tie(n, weight(i, j), 0);
				else if (node[j] == 0) cut.tie(n, 0, weight(i, j));
			}
		}
		final BitSet object = cut.solve().source();
		for (int n = 0; n < count; n++) {
			labels.set(pixels[n], object.get(n));
			node[pixels[n]] = 0;
		}
	}

	private double weight(final int i, final int j) {
		final int width = colors.width();
		final boolean isDiagonal = i / width != j / width && i % width != j % width;
		return lambda * Math.exp(-beta * colors.distance(i, j)) / (isDiagonal ? Math.sqrt(2) : 1);
	}

	private int neighbour(final int i, final int[] step) {
		final int x = i % colors.width() + step[0];
		final int y = i / colors.width() + step[1];
		return x < 0 || x >= colors.width() || y < 0 || y >= colors.height() ? -1 : y * colors.width() + x;
	}

	private static double beta(final Colors colors) {
		double sum = 0;
		long count = 0;
		for (int y = 0, i = 0; y < colors.height(); y++) {
			for (int x = 0; x < colors.width(); x++, i++) {
				for (final int[] step : HALF) {
					if (x + step[0] < 0 || x + step[0] >= colors.width() || y + step[1] >= colors.height()) continue;
					sum += colors.distance(i, i + step[1] * colors.width() + step[0]);
					count++;
				}
			}
		}
		return sum > 0 ? count / (2 * sum) : 0;
	}

	/** Two by two pixels become one: they cost together what they cost alone, and a boundary is as long in halves as it was. */
	private GridCut half() {
		final int width = (colors.width() + 1) / 2;
		final int height = (colors.height() + 1) / 2;
		final double[][] values = new double[width * height][colors.channels()];
		final double[] sum = new double[width * height];
		final int[] count = new int[width * height];
		for (int i = 0; i < pull.length; i++) {
			final int j = i / colors.width() / 2 * width + i % colors.width() / 2;
			for (int c = 0; c < colors.channels(); c++) values[j][c] += colors.values()[i][c];
			sum[j] += pull[i] / 2;
			count[j]++;
		}
		for (int j = 0; j < values.length; j++) {
			for (int c = 0; c < colors.channels(); c++) values[j][c] /= count[j];
		}
		return new GridCut(new Colors(width, height, values), sum, lambda, exact);
	}

	private BitSet enlarge(final Region small) {
		final BitSet labels = new BitSet();
		for (int i = 0; i < pull.length; i++) labels.set(i, small.contains(i % colors.width() / 2, i / colors.width() / 2));
		return labels;
	}

	private BitSet band(final BitSet labels) {
		final BitSet band = new BitSet();
		for (int i = 0; i < pull.length; i++) {
			for (final int[] step : HALF) {
				final int j = neighbour(i, step);
				if (j >= 0 && labels.get(i) != labels.get(j)) {
					band.set(i);
					band.set(j);
				}
			}
		}
		for (int round = 1; round < BAND; round++) {
			final BitSet before = (BitSet) band.clone();
			for (int i = before.nextSetBit(0); i >= 0; i = before.nextSetBit(i + 1)) {
				for (final int[] step : ALL) {
					final int j = neighbour(i, step);
					if (j >= 0) band.set(j);
				}
			}
		}
		return band;
	}

	private BitSet inside(final BitSet band, final int left, final int top) {
		final BitSet block = new BitSet();
		for (int y = Math.max(0, top); y < Math.min(colors.height(), top + BLOCK); y++) {
			for (int x = Math.max(0, left); x < Math.min(colors.width(), left + BLOCK); x++) {
				if (band.get(y * colors.width() + x)) block.set(y * colors.width() + x);
			}
		}
		return block;
	}
}
