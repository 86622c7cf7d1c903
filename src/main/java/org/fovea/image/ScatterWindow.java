package org.fovea.image;

import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Label;
import java.awt.Panel;
import java.awt.Point;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.MouseWheelEvent;

import ij.IJ;
import ij.gui.ImageWindow;

/** The window of a plot: zooms, follows the mouse, and hands points on. */
final class ScatterWindow extends ImageWindow {

	private static final int SMALLEST = 200;
	private static final double NOTCH = 1.2;

	private final ScatterImage plot;
	private final ScatterCanvas scatter;
	private final Label words = new Label();
	private Dimension frame;

	ScatterWindow(final ScatterImage plot) {
		this(plot, new ScatterCanvas(plot));
	}

	private ScatterWindow(final ScatterImage plot, final ScatterCanvas canvas) {
		super(plot, canvas);
		this.plot = plot;
		scatter = canvas;
		canvas.listener(this::say);
		add(strip());
		pack();
		frame = getSize();
		addComponentListener(new ComponentAdapter() {

			@Override
			public void componentResized(final ComponentEvent event) {
				fit();
			}
		});
		say(plot.page().scatter().size() + " points");
	}

	private Panel buttons() {
		final Panel panel = new Panel(new FlowLayout(FlowLayout.LEFT, 6, 2));
		panel.add(button("Table", "the selected points, or all, as a table", () -> plot.source().tabulate(scatter.chosen())));
		panel.add(button("ROIs", "the selected points to the ROI Manager", this::group));
		panel.add(button("Show all", "zoom out", scatter::showAll));
		panel.add(button("Save PNG...", "twice as fine as the screen", () -> ScatterFiles.ask(plot, ".png")));
		panel.add(button("Save SVG...", "for publications", () -> ScatterFiles.ask(plot, ".svg")));
		return panel;
	}

	/** The words have what room the buttons leave under the plot, whatever they say. */
	private Panel strip() {
		final Panel strip = new Panel(new BorderLayout()) {

			@Override
			public Dimension getPreferredSize() {
				final Dimension least = super.getPreferredSize();
				return new Dimension(Math.max(least.width, scatter.getWidth()), least.height);
			}
		};
		strip.add(buttons(), BorderLayout.WEST);
		strip.add(words, BorderLayout.CENTER);
		return strip;
	}

	private static Button button(final String label, final String purpose, final Runnable action) {
		final Button button = new Button(label);
		button.setFocusable(false);
		button.getAccessibleContext().setAccessibleDescription(purpose);
		button.addActionListener(event -> action.run());
		return button;
	}

	private void group() {
		if (plot.selected().isEmpty()) {
			IJ.showMessage("Fovea", "Draw a selection around points first.");
			return;
		}
		final int[] chosen = scatter.chosen();
		final int added = plot.source().group(chosen);
		say(added == 0 ? "These points have no place in an open image" : added + " of " + chosen.length + " points are in the ROI Manager");
	}

	private void say(final String sentence) {
		words.setText(sentence);
		words.invalidate();
		validate();
	}

	/** A plot is drawn anew for the room it has, as ImageJ's own plots are. */
	private void fit() {
		final Dimension now = getSize();
		if (frame == null || now.equals(frame)) return;
		final int width = Math.max(SMALLEST, plot.getWidth() + now.width - frame.width);
		final int height = Math.max(SMALLEST, plot.getHeight() + now.height - frame.height);
		frame = now;
		scatter.fit(width, height);
		validate();
	}

	@Override
	public synchronized void mouseWheelMoved(final MouseWheelEvent event) {
		// The wheel turns over the window, not over its canvas.
		final Point corner = scatter.getLocationOnScreen();
		scatter.zoom(Math.pow(NOTCH, event.getPreciseWheelRotation()), event.getXOnScreen() - corner.x, event.getYOnScreen() - corner.y);
	}
}
