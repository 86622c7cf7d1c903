package org.fovea.command.synthesis;

import java.util.List;
import java.util.Locale;

import org.fovea.command.Layers;
import org.fovea.command.Limits;
import org.fovea.command.Look;
import org.fovea.command.Original;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.fovea.synthesis.AlphaNorm;
import org.fovea.synthesis.Ascent;
import org.fovea.synthesis.Distance;
import org.fovea.synthesis.FourierParametrization;
import org.fovea.synthesis.Optimizer;
import org.fovea.synthesis.Variation;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes another image that a layer cannot tell from the given one, by {@link Ascent} on {@link Distance}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Synthesis>Feature Inversion...")
public final class FeatureInversionCommand extends AlteredImageCommand {

	private static final int ALPHA = 6;

	/** Usual pixels lie within so many deviations. */
	private static final double BOUND = 3;

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Steps", min = "0", persist = false)
	private int steps = 400;

	@Parameter(label = "Rate", description = "How far each step goes", min = "0", persist = false)
	private double rate = 0.05;

	@Parameter(label = "Alpha", description = "Weight of the penalty on pixels beyond three usual deviations", min = "0", persist = false)
	private double alpha = 0.01;

	@Parameter(label = "Variation", description = "Weight of the penalty on total variation", min = "0", persist = false)
	private double variation = 0.02;

	@Parameter(label = "Seed", description = "Of the noise that it begins with", persist = false)
	private int seed = 1;

	@Override
	void check() {
		Limits.check("steps", steps, 0, 1_000_000);
		Limits.positive("rate", rate);
		Limits.check("alpha", alpha, 0, Double.MAX_VALUE);
		Limits.check("variation", variation, 0, Double.MAX_VALUE);
	}

	@Override
	Altered alter(final Look look, final Original original, final Ascent.Watcher watcher) {
		final String name = look.layer(layer);
		final Tensor wanted = look.network().run(Plan.FORWARD.tap(name), original.preparation().prepare(original.pixels()).input()).activation(name);
		final Distance distance = new Distance(name, wanted);
		final Ascent.Summit summit = new Ascent(look.network(), original.preparation(), original.range(), new FourierParametrization(look.view().width()),
			List.of(new AlphaNorm(alpha, ALPHA, BOUND), new Variation(variation)), List.of(), new Optimizer.Adam(rate), steps).climb(List.of(distance),
				seed, original.shape(), look.progress(), watcher);
		final Tensor stored = original.pictures().rounded(summit.pixels());
		final double error = -look.network().run(Plan.FORWARD, distance, original.preparation().prepare(stored).input()).values()[0];
		return new Altered(stored, String.format(Locale.ROOT, "%s, relative error %.4g", name, error), summit.isStopped() ? "step " + summit
			.steps() : "");
	}
}
