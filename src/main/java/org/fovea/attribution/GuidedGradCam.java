package org.fovea.attribution;

import java.util.List;
import java.util.Optional;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Passes;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * Guided backpropagation ⊙ a class activation map enlarged to the input (Selvaraju et al. 2017, section 3.2): fine as the one, specific as
 * the other.
 */
public final class GuidedGradCam implements InputAttribution {

	private final MapSource map;

	/** Computes the map that weighs the pixels, one for each entry of the batch at any resolution. */
	@FunctionalInterface
	public interface MapSource {

		/**
		 * Computes the maps.
		 *
		 * @param passes the network before the image
		 * @param target S
		 * @param progress told of tiles
		 * @return one map for each entry of the batch
		 */
		List<Heatmap> maps(Passes passes, Target target, Progress progress);
	}

	/** @param map Grad-CAM of the layer wanted */
	public GuidedGradCam(final MapSource map) {
		this.map = map;
	}

	@Override
	public Shares attribute(final Passes passes, final Target target, final Progress progress) {
		final Shares guided = new Gradient(Rule.GUIDED).attribute(passes, target, new Step(progress, "Guided backpropagation", 0, 2));
		final List<Heatmap> maps = map.maps(passes, target, new Step(progress, "Grad-CAM", 1, 2));
		final Tensor input = guided.values();
		final float[] values = input.data().clone();
		final int positions = input.size(2) * input.size(3);
		for (int n = 0; n < input.size(0); n++) {
			final float[] weights = maps.get(n).resize(input.size(3), input.size(2)).values();
			for (int i = 0; i < input.size(1) * positions; i++) values[n * input.size(1) * positions + i] *= weights[i % positions];
		}
		return new Shares(Tensor.of(values, input.shape()), guided.trace(), Optional.empty());
	}
}
