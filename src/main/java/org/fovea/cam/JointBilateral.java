package org.fovea.cam;

import org.fovea.Progress;
import org.fovea.network.Tensor;

/**
 * Joint bilateral upsampling: F(p) = Σ_q f(q)·G(‖p↓ − q‖/σ_s)·G(d(I(p), I(q))/σ_r) / Σ_q G·G with G(t) = exp(−t²/2) over the 5×5 positions q
 * around p (Kopf et al. 2007, "Joint bilateral upsampling", equation 3). p↓ is p in steps of the lattice; I(p) is the pixel, I(q) the mean colour of
 * the cell of q; d is measured in standard deviations of the image. Nothing is trained. FeatUp's own upsampler (Fu et al. 2024, "FeatUp: A
 * model-agnostic framework for features at any resolution", section 3.1) is a stack of such filters, each enlarging twice, with trained kernels.
 *
 * <p>
 * Each value is a weighted mean of the layer's values near it, so nothing leaves their range, maps that are constant stay exactly so, and a
 * weighted sum of enlarged maps is the enlarged sum.
 * </p>
 */
public final class JointBilateral {

	/** σ_s, in steps of the lattice. */
	public static final double SPATIAL = 1;

	private static final int RADIUS = 2;

	private final double range;

	/** @param range σ_r: by how many standard deviations of the image a pixel may differ from a cell and still belong to it; above 0 */
	public JointBilateral(final double range) {
		if (!(range > 0)) throw new IllegalArgumentException("sigma " + range);
		this.range = range;
	}

	/**
	 * Enlarges maps to the size of an image.
	 *
	 * @param maps {@code [1, K, h, w]}
	 * @param lattice where their positions lie in the image
	 * @param image {@code [1, C, H, W]}, finite: the guide
	 * @param progress told after each row
	 * @return {@code [1, K, H, W]}
	 */
	public Tensor enlarge(final Tensor maps, final Lattice lattice, final Tensor image, final Progress progress) {
		final Guide guide = new Guide(image);
		final double[][] colours = guide.means(Shrinking.of(lattice));
		final float[] result = new float[Math.multiplyExact(maps.size(1), Math.multiplyExact(guide.width(), guide.height()))];
		final Window window = new Window(lattice);
		for (int y = 0; y < guide.height(); y++) {
			progress.check();
			for (int x = 0; x < guide.width(); x++) {
				window.move(x, y);
				window.weigh(guide, colours);
				window.average(maps, result, y * guide.width() + x);
			}
			progress.report("Bilateral upsampling", (y + 1.0) / guide.height());
		}
		return Tensor.of(result, 1, maps.size(1), guide.height(), guide.width());
	}

	/** The positions around one pixel. */
	private final class Window {

		private final Lattice lattice;
		private final int[] positions = new int[(2 * RADIUS + 1) * (2 * RADIUS + 1)];
		private final double[] weights = new double[positions.length];
		private int pixel;
		private int nearest;
		private int count;

		Window(final Lattice lattice) {
			this.lattice = lattice;
		}

		/** Finds the positions; their distances become the exponents of the weights. */
		void move(final int x, final int y) {
			final Lattice.Axis vertical = lattice.vertical();
			final Lattice.Axis horizontal = lattice.horizontal();
			final double v = (y + 0.5 - vertical.first()) / vertical.step();
			final double u = (x + 0.5 - horizontal.first()) / horizontal.step();
			final int row = nearest(v, vertical);
			final int column = nearest(u, horizontal);
			pixel = y * horizontal.pixels() + x;
			nearest = row * horizontal.positions() + column;
			count = 0;
			for (int i = Math.max(0, row - RADIUS); i <= Math.min(vertical.positions() - 1, row + RADIUS); i++) {
				for (int j = Math.max(0, column - RADIUS); j <= Math.min(horizontal.positions() - 1, column + RADIUS); j++) {
					positions[count] = i * horizontal.positions() + j;
					weights[count] = -((v - i) * (v - i) + (u - j) * (u - j)) / (2 * SPATIAL * SPATIAL);
					count++;
				}
			}
		}

		private static int nearest(final double place, final Lattice.Axis axis) {
			return (int) Math.max(0, Math.min(axis.positions() - 1, Math.round(place)));
		}

		/** Makes weights of the exponents; the largest is 1 whatever the distances, so that none of them all vanish. */
		void weigh(final Guide guide, final double[][] colours) {
			double largest = Double.NEGATIVE_INFINITY;
			for (int i = 0; i < count; i++) {
				weights[i] -= guide.distance(pixel, colours, positions[i]) / (2 * range * range);
				largest = Math.max(largest, weights[i]);
			}
			double sum = 0;
			for (int i = 0; i < count; i++) {
				weights[i] = Math.exp(weights[i] - largest);
				sum += weights[i];
			}
			for (int i = 0; i < count; i++) weights[i] /= sum;
		}

		/** The mean as the nearest value and what the others differ from it, so that equal values give exactly that value. */
		void average(final Tensor maps, final float[] result, final int p) {
			final int size = lattice.vertical().positions() * lattice.horizontal().positions();
			final int plane = lattice.vertical().pixels() * lattice.horizontal().pixels();
			for (int k = 0; k < maps.size(1); k++) {
				final double base = maps.data()[k * size + nearest];
				double difference = 0;
				for (int i = 0; i < count; i++) difference += weights[i] * (maps.data()[k * size + positions[i]] - base);
				result[k * plane + p] = (float) (base + difference);
			}
		}
	}
}
