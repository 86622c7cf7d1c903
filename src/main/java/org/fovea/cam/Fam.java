package org.fovea.cam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;
import org.fovea.network.Tensor;

/**
 * FAM: ReLU(Σ_k c_k A_k) with c_k = x_k r_k/(‖x‖‖r‖) the share of channel k in the cosine similarity of two embeddings x and r, each the
 * spatial mean of the layer's maps A (Liao, Gao &amp; Zhang 2023, "Feature activation map: Visual explanation of deep learning models for
 * image classification", arXiv 2307.05017). Σ_k c_k is that similarity; for an image and itself c_k = x_k²/‖x‖². For networks without a
 * classifier: it asks what makes two images alike. Never negative.
 */
public final class Fam {

	private final String layer;
	private final Optional<double[]> reference;

	/**
	 * Similarity of each image to itself.
	 *
	 * @param layer before the global pooling, {@code [N, C, h, w]}
	 */
	public Fam(final String layer) {
		this.layer = layer;
		reference = Optional.empty();
	}

	/**
	 * Similarity to a reference.
	 *
	 * @param layer before the global pooling, {@code [N, C, h, w]}
	 * @param reference r, from {@link #embeddings} or a mean of such
	 * @throws FoveaException if all of r is zero
	 */
	public Fam(final String layer, final double[] reference) {
		if (!(norm(reference) > 0)) {
			throw new FoveaException("The units of layer '" + layer + "' are all silent on the reference, so that nothing is similar to it; choose " +
				"another reference or layer.");
		}
		this.layer = layer;
		this.reference = Optional.of(reference.clone());
	}

	/**
	 * Embeddings of a batch: the mean of each map over all positions.
	 *
	 * @param layer the layer's name, for the sentence
	 * @param activation A, {@code [N, C, h, w]}
	 * @return one vector of C numbers for each entry of the batch
	 * @throws FoveaException if the layer has no maps
	 */
	public static List<double[]> embeddings(final String layer, final Tensor activation) {
		if (activation.rank() != 4) {
			throw new FoveaException("Layer '" + layer + "' has no maps to pool (its output is " + Arrays.toString(activation.shape()) +
				"); choose a convolutional layer of Model Summary.");
		}
		final int units = activation.size(1);
		final int positions = activation.size(2) * activation.size(3);
		final List<double[]> embeddings = new ArrayList<>();
		for (int n = 0; n < activation.size(0); n++) {
			final double[] x = new double[units];
			for (int k = 0; k < units; k++) {
				final int from = (n * units + k) * positions;
				for (int p = from; p < from + positions; p++) x[k] += activation.data()[p];
				x[k] /= positions;
			}
			embeddings.add(x);
		}
		return List.copyOf(embeddings);
	}

	/**
	 * Computes the maps.
	 *
	 * @param activation A, {@code [N, C, h, w]}
	 * @return one result for each entry of the batch
	 * @throws FoveaException if the layer has no maps or another number of them than the reference
	 */
	public List<Result> map(final Tensor activation) {
		final List<double[]> embeddings = embeddings(layer, activation);
		final List<Result> results = new ArrayList<>();
		for (int n = 0; n < embeddings.size(); n++) {
			final double[] c = shares(embeddings.get(n), reference.orElse(embeddings.get(n)));
			final double[] sum = new double[activation.size(2) * activation.size(3)];
			for (int k = 0; k < c.length; k++) {
				final int from = (n * c.length + k) * sum.length;
				for (int p = 0; p < sum.length; p++) sum[p] += c[k] * activation.data()[from + p];
			}
			results.add(new Result(GradientCam.heatmap(sum, activation, false), c));
		}
		return List.copyOf(results);
	}

	/**
	 * Similarity to what an image is now, so that it means the same for changed images.
	 *
	 * @param activation A of one image
	 * @return FAM with the reference that this has, or with the image's own embedding
	 * @throws FoveaException if the layer is silent on the image and there is no other reference
	 */
	public Fam settled(final Tensor activation) {
		return reference.isPresent() ? this : new Fam(layer, embeddings(layer, activation).get(0));
	}

	private double[] shares(final double[] x, final double[] r) {
		if (x.length != r.length) {
			throw new FoveaException("The reference has " + r.length + " channels and layer '" + layer + "' " + x.length + "; embed both at one layer.");
		}
		final double norms = norm(x) * norm(r);
		final double[] c = new double[x.length];
		if (norms > 0) Arrays.setAll(c, k -> x[k] * r[k] / norms);
		return c;
	}

	private static double norm(final double[] vector) {
		return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
	}

	/**
	 * A map and the similarity that it explains.
	 *
	 * @param map at the layer's resolution
	 * @param shares c_k, by channel; all zero where the layer is silent on the image
	 */
	public record Result(Heatmap map, double[] shares) {

		/** @return Σ c_k, the cosine similarity of image and reference, −1 to 1 */
		public double similarity() {
			return Arrays.stream(shares).sum();
		}
	}
}
