package org.fovea.image;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.frame.RoiManager;

/** The rows of a table behind the points of a plot. */
public final class RowSource implements PointSource {

	private static final int SIDE = 96;
	private static final int LAST_GROUP = 255;

	private final RowTable table;
	private final int[] rows;
	private final String title;
	private final List<String> classes;

	/**
	 * Rows as points.
	 *
	 * @param table that they stand in
	 * @param rows the row of each point
	 * @param title of tables made from points
	 * @param column with the classes of the rows
	 */
	public RowSource(final RowTable table, final int[] rows, final String title, final Optional<String> column) {
		this.table = table;
		this.rows = rows.clone();
		this.title = title;
		classes = column.map(name -> table.words("classes", name)).orElse(List.of());
	}

	@Override
	public String label(final int point) {
		final String label = table.label(rows[point]);
		return classes.isEmpty() || classes.get(rows[point]).isBlank() ? label : label + "  " + classes.get(rows[point]);
	}

	@Override
	public Optional<BufferedImage> thumbnail(final int point) {
		return table.origin(rows[point]).flatMap(origin -> origin.thumbnail(SIDE));
	}

	@Override
	public void open(final int point) {
		final Optional<ImagePlus> opened = table.origin(rows[point]).flatMap(Origin::open);
		if (opened.isEmpty()) IJ.showStatus(label(point) + " is in no image that is open, or several have its title");
	}

	@Override
	public void tabulate(final int[] points) {
		final ResultsTable selection = new ResultsTable();
		final int[] chosen = new int[points.length];
		for (int i = 0; i < points.length; i++) chosen[i] = rows[points[i]];
		table.copy(chosen, selection);
		selection.show(title);
	}

	@Override
	public int group(final int[] points) {
		RoiManager manager = RoiManager.getInstance2();
		if (manager == null) manager = new RoiManager();
		int group = 0;
		for (final Roi roi : manager.getRoisAsArray()) group = Math.max(group, roi.getGroup());
		int added = 0;
		for (final int point : points) {
			final Optional<Roi> region = table.origin(rows[point]).flatMap(Origin::region);
			if (region.isEmpty()) continue;
			region.get().setGroup(Math.min(LAST_GROUP, group + 1));
			manager.addRoi(region.get());
			added++;
		}
		return added;
	}
}
