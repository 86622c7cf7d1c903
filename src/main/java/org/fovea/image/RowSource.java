package org.fovea.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
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
		final List<Roi> areas = Arrays.stream(points).mapToObj(point -> table.origin(rows[point]).flatMap(Origin::area)).flatMap(Optional::stream)
			.toList();
		if (areas.isEmpty()) return 0;
		final RoiManager open = RoiManager.getInstance2();
		final RoiManager manager = open == null ? new RoiManager() : open;
		final int last = Arrays.stream(manager.getRoisAsArray()).mapToInt(Roi::getGroup).max().orElse(0);
		for (final Roi area : areas) {
			area.setGroup(Math.min(LAST_GROUP, last + 1));
			manager.addRoi(area);
		}
		return areas.size();
	}
}
