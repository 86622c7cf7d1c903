package org.fovea.image;

import java.awt.Color;
import java.util.List;

import ij.ImagePlus;
import ij.gui.Plot;

/** A plot of what an optimisation reached, step by step: one curve for each picture. */
public final class Progression {

	/** More curves than these cannot be told apart by name. */
	private static final int MOST_NAMED = 12;

	private Progression() {
	}

	/**
	 * Draws the curves.
	 *
	 * @param title of the plot
	 * @param axis what the values are
	 * @param labels of the curves
	 * @param values of each step and curve
	 * @return the plot's image, not shown
	 */
	public static ImagePlus plot(final String title, final String axis, final List<String> labels, final List<double[]> values) {
		final Plot plot = new Plot(title, "step", axis);
		final double[] steps = new double[values.size()];
		for (int i = 0; i < steps.length; i++) steps[i] = i;
		for (int n = 0; n < labels.size(); n++) {
			final int curve = n;
			plot.setColor(Color.getHSBColor((float) n / labels.size(), 0.8f, 0.75f));
			plot.add("line", steps, values.stream().mapToDouble(step -> step[curve]).toArray());
			plot.setLabel(-1, labels.get(n));
		}
		plot.setColor(Color.BLACK);
		plot.setLimitsToFit(false);
		if (labels.size() <= MOST_NAMED) plot.addLegend(null);
		return plot.getImagePlus();
	}
}
