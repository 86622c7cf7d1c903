package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Component;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingUtilities;

import org.fovea.command.Recording;
import org.fovea.image.Series;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.io.DirectoryChooser;

/** The places that excite the chosen unit most, in the current stack or in a folder. All units of a layer are searched at once. */
final class PatchesPanel extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final String LIST = "list";
	private static final String MESSAGE = "message";

	private static final int COLUMNS = 3;

	/** Sides of a patch, in multiples of the font's size. */
	private static final double SMALLEST = 3.5;
	private static final double LARGEST = 12;

	private final transient Exploration exploration;
	private final transient PatchSearch search;
	private final transient Worker searcher;
	private final transient Worker painter;
	private final transient Consumer<Throwable> log;
	private final DefaultListModel<PatchSearch.Shown> shown = new DefaultListModel<>();
	private final JList<PatchSearch.Shown> list = new JList<>(shown);
	private final Message message = new Message(() -> {});
	private final JButton stack = new JButton("Search This Image");
	private final JButton folder = new JButton("Search Folder...");
	private final JComboBox<PatchSearch.Beside> beside = new JComboBox<>(PatchSearch.Beside.values());
	private final JLabel note = Style.note(" ");
	private final CardLayout cards = new CardLayout();
	private final JPanel deck = new JPanel(cards);
	private final transient Map<String, PatchSearch.Found> found = new HashMap<>();
	private transient Optional<Wanted> wanted = Optional.empty();
	private transient Optional<String> path = Optional.empty();
	private transient Optional<String> complaint = Optional.empty();

	/** What the list shows, or is about to show. */
	private record Wanted(PatchSearch.Found found, int unit, PatchSearch.Beside beside) {}

	/**
	 * @param exploration whose unit is shown
	 * @param search looks through images
	 * @param workers two threads for it: one that searches, one that reads the found places again
	 * @param log receives what nobody foresaw
	 */
	PatchesPanel(final Exploration exploration, final PatchSearch search, final List<Worker> workers, final Consumer<Throwable> log) {
		super(new BorderLayout());
		this.exploration = exploration;
		this.search = search;
		searcher = workers.get(0);
		painter = workers.get(1);
		this.log = log;
		list.setName("patches");
		list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		list.setLayoutOrientation(JList.HORIZONTAL_WRAP);
		list.setVisibleRowCount(-1);
		list.setCellRenderer(new Cell());
		list.setBorder(Style.padding(0.3, 0.3));
		list.getAccessibleContext().setAccessibleName("Places that excite the unit most");
		list.addComponentListener(new ComponentAdapter() {

			@Override
			public void componentResized(final ComponentEvent event) {
				fit();
			}
		});
		list.addMouseListener(new MouseAdapter() {

			@Override
			public void mouseClicked(final MouseEvent event) {
				if (event.getClickCount() == 2) open();
			}
		});
		ExplorerWindow.bind(list, JComponent.WHEN_FOCUSED, "ENTER", this::open);
		button(stack, "search-stack", "Find the places in all slices of the current image that excite each unit of the layer most", () -> exploration
			.question().image().ifPresent(this::searchImage));
		button(folder, "search-folder", "Find the places in all images of a folder that excite each unit of the layer most", this::chooseFolder);
		beside.setName("beside");
		beside.setFont(Style.small());
		beside.setToolTipText("What stands beside each patch: what of it excites the unit");
		beside.getAccessibleContext().setAccessibleName("Projection");
		beside.addActionListener(event -> refresh());
		final JPanel tools = Wrapping.panel(0.4, 0.3);
		tools.add(stack);
		tools.add(folder);
		tools.add(Wrapping.pair("Projection", beside));
		final JScrollPane scroll = new JScrollPane(list, ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
			ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		scroll.setBorder(null);
		deck.add(scroll, LIST);
		deck.add(message, MESSAGE);
		note.setBorder(Style.padding(0.2, 0.6));
		add(tools, BorderLayout.NORTH);
		add(note, BorderLayout.SOUTH);
		add(deck, BorderLayout.CENTER);
		exploration.addListener(change -> {
			if (change != Exploration.Change.WORK && change != Exploration.Change.ORDER) refresh();
		});
		refresh();
	}

	private static void button(final JButton button, final String name, final String hint, final Runnable action) {
		button.setName(name);
		button.setFont(Style.small());
		button.setToolTipText(hint);
		button.addActionListener(event -> action.run());
	}

	/** @return the folder that was searched last; empty where it was the current image */
	Optional<String> path() {
		return path;
	}

	/** @return what stands beside each patch */
	PatchSearch.Beside beside() {
		return (PatchSearch.Beside) beside.getSelectedItem();
	}

	private void searchImage(final ImagePlus image) {
		exploration.unlight();
		start(Series.of(image), Optional.empty());
	}

	private void chooseFolder() {
		final String chosen = new DirectoryChooser("Folder of images").getDirectory();
		if (chosen == null) return;
		searcher.run(new Worker.Job("Search", progress -> {
			final Series series = Series.of(chosen);
			return () -> start(series, Optional.of(chosen));
		}, this::failed));
	}

	private void start(final Series series, final Optional<String> folderPath) {
		final Optional<String> layer = exploration.answer().flatMap(Answer::layer).map(l -> l.name());
		if (layer.isEmpty()) return;
		final PatchSearch.Request request = new PatchSearch.Request(exploration.question().model(), layer.get(), series);
		complaint = Optional.empty();
		path = folderPath;
		searcher.run(new Worker.Job("Search", progress -> {
			final PatchSearch.Found result = search.search(request, progress);
			return () -> {
				found.put(key(request.model(), request.layer()), result);
				refresh();
				record(request.command(beside(), folderPath), request.series());
			};
		}, this::failed));
	}

	/** Writes a search into the Recorder: of an image, in front of that and with the selection that were searched. */
	private void record(final PlainCommand command, final Series series) {
		if (series.isFolder()) {
			command.record();
			return;
		}
		final ImagePlus image = series.image().orElseThrow();
		final Optional<ImagePlus> other = Optional.ofNullable(WindowManager.getCurrentImage()).filter(current -> current != image);
		other.ifPresent(current -> Recording.select(image.getTitle()));
		final Optional<Roi> drawn = Spotlight.selection(image, exploration.question().spotlight());
		if (drawn.equals(series.selection())) command.record();
		else if (series.selection().isEmpty()) command.with("area", "image").record();
		else {
			Recording.select(series.selection().map(Roi::getBounds));
			command.record();
			Recording.select(drawn.map(Roi::getBounds));
		}
		other.ifPresent(current -> Recording.select(current.getTitle()));
	}

	private void failed(final Throwable cause) {
		complaint = Optional.of(Exploration.sentence(cause, log));
		wanted = Optional.empty();
		shown.clear();
		note.setText(" ");
		say(complaint.get());
	}

	private void open() {
		if (list.getSelectedValue() == null || wanted.isEmpty()) return;
		final PatchSearch.Shown chosen = list.getSelectedValue();
		final Series series = wanted.get().found().request().series();
		final Optional<Spotlight> last = exploration.question().spotlight();
		painter.run(new Worker.Job("Opening", progress -> {
			final ImagePlus image = series.find(chosen.patch().source());
			final Spotlight spotlight = Spotlight.on(image, chosen.box(), last);
			// before the news of the selection, which come the same way
			SwingUtilities.invokeLater(() -> exploration.light(spotlight));
			Series.show(image, chosen.patch().source().plane(), chosen.box());
			return () -> {};
		}, this::failed));
	}

	private static String key(final String model, final String layer) {
		return model + "\n" + layer;
	}

	private Optional<PatchSearch.Found> current() {
		return exploration.answer().flatMap(Answer::layer).flatMap(layer -> Optional.ofNullable(found.get(key(exploration.question().model(), layer
			.name()))));
	}

	private void refresh() {
		final Optional<ImagePlus> image = exploration.question().image();
		stack.setText(image.filter(i -> i.getStackSize() > i.getNChannels()).isPresent() ? "Search This Stack" : "Search This Image");
		stack.setEnabled(image.isPresent() && exploration.answer().isPresent());
		folder.setEnabled(exploration.answer().isPresent());
		final Optional<PatchSearch.Found> here = current();
		note.setText(here.map(PatchesPanel::summary).orElse(" "));
		note.setToolTipText(here.flatMap(f -> f.visited().skipped().values().stream().findFirst()).orElse(null));
		final Optional<Wanted> next = here.filter(f -> !f.of(exploration.unit()).isEmpty()).map(f -> new Wanted(f, exploration.unit(), beside()));
		if (next.isEmpty()) {
			wanted = next;
			shown.clear();
			say(complaint.orElse(here.isPresent() ? "Unit " + exploration.unit() + " is silent in all of these images."
				: "Which places in your images excite this unit most? Search the current image or a folder."));
		}
		else if (!next.equals(wanted)) fill(next.get());
	}

	private void say(final String sentence) {
		message.say(sentence, "");
		cards.show(deck, MESSAGE);
	}

	private static String summary(final PatchSearch.Found result) {
		final String skipped = result.visited().words().isEmpty() ? "" : "; " + result.visited().words();
		return "The best of " + result.visited().visited() + (result.visited().visited() == 1 ? " image" : " images") + " in " + result.request().series().name() + skipped;
	}

	private void fill(final Wanted next) {
		// Patches of another unit must not stand below the new one's name while its own are read.
		if (wanted.filter(last -> last.unit() == next.unit() && last.found().equals(next.found())).isEmpty()) shown.clear();
		wanted = Optional.of(next);
		painter.run(new Worker.Job("Reading patches", progress -> {
			final List<PatchSearch.Shown> pictures = search.show(next.found(), next.unit(), next.beside(), progress);
			return () -> {
				if (!wanted.equals(Optional.of(next))) return;
				shown.clear();
				fit();
				shown.addAll(pictures);
				cards.show(deck, LIST);
			};
		}, this::failed));
	}

	private String where(final PatchSearch.Shown patch) {
		final Series.Place place = patch.patch().source();
		final String plane = place.plane().slice() > 1 || place.plane().frame() > 1 ? ", slice " + place.plane().slice() + ", frame " + place.plane()
			.frame() : "";
		return patch.box().x + ", " + patch.box().y + " in " + wanted.map(w -> w.found().request().series().name(place.image())).orElse("") + plane;
	}

	/** Three patches in a row, as wide as the list. */
	private void fit() {
		final int tiles = beside() == PatchSearch.Beside.NONE ? 1 : 2;
		final int width = Math.max(Style.length(SMALLEST * tiles), Math.min(Style.length(LARGEST * tiles), (list.getWidth() - Style.length(0.6)) /
			COLUMNS));
		if (width == list.getFixedCellWidth()) return;
		list.setFixedCellWidth(width);
		list.setFixedCellHeight((width - Style.length(0.7)) / tiles + Style.length(2));
	}

	/** One patch with its activation below. */
	private final class Cell extends JPanel implements ListCellRenderer<PatchSearch.Shown> {

		private static final long serialVersionUID = 1L;

		private transient PatchSearch.Shown value;
		private boolean isSelected;

		@Override
		public Component getListCellRendererComponent(final JList<? extends PatchSearch.Shown> owner, final PatchSearch.Shown patch, final int index,
			final boolean selected, final boolean hasFocus)
		{
			value = patch;
			isSelected = selected;
			setOpaque(false);
			final String text = "Activation " + Readout.number(patch.patch().activation()) + " at " + where(patch);
			setToolTipText(text);
			getAccessibleContext().setAccessibleName(text);
			return this;
		}

		@Override
		protected void paintComponent(final Graphics graphics) {
			final Graphics2D g = Style.smooth(graphics);
			final int pad = Style.length(0.35);
			final int arc = Style.length(0.5);
			if (isSelected) {
				g.setColor(Style.selection());
				g.fillRoundRect(1, 1, getWidth() - 2, getHeight() - 2, arc, arc);
			}
			g.setFont(Style.small());
			final FontMetrics metrics = g.getFontMetrics();
			final int roomWidth = getWidth() - 2 * pad;
			final int roomHeight = getHeight() - 2 * pad - metrics.getHeight();
			final BufferedImage picture = value.picture();
			final double scale = Math.min((double) roomWidth / picture.getWidth(), (double) roomHeight / picture.getHeight());
			final int width = (int) Math.round(picture.getWidth() * scale);
			final int height = (int) Math.round(picture.getHeight() * scale);
			g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
			g.drawImage(picture, pad, pad + (roomHeight - height) / 2, width, height, null);
			g.setColor(isSelected ? Style.selectedText() : Style.faint());
			g.drawString(Readout.number(value.patch().activation()), pad, getHeight() - pad - metrics.getDescent());
			g.dispose();
		}
	}
}
