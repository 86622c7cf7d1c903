package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;

import javax.swing.JPanel;

/** A row that becomes several where it does not fit, and asks for their height. */
final class Wrapping extends FlowLayout {

	private static final long serialVersionUID = 1L;

	/**
	 * @param horizontal gap in multiples of the font's size
	 * @param vertical gap, likewise
	 */
	private Wrapping(final double horizontal, final double vertical) {
		super(FlowLayout.LEFT, Style.length(horizontal), Style.length(vertical));
	}

	@Override
	public Dimension preferredLayoutSize(final Container target) {
		final Dimension row = super.preferredLayoutSize(target);
		final int room = target.getWidth() - target.getInsets().left - target.getInsets().right - 2 * getHgap();
		if (target.getWidth() == 0 || row.width <= target.getWidth()) return row;
		int rows = 1;
		int used = 0;
		int tallest = 0;
		for (final Component component : target.getComponents()) {
			if (!component.isVisible()) continue;
			final Dimension size = component.getPreferredSize();
			tallest = Math.max(tallest, size.height);
			if (used > 0 && used + size.width > room) {
				rows++;
				used = 0;
			}
			used += size.width + getHgap();
		}
		final int height = rows * tallest + (rows + 1) * getVgap() + target.getInsets().top + target.getInsets().bottom;
		return new Dimension(target.getWidth(), height);
	}

	@Override
	public Dimension minimumLayoutSize(final Container target) {
		return new Dimension(0, preferredLayoutSize(target).height);
	}

	/**
	 * Makes a panel that asks again for room whenever its width changes.
	 *
	 * @param horizontal gap in multiples of the font's size
	 * @param vertical gap, likewise
	 * @return an empty panel
	 */
	static JPanel panel(final double horizontal, final double vertical) {
		final JPanel panel = new JPanel(new Wrapping(horizontal, vertical));
		panel.addComponentListener(new ComponentAdapter() {

			private int width;

			@Override
			public void componentResized(final ComponentEvent event) {
				if (panel.getWidth() == width) return;
				width = panel.getWidth();
				panel.revalidate();
			}
		});
		return panel;
	}

	/**
	 * Keeps a label beside what it names.
	 *
	 * @param label in less important text
	 * @param named by it
	 * @return both in a row
	 */
	static JPanel pair(final String label, final Component named) {
		final JPanel pair = new JPanel(new BorderLayout(Style.length(0.4), 0));
		pair.add(Style.note(label), BorderLayout.WEST);
		pair.add(named, BorderLayout.CENTER);
		return pair;
	}
}
