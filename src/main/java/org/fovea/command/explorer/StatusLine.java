package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.Dimension;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;

/** What is under the mouse, what is being done, and a button that stops it. */
final class StatusLine extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final int STEPS = 1000;

	private final JLabel text = Style.label(" ");
	private final JLabel work = Style.note(" ");
	private final JProgressBar bar = new JProgressBar(0, STEPS);
	private final JButton stop = new JButton("Stop");

	/** @param stopper stops what is being done */
	StatusLine(final Runnable stopper) {
		super(new BorderLayout(Style.length(1), 0));
		setBorder(BorderFactory.createCompoundBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Style.line()), Style.padding(0.3, 0.6)));
		text.setName("readout");
		bar.setPreferredSize(new Dimension(Style.length(8), Style.length(0.7)));
		bar.setBorderPainted(false);
		stop.setName("stop");
		stop.setFont(Style.small());
		stop.setToolTipText("Stop what is being computed (Esc)");
		stop.setMargin(new java.awt.Insets(0, Style.length(0.5), 0, Style.length(0.5)));
		stop.addActionListener(event -> stopper.run());
		final JPanel middle = new JPanel(new java.awt.GridBagLayout());
		middle.add(bar);
		final JPanel right = new JPanel(new BorderLayout(Style.length(0.6), 0));
		right.add(work, BorderLayout.WEST);
		right.add(middle, BorderLayout.CENTER);
		right.add(stop, BorderLayout.EAST);
		add(text, BorderLayout.CENTER);
		add(right, BorderLayout.EAST);
		setPreferredSize(new Dimension(Style.length(40), getPreferredSize().height));
		rest();
	}

	/**
	 * Tells what is under the mouse.
	 *
	 * @param words of one line
	 */
	void read(final String words) {
		text.setText(words.isEmpty() ? " " : words);
	}

	/**
	 * Tells what is being done.
	 *
	 * @param words of one line
	 * @param fraction of it that is done; 0 where that is not known
	 */
	void work(final String words, final double fraction) {
		work.setText(words.isEmpty() ? " " : words);
		bar.setIndeterminate(fraction <= 0);
		bar.setValue((int) Math.round(fraction * STEPS));
		bar.setVisible(true);
		stop.setVisible(true);
	}

	/** Nothing is being done. */
	void rest() {
		work.setText(" ");
		bar.setIndeterminate(false);
		bar.setVisible(false);
		stop.setVisible(false);
	}
}
