package org.fovea.command.cam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.attribution.Batches;
import org.fovea.cam.Explained;
import org.fovea.cam.FeatureField;
import org.fovea.cam.JointBilateral;
import org.fovea.cam.Lattice;
import org.fovea.cam.Mix;
import org.fovea.command.Explanation;
import org.fovea.command.Look;
import org.fovea.model.Layout;
import org.fovea.network.Heatmap;
import org.fovea.network.Tensor;

/**
 * Brings maps of a layer to the size of the input, by either form of FeatUp.
 *
 * @param method which form
 * @param range σ_r of both
 * @param views of the implicit form
 * @param steps of the implicit form
 * @param seed of the implicit form
 */
record Enlarger(Method method, double range, int views, int steps, long seed) {

	/** The forms of FeatUp. */
	enum Method {
		/** Guided by the image. */
		BILATERAL,
		/** Fitted to many views. */
		IMPLICIT
	}

	/**
	 * Enlarged maps.
	 *
	 * @param fields {@code [1, K, H, W]}
	 * @param explained the share of the layer's variance that is left when they are shrunken again
	 */
	record Enlarged(Tensor fields, double explained) {

		/** One map for each field. */
		List<Heatmap> maps(final boolean isSigned) {
			final int plane = fields.size(2) * fields.size(3);
			final List<Heatmap> maps = new ArrayList<>();
			for (int k = 0; k < fields.size(1); k++) {
				final float[] values = Arrays.copyOfRange(fields.data(), k * plane, (k + 1) * plane);
				maps.add(new Heatmap(fields.size(3), fields.size(2), values, isSigned));
			}
			return List.copyOf(maps);
		}
	}

	/** Refuses numbers that make no sense. */
	Enlarger {
		if (!(range > 0 && range < Double.POSITIVE_INFINITY)) throw new FoveaException("'range' must be above 0, not " + range + ".");
		if (views < 1) throw new FoveaException("'views' must be 1 or more, not " + views + ".");
		if (steps < 0) throw new FoveaException("'steps' must be 0 or more, not " + steps + ".");
	}

	/** Enlarges units, or sums of units. */
	Enlarged enlarge(final Look look, final String layer, final Tensor activation, final Mix mix) {
		if (activation.rank() != 4) {
			throw new FoveaException("Layer '" + layer + "' has no maps to enlarge (its output is " + Arrays.toString(activation.shape()) +
				"); choose a convolutional layer of Model Summary.");
		}
		final Tensor image = image(look);
		final Lattice lattice = Lattice.of(look.described(layer), activation, image);
		final Tensor maps = mix.mix(activation);
		final Tensor fields = switch (method) {
			case BILATERAL -> new JointBilateral(range).enlarge(maps, lattice, image, look.progress());
			case IMPLICIT -> new FeatureField(new FeatureField.Options(views, steps, range, seed, Batches.fitting(image))).fit(look.passes(), layer, mix,
				lattice, look.progress());
		};
		return new Enlarged(fields, Explained.variance(fields, maps, lattice));
	}

	/** Enlarges the map of a technique that does not weigh units, unless it is as large as the input already. */
	Enlarged enlarge(final Look look, final Explanation explanation) {
		final Heatmap map = explanation.map();
		final Tensor image = image(look);
		final Tensor maps = Tensor.of(map.values(), 1, 1, map.height(), map.width());
		if (map.width() >= image.size(3) && map.height() >= image.size(2)) return new Enlarged(maps, 1);
		final Lattice lattice = explanation.layer().map(layer -> Lattice.of(look.described(layer), maps, image)).orElseGet(() -> Lattice.even(map
			.height(), map.width(), image));
		final Tensor fields = new JointBilateral(range).enlarge(maps, lattice, image, look.progress());
		return new Enlarged(fields, Explained.variance(fields, maps, lattice));
	}

	private static Tensor image(final Look look) {
		final Layout layout = look.model().info().input().layout();
		if (layout.equals(Layout.BCYX)) return look.everything();
		throw new FoveaException("FeatUp needs a model with axes bcyx, and this one takes " + layout.axes() + "; use Grad-CAM... instead.");
	}
}
