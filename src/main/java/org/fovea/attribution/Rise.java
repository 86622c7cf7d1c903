package org.fovea.attribution;

import java.util.SplittableRandom;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Tensor;

/**
 * RISE: 1/(N·p) Σ_i S(x ⊙ M_i)·M_i with random masks M_i (Petsiuk et al. 2018, "RISE: Randomized input sampling for explanation of
 * black-box models", equation 6): grids of cells that are 1 with probability p, enlarged bilinearly and shifted by a random part of a
 * cell. Masked pixels are zero after preprocessing. What all masks have in common, the mean score, says nothing about a pixel and is taken off,
 * so the map is signed. What rounding may have made is zero.
 */
public final class Rise {

	private static final double P = 0.5;

	private final int masks;
	private final int cells;
	private final long seed;
	private final int batch;

	/**
	 * Settles the masks.
	 *
	 * @param masks N
	 * @param cells along a side of the grid
	 * @param seed of the masks: the same seed gives the same map
	 * @param batch how many masked inputs run at once; does not change the map
	 */
	public Rise(final int masks, final int cells, final long seed, final int batch) {
		this.masks = masks;
		this.cells = cells;
		this.seed = seed;
		this.batch = batch;
	}

	/**
	 * Computes the map.
	 *
	 * @param network the network
	 * @param scorer S
	 * @param input {@code [1, C, H, W]} after preprocessing
	 * @param progress told after each batch
	 * @return the map, H×W
	 */
	public Heatmap map(final Network network, final Scorer scorer, final Tensor input, final Progress progress) {
		InputAttribution.checkImage(input);
		final int width = input.size(3);
		final int plane = width * input.size(2);
		final double[] weighted = new double[plane];
		final double[] plain = new double[plane];
		final Rounding rounding = new Rounding(scorer.size(network, input));
		double total = 0;
		final SplittableRandom random = new SplittableRandom(seed);
		for (int first = 0; first < masks; first += batch) {
			progress.check();
			final int count = Math.min(batch, masks - first);
			final float[][] drawn = new float[count][];
			final float[] data = new float[count * input.length()];
			for (int i = 0; i < count; i++) {
				drawn[i] = mask(random, width, input.size(2));
				for (int j = 0; j < input.length(); j++) data[i * input.length() + j] = input.data()[j] * drawn[i][j % plane];
			}
			final double[] scores = scorer.score(network, Tensor.of(data, count, input.size(1), input.size(2), width));
			rounding.see(scores);
			for (int i = 0; i < count; i++) {
				total += scores[i];
				for (int p = 0; p < plane; p++) {
					weighted[p] += scores[i] * drawn[i][p];
					plain[p] += drawn[i][p];
				}
			}
			progress.report("RISE", (double) (first + count) / masks);
		}
		final float[] values = new float[plane];
		for (int p = 0; p < plane; p++) {
			values[p] = (float) rounding.cleaned((weighted[p] - total / masks * plain[p]) / (masks * P));
		}
		return new Heatmap(width, input.size(2), values, true);
	}

	private float[] mask(final SplittableRandom random, final int width, final int height) {
		final int cellWidth = (width + cells - 1) / cells;
		final int cellHeight = (height + cells - 1) / cells;
		final float[] grid = new float[cells * cells];
		for (int i = 0; i < grid.length; i++) grid[i] = random.nextDouble() < P ? 1 : 0;
		final int dx = random.nextInt(cellWidth);
		final int dy = random.nextInt(cellHeight);
		return mask(new Heatmap(cells, cells, grid, false), dx, dy, width, height);
	}

	/**
	 * A mask.
	 *
	 * @param grid of cells, 0 or 1
	 * @param dx shift, less than the width of a cell in pixels, which is rounded up
	 * @param dy shift
	 * @param width in pixels
	 * @param height in pixels
	 * @return row by row
	 */
	static float[] mask(final Heatmap grid, final int dx, final int dy, final int width, final int height) {
		final int cells = grid.width();
		final int cellWidth = (width + cells - 1) / cells;
		final int cellHeight = (height + cells - 1) / cells;
		final Heatmap large = grid.resize((cells + 1) * cellWidth, (cells + 1) * cellHeight);
		final float[] mask = new float[width * height];
		for (int y = 0; y < height; y++) System.arraycopy(large.values(), (y + dy) * large.width() + dx, mask, y * width, width);
		return mask;
	}
}
