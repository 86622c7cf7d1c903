package org.fovea.network;

import java.util.Map;
import java.util.Optional;

import org.fovea.FoveaException;

/**
 * What one run brought back.
 *
 * @param outputs the network's results by name: {@code output} for a single tensor, {@code output.NAME} or {@code output.0} … for
 *          the members of a dict, named tuple, tuple or list
 * @param activations what was tapped, by layer
 * @param gradients the target's gradients, by layer
 * @param values the target's value for each entry of the batch; empty without a target
 * @param rectifiers how many ReLUs ran under a rule other than {@link Rule#PLAIN}
 */
public record Trace(Map<String, Tensor> outputs, Map<String, Tensor> activations, Map<String, Tensor> gradients, double[] values,
	int rectifiers)
{

	/** @return the network's only result, or the first of several */
	public Tensor output() {
		return outputs.values().iterator().next();
	}

	/**
	 * A target with every choice made as in this run.
	 *
	 * @param target the target
	 * @return the settled target; the same where the run has no outputs, because then nothing was chosen among them
	 */
	public Target settled(final Target target) {
		return outputs.isEmpty() ? target : target.settled(output());
	}

	/**
	 * A tapped activation.
	 *
	 * @param layer the name given in the plan
	 * @return the activation
	 */
	public Tensor activation(final String layer) {
		return Optional.ofNullable(activations.get(layer)).orElseThrow(() -> unknown(layer));
	}

	/**
	 * A gradient of the target.
	 *
	 * @param layer the name given in the plan
	 * @return the gradient, of the layer's shape
	 */
	public Tensor gradient(final String layer) {
		return Optional.ofNullable(gradients.get(layer)).orElseThrow(() -> unknown(layer));
	}

	private static FoveaException unknown(final String layer) {
		return new FoveaException("The network did not pass layer '" + layer + "' on this input; choose a layer of Model Summary.");
	}
}
