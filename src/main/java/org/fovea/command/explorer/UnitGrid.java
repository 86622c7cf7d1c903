package org.fovea.command.explorer;

import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

import javax.accessibility.AccessibleContext;
import javax.swing.AbstractListModel;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;

import org.fovea.activation.UnitStatistics;
import org.fovea.image.Luts;
import org.fovea.image.Shading;
import org.fovea.network.Heatmap;

/**
 * The maps of all units of a layer side by side. Only what is visible is painted, so thousands of units scroll as easily as ten. Units
 * without positions are bars.
 */
final class UnitGrid extends JList<Integer> {

	private static final long serialVersionUID = 1L;

	private static final int MOST_PICTURES = 512;

	/** Whether maps can be compared by their colours. */
	enum Contrast {
		/** Each unit has its own range. */
		UNIT("Each unit"),
		/** All units have one range. */
		LAYER("All units alike");

		private final String label;

		Contrast(final String label) {
			this.label = label;
		}

		@Override
		public String toString() {
			return label;
		}
	}

	private final Units units = new Units();
	private final transient IntConsumer chosen;
	private final transient Map<Integer, BufferedImage> pictures = new LinkedHashMap<>(64, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(final Map.Entry<Integer, BufferedImage> eldest) {
			return size() > MOST_PICTURES;
		}
	};
	private transient Optional<Answer> answer = Optional.empty();
	private transient Optional<Shading> shared = Optional.empty();
	private Contrast contrast = Contrast.UNIT;
	private double side = 6;
	private boolean isShowing;

	/** @param chosen is told of units that the user selects */
	UnitGrid(final IntConsumer chosen) {
		this.chosen = chosen;
		setName("units");
		setModel(units);
		setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		setLayoutOrientation(JList.HORIZONTAL_WRAP);
		setVisibleRowCount(-1);
		setFont(Style.small());
		setCellRenderer(new Cell());
		setBorder(Style.padding(0.3, 0.3));
		getAccessibleContext().setAccessibleName("Units of the layer");
		addListSelectionListener(event -> {
			if (!isShowing && getSelectedValue() != null) chosen.accept(getSelectedValue());
		});
		addComponentListener(new ComponentAdapter() {

			@Override
			public void componentResized(final ComponentEvent event) {
				fit();
			}
		});
	}

	/**
	 * Shows units.
	 *
	 * @param found with a scene; empty to show none
	 * @param order in which units stand
	 * @param selected unit
	 */
	void show(final Optional<Answer> found, final List<Integer> order, final int selected) {
		answer = found.filter(a -> a.scene().isPresent());
		pictures.clear();
		shared = answer.map(a -> new Shading(a.scene().get().units().thumbnails(), Luts.AUTO));
		isShowing = true;
		if (!order.equals(units.order)) units.show(order);
		select(selected);
		isShowing = false;
		fit();
		repaint();
	}

	/**
	 * Marks a unit and makes it visible.
	 *
	 * @param unit to be selected
	 */
	void select(final int unit) {
		final int index = units.order.indexOf(unit);
		if (index < 0 || index == getSelectedIndex()) return;
		final boolean before = isShowing;
		isShowing = true;
		setSelectedIndex(index);
		ensureIndexIsVisible(index);
		isShowing = before;
	}

	/**
	 * Chooses the range of colours.
	 *
	 * @param wanted range
	 */
	void setContrast(final Contrast wanted) {
		contrast = wanted;
		pictures.clear();
		repaint();
	}

	/**
	 * Chooses how large maps are.
	 *
	 * @param ems longer side, in multiples of the font's size
	 */
	void setSide(final double ems) {
		side = ems;
		fit();
	}

	@Override
	public String getToolTipText(final java.awt.event.MouseEvent event) {
		final int index = locationToIndex(event.getPoint());
		if (index < 0 || !getCellBounds(index, index).contains(event.getPoint()) || answer.isEmpty()) return null;
		return description(getModel().getElementAt(index));
	}

	@Override
	public AccessibleContext getAccessibleContext() {
		final AccessibleContext context = super.getAccessibleContext();
		if (answer != null && answer.isPresent() && getSelectedValue() != null) context.setAccessibleDescription(description(getSelectedValue()));
		return context;
	}

	private String description(final int unit) {
		final UnitStatistics s = scene().units().statistics().get(unit);
		final String label = answer.flatMap(a -> a.label(unit)).map(text -> " (" + text + ")").orElse("");
		if (scene().units().areValues()) return "Unit " + unit + label + ": " + Readout.number(s.max());
		return "Unit " + unit + label + ": maximum " + Readout.number(s.max()) + ", mean " + Readout.number(s.mean()) + ", minimum " + Readout.number(s
			.min());
	}

	private Scene scene() {
		return answer.flatMap(Answer::scene).orElseThrow();
	}

	private boolean areValues() {
		return answer.isPresent() && scene().units().areValues();
	}

	/** Lets whole columns fill the width. */
	private void fit() {
		final FontMetrics metrics = getFontMetrics(getFont());
		final int pad = Style.length(0.35);
		final int wanted = areValues() ? Style.length(10) : Style.length(side) + 2 * pad;
		final int room = Math.max(wanted, getWidth() - getInsets().left - getInsets().right);
		final int columns = Math.max(1, room / wanted);
		final int width = room / columns;
		final int height = areValues() ? 2 * metrics.getHeight() + 2 * pad : (int) Math.round((width - 2 * pad) * aspect()) + metrics.getHeight() + 2 *
			pad;
		if (getFixedCellWidth() != width || getFixedCellHeight() != height) {
			setFixedCellWidth(width);
			setFixedCellHeight(Math.max(1, height));
			if (getSelectedIndex() >= 0) ensureIndexIsVisible(getSelectedIndex());
		}
	}

	/** Height by width of a map, within what a grid can bear. */
	private double aspect() {
		if (answer.isEmpty()) return 1;
		final Heatmap map = scene().units().thumbnails().get(0);
		return Math.max(0.12, Math.min(1.5, (double) map.height() / map.width()));
	}

	private BufferedImage picture(final int unit) {
		return pictures.computeIfAbsent(unit, u -> {
			final Heatmap map = scene().units().thumbnails().get(u);
			final Shading shading = contrast == Contrast.LAYER ? shared.orElseThrow() : new Shading(List.of(map), Luts.AUTO);
			return shading.opaque(map);
		});
	}

	/** The numbers of the units in their order. */
	private static final class Units extends AbstractListModel<Integer> {

		private static final long serialVersionUID = 1L;

		private List<Integer> order = List.of();

		private void show(final List<Integer> wanted) {
			order = List.copyOf(wanted);
			fireContentsChanged(this, 0, Math.max(0, order.size() - 1));
		}

		@Override
		public int getSize() {
			return order.size();
		}

		@Override
		public Integer getElementAt(final int index) {
			return order.get(index);
		}
	}

	/** One unit. */
	private final class Cell extends JComponent implements ListCellRenderer<Integer> {

		private static final long serialVersionUID = 1L;

		private int unit;
		private boolean isSelected;
		private boolean hasFocus;

		@Override
		public Component getListCellRendererComponent(final JList<? extends Integer> list, final Integer value, final int index, final boolean selected,
			final boolean focus)
		{
			unit = value;
			isSelected = selected;
			hasFocus = focus;
			getAccessibleContext().setAccessibleName(answer.isPresent() ? description(unit) : "");
			return this;
		}

		@Override
		public AccessibleContext getAccessibleContext() {
			if (accessibleContext == null) {
				accessibleContext = new AccessibleJComponent() {

					private static final long serialVersionUID = 1L;
				};
			}
			return accessibleContext;
		}

		@Override
		public Dimension getPreferredSize() {
			return new Dimension(getFixedCellWidth(), getFixedCellHeight());
		}

		@Override
		protected void paintComponent(final Graphics graphics) {
			if (answer.isEmpty() || unit >= scene().units().count()) return;
			final Graphics2D g = Style.smooth(graphics);
			final int arc = Style.length(0.5);
			if (isSelected) {
				g.setColor(hasFocus ? Style.selection() : Style.mix(Style.selection(), Style.background(), 0.35));
				g.fillRoundRect(1, 1, getWidth() - 2, getHeight() - 2, arc, arc);
			}
			g.setFont(UnitGrid.this.getFont());
			if (areValues()) paintValue(g);
			else paintMap(g);
			g.dispose();
		}

		private void paintMap(final Graphics2D g) {
			final int pad = Style.length(0.35);
			final FontMetrics metrics = g.getFontMetrics();
			final Heatmap map = scene().units().thumbnails().get(unit);
			final int roomWidth = getWidth() - 2 * pad;
			final int roomHeight = getHeight() - 2 * pad - metrics.getHeight();
			final double scale = Math.min((double) roomWidth / map.width(), (double) roomHeight / map.height());
			final int width = Math.max(1, (int) Math.round(map.width() * scale));
			final int height = Math.max(1, Math.min(roomHeight, (int) Math.round(map.height() * scale)));
			g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
			g.drawImage(picture(unit), pad + (roomWidth - width) / 2, pad, width, height, null);
			write(g, pad, getHeight() - pad - metrics.getDescent(), Readout.number(scene().units().statistics().get(unit).max()));
		}

		private void paintValue(final Graphics2D g) {
			final int pad = Style.length(0.35);
			final FontMetrics metrics = g.getFontMetrics();
			final double value = scene().units().statistics().get(unit).max();
			write(g, pad, pad + metrics.getAscent(), Readout.number(value));
			final Shading shading = shared.orElseThrow();
			final int room = getWidth() - 2 * pad;
			final int height = Style.length(0.5);
			final int top = pad + metrics.getHeight() + (metrics.getHeight() - height) / 2;
			final int zero = shading.isSigned() ? room / 2 : 0;
			final int length = (int) Math.round(Math.abs(value) / shading.limit() * (room - zero));
			g.setColor(Style.mix(isSelected ? Style.selectedText() : Style.text(), isSelected ? Style.selection() : Style.background(), 0.85));
			g.fillRect(pad, top, room, height);
			g.setColor(value < 0 ? new Color(0x31, 0x6c, 0xb5) : new Color(0xd0, 0x4a, 0x2e));
			g.fillRect(pad + (value < 0 ? zero - length : zero), top, length, height);
		}

		/** The unit's name at the left, a number at the right where there is room. */
		private void write(final Graphics2D g, final int pad, final int base, final String number) {
			final FontMetrics metrics = g.getFontMetrics();
			final int room = getWidth() - 2 * pad;
			final String name = answer.flatMap(a -> a.label(unit)).orElse(Integer.toString(unit));
			g.setColor(isSelected ? Style.selectedText() : Style.text());
			g.drawString(name, pad, base);
			final int width = metrics.stringWidth(number);
			if (metrics.stringWidth(name) + width + Style.length(0.4) > room) return;
			g.setColor(isSelected ? Style.mix(Style.selectedText(), Style.selection(), 0.25) : Style.faint());
			g.drawString(number, pad + room - width, base);
		}
	}

	/** @return always whole rows */
	@Override
	public int getScrollableUnitIncrement(final java.awt.Rectangle visible, final int orientation, final int direction) {
		return orientation == SwingConstants.VERTICAL ? Math.max(1, getFixedCellHeight() / 2) : super.getScrollableUnitIncrement(visible, orientation,
			direction);
	}
}
