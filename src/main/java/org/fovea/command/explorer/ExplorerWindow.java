package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import javax.swing.AbstractAction;
import javax.swing.Action;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JSplitPane;
import javax.swing.JTabbedPane;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;

import org.fovea.command.Techniques;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelService;
import org.scijava.log.LogService;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GUI;

/**
 * A window to walk through a network: its layers, the maps of the chosen layer for the image that ImageJ shows, and the chosen unit. Made
 * and used on the event thread; networks are asked on threads of their own, which end with the window.
 */
public final class ExplorerWindow {

	/** By which the window is found. */
	public static final String TITLE = "Fovea Unit Explorer";

	private static final String USUAL = "blood-cells";
	private static final String SAMPLE = "Blood Smear (simulated)";

	private final LogService log;
	private final JFrame frame = new ExplorerFrame(this);
	private final Newest<Question, Answer> looker;
	private final Exploration exploration;
	private final Sender sender;
	private final FieldMarker marker = new FieldMarker();
	private final ImageWatcher watcher;
	private final StatusLine status = new StatusLine(this::stop);
	private final Header header;
	private final LayerTree tree;
	private final LayerCard card = new LayerCard();
	private final UnitPanel unit;
	private final PatchesPanel patches;
	private final StimulusPanel stimuli;
	private final List<Worker> workers = Stream.of("search", "pictures", "maximization").map(name -> new Worker("Fovea explorer " + name,
		SwingUtilities::invokeLater, status)).toList();

	private ExplorerWindow(final ModelService service, final Techniques techniques, final LogService log, final List<ModelInfo> infos) {
		this.log = log;
		sender = new Sender(log::error);
		looker = new Newest<>("Fovea explorer", new Looker(service), Question::replaces, SwingUtilities::invokeLater, new Answers());
		exploration = new Exploration(first(infos), looker::ask, log::error);
		header = new Header(exploration, infos);
		tree = new LayerTree(layer -> exploration.chooseLayer(layer.name()));
		final UnitsPanel units = new UnitsPanel(exploration, () -> sender.send(new PlainCommand(SAMPLE), Optional.empty(), () -> {}));
		final JButton show = new JButton("Show in ImageJ ▾");
		show.setName("show");
		show.setFont(Style.small());
		show.addActionListener(event -> menu().show(show, 0, show.getHeight()));
		unit = new UnitPanel(exploration, show, this::pointed);
		exploration.addListener(this::changed);
		watcher = new ImageWatcher(new Images());
		patches = new PatchesPanel(exploration, new PatchSearch(service), workers.subList(0, 2), log::error);
		stimuli = new StimulusPanel(exploration, new Stimulus(service, techniques), workers.get(2), log::error);
		lay(units, service);
		keys(units);
		for (final JComponent owner : List.of(units.grid(), unit.picture())) owner.addMouseListener(new Popup());
	}

	/**
	 * What is looked at first.
	 *
	 * @param model id of a model
	 * @param layer name of a layer, or {@code auto}
	 * @param unit of the layer; empty for the first
	 */
	public record Start(String model, String layer, OptionalInt unit) {}

	/**
	 * Shows the window, or brings the open one to the front.
	 *
	 * @param service the registry
	 * @param techniques what is installed
	 * @param log receives what nobody foresaw
	 * @param infos every model, at least one
	 * @param start what is looked at; empty for the first of the models, or whatever an open window looks at
	 */
	public static void open(final ModelService service, final Techniques techniques, final LogService log, final List<ModelInfo> infos,
		final Optional<Start> start)
	{
		if (WindowManager.getFrame(TITLE) instanceof final ExplorerFrame open) {
			start.ifPresent(open.window::turn);
			open.toFront();
			return;
		}
		final ExplorerWindow window = new ExplorerWindow(service, techniques, log, infos);
		start.ifPresent(window::turn);
		window.show();
	}

	private void turn(final Start start) {
		exploration.choose(start.model(), start.layer(), start.unit());
	}

	/** By which an open window is found again. */
	private static final class ExplorerFrame extends JFrame {

		private static final long serialVersionUID = 1L;

		private final transient ExplorerWindow window;

		private ExplorerFrame(final ExplorerWindow window) {
			super(TITLE);
			this.window = window;
		}
	}

	private void show() {
		frame.pack();
		final Rectangle screen = GUI.getMaxWindowBounds(frame);
		frame.setSize(Math.min(Style.length(116), screen.width), Math.min(Style.length(66), screen.height));
		GUI.centerOnImageJScreen(frame);
		WindowManager.addWindow(frame);
		frame.setVisible(true);
		followCurrent();
		exploration.refresh();
	}

	private void followCurrent() {
		Optional.ofNullable(WindowManager.getCurrentImage()).ifPresent(exploration::follow);
	}

	/**
	 * The model that is looked at unless another is named.
	 *
	 * @param infos every model, at least one
	 * @return blood-cells if it is among them, else the first
	 */
	public static String first(final List<ModelInfo> infos) {
		return infos.stream().map(ModelInfo::id).filter(USUAL::equals).findFirst().orElse(infos.get(0).id());
	}

	private void lay(final UnitsPanel units, final ModelService service) {
		final JPanel left = new JPanel(new BorderLayout());
		left.add(tree, BorderLayout.CENTER);
		left.add(card, BorderLayout.SOUTH);
		final JTabbedPane tabs = new JTabbedPane();
		tabs.setFont(Style.font());
		tabs.setName("tabs");
		tabs.setPreferredSize(new Dimension(Style.length(32), Style.length(18)));
		tabs.setMinimumSize(new Dimension(Style.length(12), Style.length(8)));
		tabs.addTab("Top patches", patches);
		tabs.addTab("Preferred picture", stimuli);
		final JSplitPane right = Style.split(JSplitPane.VERTICAL_SPLIT, unit, tabs, 0.6);
		final JSplitPane inner = Style.split(JSplitPane.HORIZONTAL_SPLIT, units, right, 0.6);
		frame.add(header.panel(), BorderLayout.NORTH);
		frame.add(Style.split(JSplitPane.HORIZONTAL_SPLIT, left, inner, 0.15), BorderLayout.CENTER);
		frame.add(status, BorderLayout.SOUTH);
		frame.setMinimumSize(new Dimension(Style.length(50), Style.length(34)));
		frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowActivated(final WindowEvent event) {
				followCurrent();
				header.listAgain(service, log::error);
			}

			@Override
			public void windowClosed(final WindowEvent event) {
				close();
			}
		});
	}

	private void keys(final UnitsPanel units) {
		final JComponent root = frame.getRootPane();
		bind(root, JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT, "ESCAPE", this::stop);
		bind(root, JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT, "F5", exploration::refresh);
		for (final Deed deed : offered()) {
			for (final JComponent owner : List.of(units.grid(), unit.picture())) bind(owner, JComponent.WHEN_FOCUSED, deed.key(), () -> act(deed));
		}
	}

	/** Gives a key an action. */
	static void bind(final JComponent owner, final int condition, final String key, final Runnable action) {
		owner.getInputMap(condition).put(KeyStroke.getKeyStroke(key), "fovea " + key);
		owner.getActionMap().put("fovea " + key, action(key, action));
	}

	private static Action action(final String name, final Runnable action) {
		return new AbstractAction(name) {

			private static final long serialVersionUID = 1L;

			@Override
			public void actionPerformed(final ActionEvent event) {
				action.run();
			}
		};
	}

	private static List<Deed> offered() {
		return Deed.ALL.stream().filter(deed -> Sender.knows(deed.label())).toList();
	}

	private JPopupMenu menu() {
		final JPopupMenu menu = new JPopupMenu();
		for (final Deed deed : offered()) {
			final Action action = action(deed.title(), () -> act(deed));
			action.putValue(Action.SHORT_DESCRIPTION, deed.hint());
			action.putValue(Action.ACCELERATOR_KEY, KeyStroke.getKeyStroke(deed.key()));
			action.setEnabled(deed.command(aim()).isPresent());
			menu.add(action).setFont(Style.font());
		}
		return menu;
	}

	private Optional<Deed.Aim> aim() {
		return exploration.answer().map(answer -> new Deed.Aim(answer, exploration.unit(), patches.path(), patches.beside()));
	}

	private void act(final Deed deed) {
		deed.command(aim()).ifPresent(command -> {
			exploration.unlight();
			status.work(command, deed.title(), 0);
			sender.send(command, exploration.question().image(), () -> SwingUtilities.invokeLater(() -> status.rest(command)));
		});
	}

	private void stop() {
		looker.cancel();
		workers.forEach(Worker::cancel);
		sender.stop();
	}

	private void changed(final Exploration.Change change) {
		switch (change) {
			case ANSWER, QUESTION -> {
				tree.show(exploration.answer().map(Answer::layers).orElse(List.of()), exploration.answer().flatMap(Answer::layer));
				card.show(exploration.answer().flatMap(Answer::layer));
			}
			case WORK -> exploration.work().ifPresentOrElse(words -> status.work(looker, words, 0), () -> status.rest(looker));
			default -> {}
		}
	}

	private void pointed(final Optional<Point> position) {
		final Optional<Scene> scene = exploration.scene();
		if (position.isEmpty() || scene.isEmpty()) {
			marker.hide();
			status.read("");
			return;
		}
		status.read("Unit " + exploration.unit() + " at " + Readout.position(scene.get(), exploration.unit(), position.get()));
		marker.show(scene.get().view().image(), scene.get().sight(position.get()).box(), Style.MARK);
	}

	private void close() {
		watcher.close();
		marker.close();
		looker.close();
		workers.forEach(Worker::close);
		sender.close();
		WindowManager.removeWindow(frame);
	}

	/** Brings answers to the exploration, which does not exist yet when the thread starts. */
	private final class Answers implements Newest.Listener<Question, Answer> {

		@Override
		public void working(final Question question, final String what, final double fraction) {
			exploration.working(question, what, fraction);
		}

		@Override
		public void answered(final Question question, final Answer answer) {
			exploration.answered(question, answer);
		}

		@Override
		public void failed(final Question question, final Throwable cause) {
			exploration.failed(question, cause);
		}

		@Override
		public void idle() {
			exploration.idle();
		}
	}

	/** Brings what happens to images to the exploration. */
	private final class Images implements ImageWatcher.Observer {

		@Override
		public void activated(final ImagePlus image) {
			exploration.follow(image);
		}

		@Override
		public void changed(final ImagePlus image) {
			exploration.changed(image);
		}

		@Override
		public void closed(final ImagePlus image) {
			exploration.closed(image, Optional.ofNullable(WindowManager.getCurrentImage()).filter(next -> next != image));
		}
	}

	/** The menu under the mouse. */
	private final class Popup extends MouseAdapter {

		@Override
		public void mousePressed(final MouseEvent event) {
			mouse(event);
		}

		@Override
		public void mouseReleased(final MouseEvent event) {
			mouse(event);
		}

		@Override
		public void mouseClicked(final MouseEvent event) {
			if (event.getClickCount() == 2 && SwingUtilities.isLeftMouseButton(event)) act(Deed.ALL.get(0));
		}

		private void mouse(final MouseEvent event) {
			if (event.isPopupTrigger()) menu().show(event.getComponent(), event.getX(), event.getY());
		}
	}
}
