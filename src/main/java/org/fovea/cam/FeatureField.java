package org.fovea.cam;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Tensor;

/**
 * FeatUp from many views: the field F of H×W values whose shrunken views are what the network computes of the views of the image (Fu et al.
 * 2024, "FeatUp: A model-agnostic framework for features at any resolution", section 3),
 *
 * <pre>
 * min over F of Σ_t ‖D_t F − f(t(x))‖² + λ Σ_pq w_pq (F_p − F_q)²,   w_pq = max(0.1, exp(−d(I(p), I(q))²/(2σ_r²))),
 * </pre>
 *
 * with t the views (shifted, enlarged, mirrored), D_t the mean over the cell of a position in that view, and p, q neighbouring pixels whose
 * colours d compares in standard deviations of the image; λ is 0.005 for each view. The paper's F is a network of colours and places, its D is trained, and its
 * penalty is the total variation of magnitudes; here F is free at each pixel, the image's edges enter through w, and everything is linear:
 * there is one minimum, and the field of a weighted sum of units is the weighted sum of their fields.
 */
public final class FeatureField {

	private static final double MAX_ZOOM = 1.8;
	private static final double SMOOTHNESS = 0.005;

	private final Options options;

	/**
	 * How a field is fitted.
	 *
	 * @param views of the image, itself among them; at least 1
	 * @param steps of conjugate gradients at most; 0 leaves what {@link JointBilateral} makes of the first view
	 * @param range σ_r, in standard deviations of the image; above 0
	 * @param seed of the views: the same seed gives the same field
	 * @param batch how many views pass the network at once
	 */
	public record Options(int views, int steps, double range, long seed, int batch) {}

	/** @param options how it is fitted */
	public FeatureField(final Options options) {
		this.options = options;
	}

	/**
	 * Fits a field for each map of a mix. Memory is needed for the maps of all views and for one batch in the network.
	 *
	 * @param network the network
	 * @param layer whose units are mixed, with maps
	 * @param mix of the units
	 * @param lattice where the layer's positions lie in the input
	 * @param input {@code [1, C, H, W]} after preprocessing
	 * @param progress told after each batch of views and before each step
	 * @return {@code [1, K, H, W]}
	 */
	public Tensor fit(final Network network, final String layer, final Mix mix, final Lattice lattice, final Tensor input,
		final Progress progress)
	{
		return fit(Passes.whole(network, input), layer, mix, lattice, progress);
	}

	/**
	 * Fits a field for each map of a mix, each view seen at once or in tiles.
	 *
	 * @param passes the network before the image
	 * @param layer whose units are mixed, with maps
	 * @param mix of the units
	 * @param lattice where the layer's positions lie in the image
	 * @param progress told after each batch of views and before each step
	 * @return {@code [1, K, H, W]}
	 * @throws org.fovea.FoveaException if tiles cannot be joined at the layer
	 */
	public Tensor fit(final Passes passes, final String layer, final Mix mix, final Lattice lattice, final Progress progress) {
		final Tensor input = passes.input();
		final List<Jitter> jitters = jitters(input, lattice);
		final List<List<double[]>> seen = features(passes, layer, mix, jitters, progress);
		final int pixels = input.size(2) * input.size(3);
		final Tensor start = new JointBilateral(options.range).enlarge(first(seen, lattice), lattice, input, progress);
		final Problem problem = new Problem(jitters.stream().map(jitter -> jitter.shrinking(lattice)).toList(), new Smoothness(new Guide(input),
			options.range), SMOOTHNESS);
		final float[] fields = new float[start.length()];
		for (int k = 0; k < mix.maps(); k++) {
			final int map = k;
			final double[] field = new double[pixels];
			for (int p = 0; p < pixels; p++) field[p] = start.data()[k * pixels + p];
			problem.solve(seen.get(k), field, options.steps, step -> {
				progress.check();
				progress.report("Fitting the field", (map + (double) step / options.steps) / mix.maps());
			});
			for (int p = 0; p < pixels; p++) fields[k * pixels + p] = (float) field[p];
		}
		return Tensor.of(fields, start.shape());
	}

	private List<Jitter> jitters(final Tensor input, final Lattice lattice) {
		final double pad = Math.max(lattice.vertical().step(), lattice.horizontal().step());
		final SplittableRandom random = new SplittableRandom(options.seed);
		final List<Jitter> jitters = new ArrayList<>(List.of(Jitter.NONE));
		while (jitters.size() < options.views) jitters.add(Jitter.draw(random, input, MAX_ZOOM, pad));
		return jitters;
	}

	/** What the network computes of each view, for each map of the mix. */
	private List<List<double[]>> features(final Passes passes, final String layer, final Mix mix, final List<Jitter> jitters,
		final Progress progress)
	{
		final Tensor input = passes.input();
		final int together = passes.batch(options.batch);
		final List<List<double[]>> features = new ArrayList<>();
		for (int k = 0; k < mix.maps(); k++) features.add(new ArrayList<>());
		for (int first = 0; first < jitters.size(); first += together) {
			progress.check();
			final int count = Math.min(together, jitters.size() - first);
			final float[] views = new float[count * input.length()];
			for (int i = 0; i < count; i++) jitters.get(first + i).take(input, views, i * input.length());
			final int[] shape = input.shape();
			shape[0] = count;
			final Tensor activation = passes.on(Tensor.of(views, shape)).activation(layer, progress.silent());
			for (int k = 0; k < mix.maps(); k++) {
				for (int i = 0; i < count; i++) features.get(k).add(mix.mix(activation, i, k));
			}
			progress.report("Looking at views", (double) (first + count) / jitters.size());
		}
		return features;
	}

	private static Tensor first(final List<List<double[]>> seen, final Lattice lattice) {
		final int positions = lattice.vertical().positions() * lattice.horizontal().positions();
		final float[] maps = new float[seen.size() * positions];
		for (int i = 0; i < maps.length; i++) maps[i] = (float) seen.get(i / positions).get(0)[i % positions];
		return Tensor.of(maps, 1, seen.size(), lattice.vertical().positions(), lattice.horizontal().positions());
	}
}
