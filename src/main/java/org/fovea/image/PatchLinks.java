package org.fovea.image;

import java.awt.Component;
import java.awt.Rectangle;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.text.TextPanel;
import ij.text.TextWindow;

import org.fovea.FoveaException;

/** From patches, in sheets and in a table, back to where they were found: a double click opens the source with the patch selected. */
public final class PatchLinks {

	/** The heading of the column that says the unit. */
	public static final String UNIT = "Unit";

	/** The heading of the column that says the rank, from 1. */
	public static final String RANK = "Rank";

	private final Series series;
	private final Map<List<Integer>, Found> byTile = new TreeMap<>((a, b) -> a.get(0).equals(b.get(0)) ? a.get(1).compareTo(b.get(1)) : a.get(0)
		.compareTo(b.get(0)));

	/**
	 * A patch and where it was found.
	 *
	 * @param unit of which it is
	 * @param rank 0 for the strongest
	 * @param place where it was found
	 * @param box the patch in the image
	 */
	public record Found(int unit, int rank, Series.Place place, Rectangle box) {}

	/**
	 * Knows where patches came from.
	 *
	 * @param series in which they were found
	 * @param rows of the table
	 */
	public PatchLinks(final Series series, final List<Found> rows) {
		this.series = series;
		rows.forEach(found -> byTile.put(List.of(found.unit(), found.rank()), found));
	}

	/**
	 * Listens to double clicks on tiles.
	 *
	 * @param image the sheets in their window; one without a window has none to listen to
	 * @param sheets what is drawn there
	 */
	public void listen(final ImagePlus image, final PatchSheets sheets) {
		if (image.getCanvas() == null) return;
		image.getCanvas().addMouseListener(onDoubleClick(event -> sheets.at(image.getCurrentSlice(), image.getCanvas().offScreenX(event.getX()), image
			.getCanvas().offScreenY(event.getY())).map(tile -> byTile.get(List.of(tile[0], tile[1])))));
	}

	/**
	 * Listens to double clicks on the rows of a table.
	 *
	 * @param title of the table's window; one without a window has none to listen to
	 */
	public void listen(final String title) {
		if (!(WindowManager.getFrame(title) instanceof final TextWindow window)) return;
		final TextPanel panel = window.getTextPanel();
		final MouseListener listener = onDoubleClick(event -> found(panel));
		// The window is used again for the next table, whose rows lead elsewhere.
		for (final Component part : panel.getComponents()) {
			for (final MouseListener before : part.getMouseListeners()) {
				if (before instanceof DoubleClick) part.removeMouseListener(before);
			}
			part.addMouseListener(listener);
		}
	}

	/** By what the row says, because tables can be sorted. */
	private Optional<Found> found(final TextPanel panel) {
		final int row = panel.getSelectionStart();
		if (row < 0 || row >= panel.getLineCount()) return Optional.empty();
		final List<String> headings = List.of(panel.getColumnHeadings().split("\t"));
		final String[] cells = panel.getLine(row).split("\t");
		final int unit = headings.indexOf(UNIT);
		final int rank = headings.indexOf(RANK);
		if (unit < 0 || rank < 0 || Math.max(unit, rank) >= cells.length) return Optional.empty();
		return Optional.ofNullable(byTile.get(List.of((int) Double.parseDouble(cells[unit]), (int) Double.parseDouble(cells[rank]) - 1)));
	}

	/**
	 * Opens the source of a patch, with the patch as its selection.
	 *
	 * @param found the patch
	 */
	void open(final Found found) {
		try {
			Series.show(series.find(found.place()), found.place().plane(), found.box());
		}
		catch (final FoveaException exc) {
			IJ.showStatus(exc.getMessage());
		}
	}

	private interface Finder {

		Optional<Found> find(MouseEvent event);
	}

	private DoubleClick onDoubleClick(final Finder finder) {
		return new DoubleClick(finder);
	}

	/** Opening a file takes time, which the event thread has not. */
	private final class DoubleClick extends MouseAdapter {

		private final Finder finder;

		DoubleClick(final Finder finder) {
			this.finder = finder;
		}

		@Override
		public void mouseClicked(final MouseEvent event) {
			if (event.getClickCount() == 2) finder.find(event).ifPresent(found -> new Thread(() -> open(found), "Fovea open patch").start());
		}
	}
}
