package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.Timer;

/** What is under the mouse, what is being done, and a button that stops it. */
final class StatusLine extends JPanel implements Worker.Meter {

	private static final long serialVersionUID = 1L;

	private static final int STEPS = 1000;

	private static final int PATIENCE_MILLISECONDS = 250;

	private final transient Map<Object, Activity> activities = new LinkedHashMap<>();
	private final Timer patience = new Timer(PATIENCE_MILLISECONDS, event -> reveal(true));
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
		patience.setRepeats(false);
		reveal(false);
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
	 * Tells what is being done. Short work passes without a flicker.
	 *
	 * @param who does it
	 * @param words of one line
	 * @param fraction of it that is done; 0 where that is not known
	 */
	@Override
	public void work(final Object who, final String words, final double fraction) {
		activities.put(who, new Activity(words, fraction));
		refresh();
		if (!stop.isVisible()) patience.start();
	}

	/**
	 * Somebody does nothing any more.
	 *
	 * @param who did something
	 */
	@Override
	public void rest(final Object who) {
		activities.remove(who);
		refresh();
		if (!activities.isEmpty()) return;
		patience.stop();
		reveal(false);
	}

	private void refresh() {
		Activity last = new Activity(" ", 0);
		for (final Activity activity : activities.values()) last = activity;
		work.setText(last.words.isEmpty() ? " " : last.words);
		bar.setIndeterminate(last.fraction <= 0 && stop.isVisible());
		bar.setValue((int) Math.round(last.fraction * STEPS));
	}

	private void reveal(final boolean isVisible) {
		work.setVisible(isVisible);
		bar.setVisible(isVisible);
		stop.setVisible(isVisible);
		refresh();
	}

	private record Activity(String words, double fraction) {}
}
