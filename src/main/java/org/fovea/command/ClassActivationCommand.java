package org.fovea.command;

import java.util.Optional;
import java.util.OptionalDouble;

import org.fovea.cam.GradientCam;
import org.fovea.network.Target;

/** A command whose technique weights the maps of one layer. */
public abstract class ClassActivationCommand extends LayerMapCommand {

	/**
	 * Computes the maps.
	 *
	 * @param look the plane before the model
	 * @param layer whose maps are weighted
	 * @param target what is explained
	 * @return one map
	 */
	protected abstract GradientCam.Result map(Look look, String layer, Target target);

	@Override
	protected final Explainer explainer() {
		return (look, target) -> {
			final String layer = look.layer(layer());
			final GradientCam.Result result = map(look, layer, target);
			return new Explanation(result.maps().get(0), result.trace(), Optional.of(layer), OptionalDouble.empty());
		};
	}
}
