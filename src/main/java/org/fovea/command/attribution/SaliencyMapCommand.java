package org.fovea.command.attribution;

import org.fovea.FoveaException;
import org.fovea.attribution.Gradient;
import org.fovea.attribution.InputAttribution;
import org.fovea.attribution.InputTimesGradient;
import org.fovea.attribution.IntegratedGradients;
import org.fovea.attribution.SmoothGrad;
import org.fovea.command.Look;
import org.fovea.command.PixelMapCommand;
import org.fovea.command.Words;
import org.fovea.network.Rule;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows which pixels could change the target most. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>Saliency Map...")
public final class SaliencyMapCommand extends PixelMapCommand {

	private enum Method {
		GRADIENT, SMOOTHGRAD, INTEGRATED_GRADIENTS, INPUT_TIMES_GRADIENT
	}

	@Parameter(label = "Method", choices = { "gradient", "smoothgrad", "integrated gradients", "input times gradient" }, persist = false)
	private String method = "gradient";

	@Parameter(label = "Samples", description = "Noisy copies of smoothgrad (25), steps of integrated gradients; 0 = 25, and 50 to 400 as needed", min = "0",
		persist = false)
	private int samples = 0;

	@Parameter(label = "Noise", description = "Of smoothgrad, as a share of the input's range", min = "0", max = "1", stepSize = "0.05",
		persist = false)
	private double noise = 0.15;

	@Parameter(label = "Seed", description = "Of the noise", persist = false)
	private int seed = 1;

	@Override
	protected void check() {
		Words.parse(Method.class, "method", method);
		if (samples < 0) throw new FoveaException("'samples' must be 0 or more, not " + samples + ".");
		if (!(noise >= 0 && noise <= 1)) throw new FoveaException("'noise' must lie between 0 and 1, not " + noise + ".");
	}

	@Override
	protected InputAttribution attribution(final Look look) {
		return switch (Words.parse(Method.class, "method", method)) {
			case GRADIENT -> new Gradient(Rule.PLAIN);
			case SMOOTHGRAD -> new SmoothGrad(samples == 0 ? 25 : samples, noise, seed);
			case INTEGRATED_GRADIENTS -> samples == 0 ? new IntegratedGradients(50, 400) : new IntegratedGradients(samples);
			case INPUT_TIMES_GRADIENT -> new InputTimesGradient();
		};
	}
}
