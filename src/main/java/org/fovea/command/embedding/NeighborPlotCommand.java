package org.fovea.command.embedding;

import java.util.List;
import java.util.Locale;

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

	/**
	 * What is printed on the plot.
	 *
	 * @param options of the method
	 * @param recall which share of the true neighbours it was made from
	 * @return one line, and one more where neighbours are missing
	 */
	static List<String> notes(final String options, final double recall) {
		return recall < 1 ? List.of(options, String.format(Locale.ROOT, "from %.1f %% of the true neighbours", 100 * recall)) : List.of(options);
	}

	/** @return of everything random */
	protected final int seed() {
		return seed;
	}
}
