package org.fovea.command.explorer;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Point;
import java.util.Optional;
import java.util.function.Consumer;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;

import org.fovea.activation.UnitStatistics;

/** The chosen unit: its name, its numbers, and its map over the image. */
final class UnitPanel extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final int PERCENT = 100;

	private final transient Exploration exploration;
	private final UnitPicture picture;
	private final JLabel title = new JLabel(" ");
	private final JLabel numbers = Style.note(" ");

	/**
	 * @param exploration what is shown
	 * @param show the button that shows more
	 * @param pointed is told of the position under the mouse, or that there is none
	 */
	UnitPanel(final Exploration exploration, final JComponent show, final Consumer<Optional<Point>> pointed) {
		super(new BorderLayout());
		this.exploration = exploration;
		picture = new UnitPicture(pointed);
		title.setFont(Style.heading());
		title.setName("unit-title");
		numbers.setName("unit-numbers");
		final JSlider opacity = new JSlider(0, PERCENT, 60);
		opacity.setName("opacity");
		opacity.setToolTipText("How strongly the map covers the image");
		opacity.getAccessibleContext().setAccessibleName("Opacity of the map");
		opacity.setPreferredSize(new Dimension(Style.length(7), opacity.getPreferredSize().height));
		opacity.setMaximumSize(opacity.getPreferredSize());
		opacity.addChangeListener(event -> picture.setOpacity((double) opacity.getValue() / PERCENT));
		final JPanel heading = new JPanel(new BorderLayout(Style.length(0.8), 0));
		heading.setBorder(Style.padding(0.35, 0.6));
		heading.add(title, BorderLayout.WEST);
		heading.add(numbers, BorderLayout.CENTER);
		final Box row = Box.createHorizontalBox();
		row.setBorder(BorderFactory.createEmptyBorder(0, Style.length(0.6), Style.length(0.35), Style.length(0.5)));
		row.add(Style.note("Map"));
		row.add(Box.createHorizontalStrut(Style.length(0.4)));
		row.add(opacity);
		row.add(Box.createHorizontalGlue());
		row.add(show);
		final JPanel top = new JPanel(new BorderLayout());
		top.add(heading, BorderLayout.NORTH);
		top.add(row, BorderLayout.CENTER);
		final JPanel frame = new JPanel(new BorderLayout());
		frame.setBackground(Style.background());
		frame.setBorder(BorderFactory.createCompoundBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Style.line()), Style.padding(0.5, 0.5)));
		frame.add(picture, BorderLayout.CENTER);
		add(top, BorderLayout.NORTH);
		add(frame, BorderLayout.CENTER);
		exploration.addListener(change -> {
			if (change != Exploration.Change.WORK) refresh();
		});
	}

	/** @return the picture, for keys and menus */
	UnitPicture picture() {
		return picture;
	}

	private void refresh() {
		final Optional<Scene> scene = exploration.scene();
		final int unit = exploration.unit();
		picture.show(scene, unit);
		final Optional<String> label = exploration.answer().flatMap(answer -> answer.label(unit));
		title.setText(scene.isEmpty() ? " " : "Unit " + unit + label.map(text -> " · " + text).orElse(""));
		numbers.setText(scene.map(s -> numbers(s, unit)).orElse(" "));
	}

	private static String numbers(final Scene scene, final int unit) {
		final UnitStatistics s = scene.units().statistics().get(unit);
		if (scene.units().areValues()) return Readout.number(s.max());
		return "max " + Readout.number(s.max()) + "  ·  mean " + Readout.number(s.mean()) + "  ·  min " + Readout.number(s.min());
	}
}
