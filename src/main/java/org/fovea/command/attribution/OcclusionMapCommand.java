package org.fovea.command.attribution;

import java.util.Optional;
import java.util.OptionalDouble;

import org.fovea.FoveaException;
import org.fovea.attribution.Batches;
import org.fovea.attribution.LayerScorer;
import org.fovea.attribution.Occlusion;
import org.fovea.command.Explainer;
import org.fovea.command.Explanation;
import org.fovea.command.MapCommand;
import org.fovea.command.Words;
import org.fovea.image.Fill;
import org.fovea.image.Meaning;
import org.fovea.network.Heatmap;
import org.fovea.network.Passes;
import org.fovea.network.Target;
import org.fovea.network.Trace;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows what covering a part of the image does to the score, by {@link Occlusion}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>Occlusion Map...")
public final class OcclusionMapCommand extends MapCommand {

	private enum Drawn {
		DROP, LOGIT, PROBABILITY
	}

	@Parameter(label = "Window", description = "Side of what covers, in pixels that the network sees; 0 = an eighth of the shorter side", min = "0",
		persist = false)
	private int window = 0;

	@Parameter(label = "Stride", description = "Between windows, in pixels; 0 = half a window", min = "0", persist = false)
	private int stride = 0;

	@Parameter(label = "Fill", description = "What covers", choices = { "grey", "mean", "blur", "black" }, persist = false)
	private String fill = "grey";

	@Parameter(label = "Quantity", description = "The drop of the logit, or what is left: the logit or the probability", choices = { "drop", "logit",
		"probability" }, persist = false)
	private String quantity = "drop";

	@Override
	protected Explainer explainer() {
		final Fill cover = Words.parse(Fill.class, "fill", fill);
		final Drawn drawn = Words.parse(Drawn.class, "quantity", quantity);
		if (window < 0) throw new FoveaException("'window' must be 0 or more, not " + window + ".");
		if (stride < 0) throw new FoveaException("'stride' must be 0 or more, not " + stride + ".");
		return (look, target) -> {
			final Passes passes = look.passes();
			final Trace trace = passes.forward(target, look.progress());
			final Target settled = trace.settled(target);
			final LayerScorer scorer = (drawn == Drawn.PROBABILITY ? Quantity.PROBABILITY : Quantity.LOGIT).scorer(look, settled);
			final Occlusion occlusion = new Occlusion(window, stride, Batches.fitting(passes.input()), drawn == Drawn.DROP ? Occlusion.Quantity.DROP
				: Occlusion.Quantity.SCORE);
			final int side = occlusion.window(passes.input());
			final Heatmap map = occlusion.map(passes, scorer, look.painted().apply((pixels, type) -> cover.paint(pixels, type, side)), look.progress());
			return new Explanation(map, trace, Optional.empty(), OptionalDouble.empty()).meaning(drawn == Drawn.DROP ? Meaning.EVIDENCE
				: Meaning.SCORES);
		};
	}
}
