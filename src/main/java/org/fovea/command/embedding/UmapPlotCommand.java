package org.fovea.command.embedding;

import java.util.Optional;
import java.util.OptionalInt;

import org.fovea.FoveaException;
import org.fovea.embedding.Distance;
import org.fovea.embedding.Umap;
import org.fovea.image.Tables;
import org.fovea.plot.Scatter.Aspect;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws rows so that the shape of their neighbourhoods stays, by {@link Umap}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Embedding>UMAP Plot...")
public final class UmapPlotCommand extends NeighborPlotCommand {

	private static final int NEGATIVES = 5;

	@Parameter(label = "Neighbors", description = "That make a neighbourhood: few show detail, many the large picture", min = "2", persist = false)
	private int neighbors = 15;

	@Parameter(label = "Distance", description = "How close points may lie in the plot, 0 to 1", min = "0", max = "1", stepSize = "0.05",
		persist = false)
	private double distance = 0.1;

	@Parameter(label = "Epochs", description = "Passes over all neighbours; 0 = 500 up to 10 000 rows, 200 beyond", min = "0", persist = false)
	private int epochs = 0;

	@Override
	protected Method method() {
		atLeast("neighbors", neighbors, 2);
		atLeast("epochs", epochs, 0);
		if (!(distance >= 0 && distance <= 1)) throw new FoveaException("'distance' must lie between 0 and 1, not " + distance + ".");
		final Distance metric = distance();
		return (features, labels, progress) -> {
			final Umap.Result map = new Umap(new Umap.Options(neighbors, distance, 1, 2, epochs == 0 ? OptionalInt.empty() : OptionalInt.of(epochs),
				NEGATIVES, metric, seed())).fit(features.matrix(), progress);
			return new Places(map.points(), "UMAP", notes(neighbors + " neighbours, distance " + Tables.number(distance), map.recall()),
				Aspect.EQUAL, Optional.empty(), false);
		};
	}
}
