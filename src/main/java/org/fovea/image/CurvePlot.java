package org.fovea.image;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Plot;

/** Plots of curves, one for each plane of an image. */
public final class CurvePlot {

	private static final int WIDTH = 560;
	private static final int HEIGHT = 340;
	private static final double MARGIN = 0.03;
	private static final String LIST = "\t";

	private final String title;
	private final String horizontal;
	private final String vertical;

	/**
	 * Settles the axes.
	 *
	 * @param image that they tell of
	 * @param what for the title of the window
	 * @param horizontal label of the x axis
	 * @param vertical label of the y axis
	 */
	public CurvePlot(final ImagePlus image, final String what, final String horizontal, final String vertical) {
		title = Geometry.title(image, what);
		this.horizontal = horizontal;
		this.vertical = vertical;
	}

	/** How a curve is drawn. */
	public enum Style {
		/** A line. */
		LINE("line"),
		/** Points joined by a line. */
		POINTS("connected");

		private final String shape;

		Style(final String shape) {
			this.shape = shape;
		}
	}

	/**
	 * A curve.
	 *
	 * @param label for the legend
	 * @param color of line and points
	 * @param style of drawing
	 * @param x positions
	 * @param y values
	 * @param spread length of the error bar at each position to either side; empty = none
	 */
	public record Curve(String label, Color color, Style style, double[] x, double[] y, double[] spread) {}

	/**
	 * The curves of a plane.
	 *
	 * @param name of the plane
	 * @param curves to be drawn, the last on top
	 */
	public record Page(String name, List<Curve> curves) {}

	/**
	 * Draws.
	 *
	 * @param pages at least one
	 * @return a plot whose numbers can be listed for a single page, a stack of pictures for several; not shown
	 */
	public ImagePlus image(final List<Page> pages) {
		if (pages.size() == 1) return plot(pages.get(0)).getImagePlus();
		final ImageStack stack = new ImageStack();
		for (final Page page : pages) {
			stack.addSlice(page.name(), plot(page).getProcessor().convertToRGB());
		}
		return new ImagePlus(title, stack);
	}

	private Plot plot(final Page page) {
		final Plot plot = new Plot(title, horizontal, vertical);
		plot.setSize(WIDTH, HEIGHT);
		plot.setLineWidth(2);
		for (final Curve curve : page.curves()) {
			plot.setColor(curve.color(), curve.color());
			plot.add(curve.style().shape, curve.x(), curve.y());
			if (curve.spread().length > 0) plot.addErrorBars(curve.spread());
		}
		plot.setColor(Color.BLACK);
		final double[] y = page.curves().stream().flatMapToDouble(curve -> Arrays.stream(curve.y())).sorted().toArray();
		final double right = page.curves().stream().flatMapToDouble(curve -> Arrays.stream(curve.x())).max().orElse(1);
		final double margin = y[y.length - 1] > y[0] ? MARGIN * (y[y.length - 1] - y[0]) : MARGIN;
		plot.setLimits(-MARGIN * right, (1 + MARGIN) * right, y[0] - margin, y[y.length - 1] + margin);
		plot.setLegend(page.curves().stream().map(Curve::label).collect(Collectors.joining(LIST)), Plot.AUTO_POSITION | Plot.LEGEND_TRANSPARENT);
		return plot;
	}
}
