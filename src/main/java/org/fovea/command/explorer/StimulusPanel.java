package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;

/** The picture that excites the chosen unit as much as possible, made on request and growing before the user's eyes. */
final class StimulusPanel extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final String QUESTION = "What would excite this unit most of all? Let its activation shape a picture out of noise.";
	private static final String PICTURE = "picture";
	private static final String MESSAGE = "message";
	private static final int MOST_PICTURES = 256;

	private final transient Exploration exploration;
	private final transient Stimulus stimulus;
	private final transient Worker worker;
	private final transient Consumer<Throwable> log;
	private final JButton make = new JButton("Maximize This Unit");
	private final JLabel note = Style.note(" ");
	private final Message message = new Message(() -> {});
	private final Picture picture = new Picture();
	private final CardLayout cards = new CardLayout();
	private final JPanel deck = new JPanel(cards);
	private final transient Map<Stimulus.Request, Stimulus.Shown> known = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(final Map.Entry<Stimulus.Request, Stimulus.Shown> eldest) {
			return size() > MOST_PICTURES;
		}
	};
	private transient Optional<String> complaint = Optional.empty();

	/**
	 * @param exploration whose unit is meant
	 * @param stimulus makes pictures
	 * @param worker a thread for it
	 * @param log receives what nobody foresaw
	 */
	StimulusPanel(final Exploration exploration, final Stimulus stimulus, final Worker worker, final Consumer<Throwable> log) {
		super(new BorderLayout());
		this.exploration = exploration;
		this.stimulus = stimulus;
		this.worker = worker;
		this.log = log;
		make.setName("maximize");
		make.setFont(Style.small());
		make.setToolTipText("Make a picture that excites the unit as much as possible (Activation Maximization... with its default options)");
		make.addActionListener(event -> request().ifPresent(this::start));
		note.setName("stimulus-note");
		final JPanel tools = Wrapping.panel(0.4, 0.3);
		tools.add(make);
		tools.add(note);
		deck.add(picture, PICTURE);
		deck.add(message, MESSAGE);
		add(tools, BorderLayout.NORTH);
		add(deck, BorderLayout.CENTER);
		exploration.addListener(change -> {
			if (change == Exploration.Change.UNIT || change == Exploration.Change.ANSWER || change == Exploration.Change.QUESTION) refresh();
		});
		refresh();
	}

	private Optional<Stimulus.Request> request() {
		return exploration.answer().flatMap(Answer::layer).map(layer -> new Stimulus.Request(exploration.question().model(), layer.name(), exploration
			.unit()));
	}

	private void start(final Stimulus.Request request) {
		complaint = Optional.empty();
		final AtomicReference<Stimulus.Shown> latest = new AtomicReference<>();
		worker.run(new Worker.Job("Unit " + request.unit(), progress -> {
			final Stimulus.Shown made = stimulus.make(request, shown -> {
				// Whoever is too slow to paint every step skips some.
				if (latest.getAndSet(shown) == null) SwingUtilities.invokeLater(() -> keep(request, latest.getAndSet(null)));
			}, progress);
			return () -> {
				keep(request, made);
				request.command().record();
			};
		}, this::failed));
	}

	private void keep(final Stimulus.Request request, final Stimulus.Shown shown) {
		if (known.getOrDefault(request, shown).steps() > shown.steps() && shown.steps() > 0) return;
		known.put(request, shown);
		refresh();
	}

	private void failed(final Throwable cause) {
		complaint = Optional.of(Exploration.sentence(cause, log));
		refresh();
	}

	private void refresh() {
		final Optional<Stimulus.Request> request = request();
		make.setEnabled(request.isPresent());
		final Optional<Stimulus.Shown> shown = request.map(known::get);
		picture.show(shown.map(Stimulus.Shown::picture));
		note.setText(shown.map(s -> "Objective " + Readout.number(s.objective()) + " after " + s.steps() + " steps").orElse(" "));
		if (shown.isEmpty()) message.say(complaint.orElse(QUESTION), "");
		cards.show(deck, shown.isPresent() ? PICTURE : MESSAGE);
	}

	/** A picture as large as it fits. */
	private static final class Picture extends JPanel {

		private static final long serialVersionUID = 1L;

		private transient Optional<BufferedImage> shown = Optional.empty();

		Picture() {
			setBackground(Style.background());
			getAccessibleContext().setAccessibleName("Picture that excites the unit");
		}

		private void show(final Optional<BufferedImage> picture) {
			shown = picture;
			repaint();
		}

		@Override
		protected void paintComponent(final Graphics graphics) {
			super.paintComponent(graphics);
			if (shown.isEmpty()) return;
			final Graphics2D g = Style.smooth(graphics);
			final int pad = Style.length(0.5);
			final BufferedImage image = shown.get();
			final double scale = Math.min((getWidth() - 2d * pad) / image.getWidth(), (getHeight() - 2d * pad) / image.getHeight());
			final int width = (int) Math.max(1, Math.round(image.getWidth() * scale));
			final int height = (int) Math.max(1, Math.round(image.getHeight() * scale));
			g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
			g.drawImage(image, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
			g.dispose();
		}
	}
}
