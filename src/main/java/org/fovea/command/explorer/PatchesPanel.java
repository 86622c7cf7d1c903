package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.ScrollPaneConstants;

import org.fovea.image.ImageSource;

import ij.ImagePlus;
import ij.io.DirectoryChooser;

/** The places that excite the chosen unit most, in the current stack or in a folder. All units of a layer are searched at once. */
final class PatchesPanel extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final String LIST = "list";
	private static final String MESSAGE = "message";
	private static final int PIXELS = 192;

	private final transient Exploration exploration;
	private final transient PatchSearch search;
	private final transient Worker searcher;
	private final transient Worker painter;
	private final transient Consumer<Throwable> log;
	private final DefaultListModel<Shown> shown = new DefaultListModel<>();
	private final JList<Shown> list = new JList<>(shown);
	private final Message message = new Message(() -> {});
	private final JButton stack = new JButton("Search This Image");
	private final JButton folder = new JButton("Search Folder...");
	private final JLabel note = Style.note(" ");
	private final CardLayout cards = new CardLayout();
	private final JPanel deck = new JPanel(cards);
	private transient Optional<PatchSearch.Found> found = Optional.empty();
	private transient Optional<String> complaint = Optional.empty();

	/** A patch and its picture. */
	private record Shown(PatchSearch.Patch patch, Optional<BufferedImage> picture) {}

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
		list.setFixedCellWidth(Style.length(7.4));
		list.setFixedCellHeight(Style.length(8.6));
		list.setCellRenderer(new Cell());
		list.setBorder(Style.padding(0.3, 0.3));
		list.getAccessibleContext().setAccessibleName("Places that excite the unit most");
		list.addMouseListener(new MouseAdapter() {

			@Override
			public void mouseClicked(final MouseEvent event) {
				if (event.getClickCount() == 2) open();
			}
		});
		ExplorerWindow.bind(list, JComponent.WHEN_FOCUSED, "ENTER", this::open);
		button(stack, "search-stack", "Find the places in all slices of the current image that excite each unit of the layer most", () -> exploration
			.question().image().ifPresent(image -> start(ImageSource.planes(image))));
		button(folder, "search-folder", "Find the places in all images of a folder that excite each unit of the layer most", this::chooseFolder);
		final JPanel tools = new JPanel(new FlowLayout(FlowLayout.LEFT, Style.length(0.4), 0));
		tools.setBorder(Style.padding(0.35, 0.2));
		tools.add(stack);
		tools.add(folder);
		tools.add(note);
		final JScrollPane scroll = new JScrollPane(list, ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
			ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		scroll.setBorder(null);
		deck.add(scroll, LIST);
		deck.add(message, MESSAGE);
		add(tools, BorderLayout.NORTH);
		add(deck, BorderLayout.CENTER);
		setPreferredSize(new Dimension(Style.length(26), Style.length(16)));
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

	private void chooseFolder() {
		final String path = new DirectoryChooser("Folder of images").getDirectory();
		if (path == null) return;
		searcher.run(new Worker.Job("Search", progress -> {
			final ImageSource source = ImageSource.folder(path);
			return () -> start(source);
		}, this::failed));
	}

	private void start(final ImageSource source) {
		final Optional<String> layer = exploration.answer().flatMap(Answer::layer).map(l -> l.name());
		if (layer.isEmpty()) return;
		final PatchSearch.Request request = new PatchSearch.Request(exploration.question().model(), layer.get(), source);
		complaint = Optional.empty();
		searcher.run(new Worker.Job("Search", progress -> {
			final PatchSearch.Found result = search.search(request, progress);
			return () -> {
				found = Optional.of(result);
				refresh();
			};
		}, this::failed));
	}

	private void failed(final Throwable cause) {
		complaint = Optional.of(Exploration.sentence(cause, log));
		refresh();
	}

	private void open() {
		Optional.ofNullable(list.getSelectedValue()).ifPresent(chosen -> painter.run(new Worker.Job("Opening", progress -> {
			chosen.patch().origin().open();
			return () -> {};
		}, this::failed)));
	}

	private Optional<PatchSearch.Found> current() {
		final Optional<String> layer = exploration.answer().flatMap(Answer::layer).map(l -> l.name());
		return found.filter(f -> f.request().model().equals(exploration.question().model()) && layer.filter(f.request().layer()::equals).isPresent());
	}

	private void refresh() {
		final Optional<ImagePlus> image = exploration.question().image();
		stack.setText(image.filter(i -> i.getStackSize() > i.getNChannels()).isPresent() ? "Search This Stack" : "Search This Image");
		stack.setEnabled(image.isPresent() && exploration.answer().isPresent());
		folder.setEnabled(exploration.answer().isPresent());
		final Optional<PatchSearch.Found> here = current();
		note.setText(here.map(f -> "Best of " + f.skipped().visited() + " in " + f.request().source().name() + skipped(f)).orElse(" "));
		final List<PatchSearch.Patch> patches = here.map(f -> f.of(exploration.unit())).orElse(List.of());
		cards.show(deck, patches.isEmpty() ? MESSAGE : LIST);
		if (patches.isEmpty()) message.say(sentence(here), "");
		if (!patches.equals(shownPatches())) fill(patches);
	}

	private String sentence(final Optional<PatchSearch.Found> here) {
		if (complaint.isPresent()) return complaint.get();
		return here.isPresent() ? "Unit " + exploration.unit() + " is silent in all of these images."
			: "Which places in your images excite this unit most? Search the current stack or a folder.";
	}

	private static String skipped(final PatchSearch.Found result) {
		final int count = result.skipped().reasons().size();
		return count == 0 ? "" : ", " + count + " skipped";
	}

	private List<PatchSearch.Patch> shownPatches() {
		final List<PatchSearch.Patch> patches = new ArrayList<>();
		for (int i = 0; i < shown.size(); i++) patches.add(shown.get(i).patch());
		return patches;
	}

	private void fill(final List<PatchSearch.Patch> patches) {
		shown.clear();
		patches.forEach(patch -> shown.addElement(new Shown(patch, Optional.empty())));
		painter.run(new Worker.Job("Reading patches", progress -> {
			final List<Shown> painted = new ArrayList<>();
			for (final PatchSearch.Patch patch : patches) {
				progress.check();
				painted.add(new Shown(patch, patch.origin().thumbnail(PIXELS)));
			}
			return () -> {
				if (!patches.equals(shownPatches())) return;
				for (int i = 0; i < painted.size(); i++) shown.set(i, painted.get(i));
			};
		}, this::failed));
	}

	/** One patch with its activation below. */
	private final class Cell extends JPanel implements ListCellRenderer<Shown> {

		private static final long serialVersionUID = 1L;

		private transient Shown value;
		private boolean isSelected;

		@Override
		public Component getListCellRendererComponent(final JList<? extends Shown> owner, final Shown patch, final int index, final boolean selected,
			final boolean hasFocus)
		{
			value = patch;
			isSelected = selected;
			setOpaque(false);
			final String text = "Activation " + Readout.number(patch.patch().activation()) + " in " + patch.patch().origin().label();
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
			value.picture().ifPresent(picture -> {
				final double scale = Math.min((double) roomWidth / picture.getWidth(), (double) roomHeight / picture.getHeight());
				final int width = (int) Math.round(picture.getWidth() * scale);
				final int height = (int) Math.round(picture.getHeight() * scale);
				g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
				g.drawImage(picture, pad + (roomWidth - width) / 2, pad + (roomHeight - height) / 2, width, height, null);
			});
			g.setColor(isSelected ? Style.selectedText() : Style.faint());
			g.drawString(Readout.number(value.patch().activation()), pad, getHeight() - pad - metrics.getDescent());
			g.dispose();
		}
	}
}
