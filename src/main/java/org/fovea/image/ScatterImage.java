package org.fovea.image;

import java.util.BitSet;

import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.process.ColorProcessor;

import java.awt.GraphicsEnvironment;

import org.fovea.plot.Page;
import org.fovea.plot.Scatter;
import org.fovea.plot.ScatterPlot;

/** A scatter plot as an image; shown on a screen, it can be explored. */
public final class ScatterImage extends ImagePlus {

	private static final int WIDTH = 860;
	private static final int HEIGHT = 620;

	private final PointSource source;
	private Page page;
	private BitSet selected = new BitSet();

	/**
	 * Draws a plot.
	 *
	 * @param title of the image
	 * @param scatter the plot
	 * @param source what stands behind its points
	 */
	public ScatterImage(final String title, final Scatter scatter, final PointSource source) {
		this.source = source;
		page = Page.whole(scatter, WIDTH, HEIGHT);
		setTitle(title);
		render();
	}

	/** @return what lies where */
	public Page page() {
		return page;
	}

	/** @return the selected points */
	public BitSet selected() {
		return (BitSet) selected.clone();
	}

	/**
	 * Shows another part, or the same part in another size.
	 *
	 * @param other what lies where
	 */
	void turn(final Page other) {
		page = other;
		render();
	}

	/**
	 * Rings points.
	 *
	 * @param points their indices
	 */
	void select(final int[] points) {
		selected = new BitSet();
		for (final int point : points) selected.set(point);
		render();
	}

	/** @return what stands behind the points */
	PointSource source() {
		return source;
	}

	@Override
	public void show(final String message) {
		if (GraphicsEnvironment.isHeadless() || Interpreter.isBatchMode() || getWindow() != null) super.show(message);
		else new ScatterWindow(this);
	}

	private void render() {
		setProcessor(new ColorProcessor(ScatterPlot.image(page, selected, 1)));
	}
}
