package org.fovea.command.embedding;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

import org.fovea.embedding.Distance;
import org.fovea.embedding.TSne;
import org.fovea.image.Tables;
import org.fovea.plot.Scatter.Aspect;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws rows so that near ones stay near, by {@link TSne}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Embedding>t-SNE Plot...")
public final class TsnePlotCommand extends NeighborPlotCommand {

	private static final int EXAGGERATED = 250;
	private static final double EXAGGERATION = 12;

	@Parameter(label = "Perplexity", description = "Effective number of neighbours of each row; less than a third of the rows", min = "1",
		persist = false)
	private double perplexity = 30;

	@Parameter(label = "Iterations", description = "After the first 250, in which clusters form", min = "0", persist = false)
	private int iterations = 500;

	@Override
	protected Method method() {
		atLeast("perplexity", perplexity, 1);
		atLeast("iterations", iterations, 0);
		final Distance distance = distance();
		return (features, labels, progress) -> {
			final TSne.Result map = new TSne(new TSne.Options(perplexity, EXAGGERATED, iterations, EXAGGERATION, OptionalDouble.empty(), distance,
				seed())).fit(features.matrix(), progress);
			return new Places(map.points(), "t-SNE", notes("perplexity " + Tables.number(perplexity) + String.format(Locale.ROOT, ", KL %.3f", map
				.divergence()), map.recall()),
				Aspect.EQUAL, Optional.empty(), false);
		};
	}
}
