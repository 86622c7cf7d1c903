package org.fovea.command.embedding;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

import org.fovea.embedding.LinearProjection;
import org.fovea.image.WeightImages;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;

/** A plot whose axes are weighted sums of the columns, so that the weights can be looked at as well. */
abstract class LinearPlotCommand extends PlotCommand {

	@Parameter(label = "Components", description = "Axes to compute; the plot shows the first two, the table all", min = "1", persist = false)
	private int components = 2;

	@Parameter(label = "Details", description = "Also what each column counts for each axis, as images where columns are pixels or maps, and what " +
		"the axes explain", persist = false)
	private boolean details = false;

	@Parameter(type = ItemIO.OUTPUT, label = "Weights")
	private ImagePlus weights;

	@Parameter(type = ItemIO.OUTPUT, label = "Explained")
	private ImagePlus shares;

	private Optional<double[]> explained = Optional.empty();

	/** @return how many axes are wanted */
	protected final int components() {
		atLeast("components", components, 1);
		return components;
	}

	/** Keeps what share of the variance each axis explains. */
	protected final void explained(final double... ratios) {
		explained = Optional.of(ratios);
	}

	@Override
	protected final void accompany(final Places places, final Features features) {
		if (!details) return;
		final LinearProjection projection = places.projection().orElseThrow();
		final WeightImages images = new WeightImages(features.table().stem(), places.axis(), features.names());
		// Axes of length 1 are the same in every unit; others count what one unit of a column adds.
		final double unit = places.keepsUnits() ? 1 : features.unit();
		weights = present("weights", images.weights(IntStream.range(0, projection.axes()).mapToObj(axis -> Arrays.stream(projection.weights(axis)).map(
			weight -> weight / unit).toArray()).toList()));
		explained.ifPresent(ratios -> shares = present("shares", images.shares(ratios)));
	}
}
