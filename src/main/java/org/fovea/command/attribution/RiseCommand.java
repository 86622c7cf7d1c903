package org.fovea.command.attribution;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.attribution.Batches;
import org.fovea.attribution.Rise;
import org.fovea.attribution.Scorer;
import org.fovea.command.Explainer;
import org.fovea.command.Explanation;
import org.fovea.command.MapCommand;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows which pixels raise the score when they are seen, by {@link Rise}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>RISE...")
public final class RiseCommand extends MapCommand {

	@Parameter(label = "Masks", description = "How many; more make the map less noisy", min = "1", persist = false)
	private int masks = 2000;

	@Parameter(label = "Cells", description = "Of a mask, along each side", min = "2", persist = false)
	private int cells = 7;

	@Parameter(label = "Seed", description = "Of the masks", persist = false)
	private int seed = 1;

	@Override
	protected Explainer explainer() {
		if (masks < 1) throw new FoveaException("'masks' must be 1 or more, not " + masks + ".");
		if (cells < 2) throw new FoveaException("'cells' must be 2 or more, not " + cells + ".");
		return (look, target) -> {
			final Passes passes = look.passes();
			final Trace trace = passes.forward(target, look.progress());
			final Target settled = trace.settled(target);
			final Rise rise = new Rise(masks, cells, seed, passes.batch(Batches.fitting(passes.input())));
			return new Explanation(rise.map(look.network(), scorer(passes, trace, settled, look.progress().silent()), passes.input(), look
				.progress()), trace, Optional.empty(), OptionalDouble.empty());
		};
	}

	/** At once or in tiles. */
	private static Scorer scorer(final Passes passes, final Trace trace, final Target settled, final Progress progress) {
		return new Scorer() {

			@Override
			public double[] score(final Network network, final Tensor batch) {
				return passes.on(batch).forward(settled, progress).values();
			}

			@Override
			public double size(final Network network, final Tensor input) {
				return Scorer.size(settled, settled.layers().stream().collect(Collectors.toMap(layer -> layer, layer -> layer.equals(
					Network.OUTPUT) ? trace.output() : passes.activation(layer, progress))));
			}
		};
	}
}
