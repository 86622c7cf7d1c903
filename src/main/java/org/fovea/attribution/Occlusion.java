package org.fovea.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.LocalChanges;
import org.fovea.network.LocalChanges.Windows;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Tensor;

/**
 * What covering a part of the image does to the score: S(x) − S(x covered), given to every covered pixel and divided by how often it was
 * covered (Zeiler &amp; Fergus 2014, section 4.2). Signed: positive where covering lowers the score. Windows stand at multiples of the
 * stride; a last one touches the far edge. Drops that rounding may have made are zero. No gradients, so it works for any network.
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
	 * @param stride between windows in input pixels, at most the window; 0 = half a window
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
	 * @param scorer S; what a window cannot have changed is computed again unless this is a {@link LayerScorer}
	 * @param input {@code [1, C, H, W]} after preprocessing
	 * @param cover what stands in the windows, of the input's shape
	 * @param progress told after each batch
	 * @return the map, H×W
	 * @throws FoveaException if the window is larger than the image, or the stride than the window
	 */
	public Heatmap map(final Network network, final Scorer scorer, final Tensor input, final Tensor cover, final Progress progress) {
		if (scorer instanceof final LayerScorer layers) return map(Passes.whole(network, input), layers, cover, progress);
		final Occlusion settled = settled(input);
		final Windows windows = settled.windows(input);
		final double clean = scorer.score(network, input)[0];
		final double[] scores = new double[windows.count()];
		for (int first = 0; first < scores.length; first += batch) {
			progress.check();
			final int last = Math.min(scores.length, first + batch);
			System.arraycopy(scorer.score(network, covered(input, cover, windows, first, last)), 0, scores, first, last - first);
			progress.report("Occlusion", (double) last / scores.length);
		}
		return settled.draw(input, windows, clean, scores, new Rounding(scorer.size(network, input)));
	}

	/**
	 * Computes the map, at once or in tiles.
	 *
	 * @param passes the network before the image
	 * @param scorer S
	 * @param cover what stands in the windows, of the image's shape
	 * @param progress told after each batch
	 * @return the map, H×W
	 * @throws FoveaException if the window is larger than the image, or the stride than the window
	 */
	public Heatmap map(final Passes passes, final LayerScorer scorer, final Tensor cover, final Progress progress) {
		final Tensor input = passes.input();
		final Occlusion settled = settled(input);
		final Windows windows = settled.windows(input);
		final LocalChanges changes = passes.changes(cover, windows, scorer.layers(), progress);
		final Map<String, Tensor> unchanged = changes.unchanged();
		final double clean = scorer.score(unchanged)[0];
		final double[] scores = new double[windows.count()];
		int done = 0;
		for (final List<Integer> some : changes.batches(passes.batch(batch))) {
			progress.check();
			final double[] found = scorer.score(changes.run(some));
			for (int i = 0; i < found.length; i++) scores[some.get(i)] = found[i];
			done += found.length;
			progress.report("Occlusion", (double) done / scores.length);
		}
		return settled.draw(input, windows, clean, scores, new Rounding(scorer.size(unchanged)));
	}

	private Occlusion settled(final Tensor input) {
		final int side = window(input);
		return new Occlusion(side, stride > 0 ? stride : Math.max(1, side / 2), batch, quantity);
	}

	private Windows windows(final Tensor input) {
		if (stride > window) {
			throw new FoveaException("With a stride of " + stride + " pixels windows of " + window +
				" pixels leave out what lies between them; choose a stride of at most the window.");
		}
		final int width = input.size(3);
		final int height = input.size(2);
		if (window > width || window > height) {
			throw new FoveaException("The window of " + window + " pixels is larger than the " + width + "×" + height +
				" pixels that the network sees; choose a smaller one.");
		}
		return new Windows(starts(height), starts(width), window);
	}

	private Heatmap draw(final Tensor input, final Windows windows, final double clean, final double[] scores, final Rounding rounding) {
		rounding.see(clean);
		rounding.see(scores);
		final int width = input.size(3);
		final int height = input.size(2);
		final double[] sum = new double[width * height];
		final int[] coverage = new int[width * height];
		for (int i = 0; i < scores.length; i++) {
			add(sum, coverage, width, windows.top(i), windows.left(i), quantity == Quantity.DROP ? rounding.cleaned(clean - scores[i]) :
				scores[i]);
		}
		final float[] values = new float[sum.length];
		for (int p = 0; p < values.length; p++) values[p] = (float) (sum[p] / coverage[p]);
		return new Heatmap(width, height, values, quantity == Quantity.DROP);
	}

	private void add(final double[] sum, final int[] coverage, final int width, final int top, final int left, final double value) {
		for (int y = top; y < top + window; y++) {
			for (int x = left; x < left + window; x++) {
				sum[y * width + x] += value;
				coverage[y * width + x]++;
			}
		}
	}

	private static Tensor covered(final Tensor input, final Tensor cover, final Windows windows, final int first, final int last) {
		final int width = input.size(3);
		final int plane = width * input.size(2);
		final float[] data = new float[(last - first) * input.length()];
		for (int i = first; i < last; i++) {
			System.arraycopy(input.data(), 0, data, (i - first) * input.length(), input.length());
			for (int c = 0; c < input.size(1); c++) {
				for (int y = windows.top(i); y < windows.top(i) + windows.side(); y++) {
					final int from = c * plane + y * width + windows.left(i);
					System.arraycopy(cover.data(), from, data, (i - first) * input.length() + from, windows.side());
				}
			}
		}
		return Tensor.of(data, last - first, input.size(1), input.size(2), width);
	}

	private List<Integer> starts(final int size) {
		final List<Integer> starts = new ArrayList<>();
		for (int start = 0; start + window < size; start += stride) starts.add(start);
		starts.add(size - window);
		return starts;
	}
}
