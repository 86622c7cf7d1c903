package org.fovea.attribution;

import org.fovea.network.Heatmap;
import org.fovea.network.Tensor;

/**
 * The edges of an image: √(G_x² + G_y²) with the Sobel operators, summed over the channels, borders repeated. Knows no network, and is what
 * a map must be better than to say anything about one (Adebayo et al. 2018, section 6).
 */
public final class Edges {

	private Edges() {
	}

	/**
	 * Finds edges.
	 *
	 * @param input {@code [1, C, H, W]}
	 * @return a map of H×W
	 */
	public static Heatmap of(final Tensor input) {
		InputAttribution.checkImage(input);
		final int width = input.size(3);
		final int height = input.size(2);
		final float[] edges = new float[width * height];
		for (int c = 0; c < input.size(1); c++) {
			final Sampler at = new Sampler(input.data(), c * width * height, width, height);
			for (int y = 0; y < height; y++) {
				for (int x = 0; x < width; x++) {
					final double gx = at.column(x + 1, y) - at.column(x - 1, y);
					final double gy = at.row(x, y + 1) - at.row(x, y - 1);
					edges[y * width + x] += (float) Math.sqrt(gx * gx + gy * gy);
				}
			}
		}
		return new Heatmap(width, height, edges, false);
	}

	/**
	 * The same map at the resolution of another, averaged over the pixels below each of the other's (PyTorch's adaptive_avg_pool2d).
	 *
	 * @param map a map
	 * @param width wanted
	 * @param height wanted
	 * @return the coarser map; the map itself where nothing is to be done
	 */
	public static Heatmap reduced(final Heatmap map, final int width, final int height) {
		if (width >= map.width() && height >= map.height()) return width == map.width() && height == map.height() ? map : map.resize(width, height);
		final float[] values = new float[width * height];
		for (int i = 0; i < values.length; i++) {
			final int top = i / width * map.height() / height;
			final int bottom = ((i / width + 1) * map.height() + height - 1) / height;
			final int left = i % width * map.width() / width;
			final int right = ((i % width + 1) * map.width() + width - 1) / width;
			double sum = 0;
			for (int y = top; y < bottom; y++) {
				for (int x = left; x < right; x++) sum += map.values()[y * map.width() + x];
			}
			values[i] = (float) (sum / ((bottom - top) * (right - left)));
		}
		return new Heatmap(width, height, values, map.isSigned());
	}

	/** A channel with its borders repeated, smoothed across the direction of the derivative. */
	private record Sampler(float[] data, int from, int width, int height) {

		private double at(final int x, final int y) {
			return data[from + Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))];
		}

		private double column(final int x, final int y) {
			return at(x, y - 1) + 2 * at(x, y) + at(x, y + 1);
		}

		private double row(final int x, final int y) {
			return at(x - 1, y) + 2 * at(x, y) + at(x + 1, y);
		}
	}
}
