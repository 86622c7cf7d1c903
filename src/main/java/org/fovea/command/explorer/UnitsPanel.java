package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Dimension;
import java.util.Optional;

import javax.swing.BorderFactory;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.ScrollPaneConstants;

/** The grid of units with what sets it up above it, or a sentence where there is nothing to see. */
final class UnitsPanel extends JPanel {

	private static final long serialVersionUID = 1L;

	/** The sample that the button opens. */
	private static final String SAMPLE = "blood-smear";
	private static final String GRID = "grid";
	private static final String MESSAGE = "message";

	private final transient Exploration exploration;
	private final UnitGrid grid;
	private final Message message;
	private final JLabel title = new JLabel(" ");
	private final JLabel subtitle = Style.note(" ");
	private final JSlider size = new JSlider(3, 24, 7);
	private final CardLayout cards = new CardLayout();
	private final JPanel deck = new JPanel(cards);

	/**
	 * @param exploration what is shown, and told what is chosen
	 * @param sample opens a sample image
	 */
	UnitsPanel(final Exploration exploration, final Runnable sample) {
		super(new BorderLayout());
		this.exploration = exploration;
		grid = new UnitGrid(exploration::chooseUnit);
		message = new Message(sample);
		title.setFont(Style.heading());
		title.setName("units-title");
		final JComboBox<UnitMaps.Order> order = chooser("order", "Sort the units by", UnitMaps.Order.values());
		order.addActionListener(event -> exploration.chooseOrder((UnitMaps.Order) order.getSelectedItem()));
		final JComboBox<UnitGrid.Contrast> contrast = chooser("contrast", "Give each unit the full range of colours, or all units one range",
			UnitGrid.Contrast.values());
		contrast.addActionListener(event -> grid.setContrast((UnitGrid.Contrast) contrast.getSelectedItem()));
		size.setName("size");
		size.setToolTipText("Size of the maps");
		size.getAccessibleContext().setAccessibleName("Size of the maps");
		size.setPreferredSize(new Dimension(Style.length(6), size.getPreferredSize().height));
		size.addChangeListener(event -> grid.setSide(size.getValue()));
		grid.setSide(size.getValue());
		final JPanel tools = Wrapping.panel(0.7, 0.2);
		tools.setBorder(BorderFactory.createEmptyBorder(0, Style.length(0.2), Style.length(0.15), 0));
		tools.add(Wrapping.pair("Sort", order));
		tools.add(Wrapping.pair("Contrast", contrast));
		tools.add(Wrapping.pair("Size", size));
		final JPanel heading = new JPanel(new BorderLayout(Style.length(0.8), 0));
		heading.setBorder(Style.padding(0.35, 0.6));
		heading.add(title, BorderLayout.WEST);
		heading.add(subtitle, BorderLayout.CENTER);
		final JPanel top = new JPanel(new BorderLayout());
		top.add(heading, BorderLayout.NORTH);
		top.add(tools, BorderLayout.CENTER);
		final JScrollPane scroll = new JScrollPane(grid, ScrollPaneConstants.VERTICAL_SCROLLBAR_ALWAYS, ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		scroll.setBorder(null);
		scroll.getViewport().setBackground(Style.background());
		deck.add(scroll, GRID);
		deck.add(message, MESSAGE);
		deck.setBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Style.line()));
		add(top, BorderLayout.NORTH);
		add(deck, BorderLayout.CENTER);
		setPreferredSize(new Dimension(Style.length(38), Style.length(30)));
		setMinimumSize(new Dimension(Style.length(12), Style.length(12)));
		exploration.addListener(this::changed);
	}

	/** @return the grid, for keys and menus */
	JComponent grid() {
		return grid;
	}

	private void changed(final Exploration.Change change) {
		switch (change) {
			case UNIT -> grid.select(exploration.unit());
			case QUESTION, ANSWER, ORDER -> refresh();
			case WORK -> sayWork();
		}
	}

	private void refresh() {
		final Optional<Scene> scene = exploration.scene();
		grid.show(exploration.answer(), exploration.units(), exploration.unit());
		title.setText(exploration.answer().flatMap(Answer::layer).map(layer -> layer.name()).orElse(" "));
		subtitle.setText(scene.map(s -> count(s.units())).orElse(" "));
		cards.show(deck, scene.isPresent() ? GRID : MESSAGE);
		if (scene.isPresent()) return;
		if (exploration.complaint().isPresent()) message.say(exploration.complaint().get(), "");
		else if (exploration.question().image().isEmpty()) sayWithoutImage();
		else sayWork();
	}

	private void sayWork() {
		final boolean isWaiting = exploration.scene().isEmpty() && exploration.complaint().isEmpty() && exploration.question().image().isPresent();
		if (isWaiting) message.say(exploration.work().map(words -> words + "…").orElse(""), "");
	}

	private void sayWithoutImage() {
		final boolean hasSample = exploration.answer().flatMap(a -> a.model().sample()).filter(SAMPLE::equals).isPresent();
		message.say("Open an image to see what the units of each layer make of it; the layers of the model are listed at the left.", hasSample
			? "Open a Sample Image" : "");
	}

	private static String count(final UnitMaps units) {
		final String count = units.count() == 1 ? "1 unit" : units.count() + " units";
		return units.areValues() ? count : count + ", " + units.maps().get(0).width() + " × " + units.maps().get(0).height();
	}

	private static <T> JComboBox<T> chooser(final String name, final String hint, final T[] values) {
		final JComboBox<T> chooser = new JComboBox<>(values);
		chooser.setName(name);
		chooser.setFont(Style.small());
		chooser.setToolTipText(hint);
		chooser.getAccessibleContext().setAccessibleName(hint);
		return chooser;
	}
}
