package org.fovea.attribution;

import java.util.ArrayList;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Tensor;

/**
 * What covering a part of the image does to the score: S(x) − S(x covered), given to every covered pixel and divided by how often it was
 * covered (Zeiler &amp; Fergus 2014, section 4.2). Signed: positive where covering lowers the score. Windows stand at multiples of the
 * stride; a last one touches the far edge. No gradients, so it works for any network.
 */
public final class Occlusion {

	private final int window;
	private final int stride;
	private final int batch;
	private final Quantity quantity;

	/** What is drawn at the covered pixels. */
	public enum Quantity {
		/** S(x) − S(x covered). */
		DROP,
		/** S(x covered). */
		SCORE
	}

	/**
	 * Settles the windows.
	 *
	 * @param window side in input pixels; 0 = an eighth of the shorter side
	 * @param stride between windows in input pixels; 0 = half a window
	 * @param batch how many covered inputs run at once
	 * @param quantity what is drawn
	 */
	public Occlusion(final int window, final int stride, final int batch, final Quantity quantity) {
		this.window = window;
		this.stride = stride;
		this.batch = batch;
		this.quantity = quantity;
	}

	/**
	 * The side of the window for an input.
	 *
	 * @param input {@code [1, C, H, W]}
	 * @return pixels, at least 1
	 */
	public int window(final Tensor input) {
		InputAttribution.checkImage(input);
		return window > 0 ? window : Math.max(1, Math.min(input.size(2), input.size(3)) / 8);
	}

	/**
	 * Computes the map.
	 *
	 * @param network the network
	 * @param scorer S
	 * @param input {@code [1, C, H, W]} after preprocessing
	 * @param cover what stands in the windows, of the input's shape
	 * @param progress told after each batch
	 * @return the map, H×W
	 * @throws FoveaException if the window is larger than the image
	 */
	public Heatmap map(final Network network, final Scorer scorer, final Tensor input, final Tensor cover, final Progress progress) {
		final int side = window(input);
		return new Occlusion(side, stride > 0 ? stride : Math.max(1, side / 2), batch, quantity).cover(network, scorer, input, cover, progress);
	}

	private Heatmap cover(final Network network, final Scorer scorer, final Tensor input, final Tensor cover, final Progress progress) {
		final int width = input.size(3);
		final int height = input.size(2);
		if (window > width || window > height) {
			throw new FoveaException("The window of " + window + " pixels is larger than the " + width + "×" + height +
				" pixels that the network sees; choose a smaller one.");
		}
		final double clean = scorer.score(network, input)[0];
		final List<int[]> corners = new ArrayList<>();
		for (final int y : starts(height)) {
			for (final int x : starts(width)) corners.add(new int[] { x, y });
		}
		final double[] sum = new double[width * height];
		final int[] coverage = new int[width * height];
		for (int first = 0; first < corners.size(); first += batch) {
			progress.check();
			final List<int[]> some = corners.subList(first, Math.min(corners.size(), first + batch));
			final double[] scores = scorer.score(network, covered(input, cover, some));
			for (int i = 0; i < scores.length; i++) add(sum, coverage, width, some.get(i), quantity == Quantity.DROP ? clean - scores[i] : scores[i]);
			progress.report("Occlusion", (double) (first + some.size()) / corners.size());
		}
		final float[] values = new float[sum.length];
		for (int p = 0; p < values.length; p++) values[p] = coverage[p] == 0 ? 0 : (float) (sum[p] / coverage[p]);
		return new Heatmap(width, height, values, quantity == Quantity.DROP);
	}

	private void add(final double[] sum, final int[] coverage, final int width, final int[] corner, final double value) {
		for (int y = corner[1]; y < corner[1] + window; y++) {
			for (int x = corner[0]; x < corner[0] + window; x++) {
				sum[y * width + x] += value;
				coverage[y * width + x]++;
			}
		}
	}

	private Tensor covered(final Tensor input, final Tensor cover, final List<int[]> corners) {
		final int width = input.size(3);
		final int plane = width * input.size(2);
		final float[] data = new float[corners.size() * input.length()];
		for (int i = 0; i < corners.size(); i++) {
			System.arraycopy(input.data(), 0, data, i * input.length(), input.length());
			for (int c = 0; c < input.size(1); c++) {
				for (int y = corners.get(i)[1]; y < corners.get(i)[1] + window; y++) {
					final int from = c * plane + y * width + corners.get(i)[0];
					System.arraycopy(cover.data(), from, data, i * input.length() + from, window);
				}
			}
		}
		return Tensor.of(data, corners.size(), input.size(1), input.size(2), width);
	}

	private List<Integer> starts(final int size) {
		final List<Integer> starts = new ArrayList<>();
		for (int start = 0; start + window < size; start += stride) starts.add(start);
		starts.add(size - window);
		return starts;
	}
}
