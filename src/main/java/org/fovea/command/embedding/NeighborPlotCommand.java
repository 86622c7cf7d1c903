package org.fovea.command.embedding;

import org.fovea.command.Words;
import org.fovea.embedding.Distance;
import org.scijava.plugin.Parameter;

/** A plot that keeps neighbourhoods and begins with chance. */
abstract class NeighborPlotCommand extends PlotCommand {

	@Parameter(label = "Metric", description = "euclidean for measurements and most networks; cosine where only directions count",
		choices = { "euclidean", "cosine" }, persist = false)
	private String metric = "euclidean";

	@Parameter(label = "Seed", description = "Of everything random", persist = false)
	private int seed = 1;

	@Override
	protected final Distance distance() {
		return Words.parse(Distance.class, "metric", metric);
	}

	/** @return of everything random */
	protected final int seed() {
		return seed;
	}
}
