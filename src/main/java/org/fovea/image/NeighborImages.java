package org.fovea.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;

/** Rows of a table beside their nearest neighbours: pictures where the rows come from images, and a table. */
public final class NeighborImages {

	private static final int SIDE = 128;
	private static final int GAP = 8;
	private static final int LINE = 14;
	private static final int FOOTER = 24;
	private static final int COLUMNS = 6;

	private final RowTable table;
	private final List<String> classes;

	/**
	 * Settles what the rows are.
	 *
	 * @param table that they stand in
	 * @param classes of its rows, empty words where there are none
	 */
	public NeighborImages(final RowTable table, final List<String> classes) {
		this.table = table;
		this.classes = List.copyOf(classes);
	}

	/**
	 * A row and its neighbours.
	 *
	 * @param query row of the table
	 * @param neighbors rows of the table, the nearest first
	 * @param distances of the neighbours
	 */
	public record Strip(int query, int[] neighbors, double[] distances) {}

	/**
	 * Montages, one slice for each query: the query framed, then its neighbours with their distances.
	 *
	 * @param strips at least one
	 * @param footer written under each; empty for nothing
	 * @return an RGB stack, not shown
	 */
	public ImagePlus montage(final List<Strip> strips, final String footer) {
		final int tiles = 1 + strips.stream().mapToInt(strip -> strip.neighbors().length).max().orElse(0);
		final int columns = Math.min(COLUMNS, tiles);
		final int rows = (tiles + columns - 1) / columns;
		final int width = GAP + columns * (SIDE + GAP);
		final int height = GAP + rows * (SIDE + caption() + GAP) + (footer.isEmpty() ? 0 : FOOTER);
		final ImageStack stack = new ImageStack(width, height);
		for (final Strip strip : strips) {
			final BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
			final Graphics2D graphics = page.createGraphics();
			graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
			graphics.setColor(Color.WHITE);
			graphics.fillRect(0, 0, width, height);
			for (int i = 0; i <= strip.neighbors().length; i++) {
				final int x = GAP + i % columns * (SIDE + GAP);
				final int y = GAP + i / columns * (SIDE + caption() + GAP);
				final int row = i == 0 ? strip.query() : strip.neighbors()[i - 1];
				final String distance = i == 0 ? "query" : distance(strip.distances()[i - 1]);
				draw(graphics, x, y, row, distance, i == 0);
			}
			graphics.setColor(Color.DARK_GRAY);
			graphics.drawString(footer, GAP, height - GAP);
			graphics.dispose();
			stack.addSlice(table.label(strip.query()), new ColorProcessor(page));
		}
		return new ImagePlus(table.stem() + "-neighbors", stack);
	}

	private static String distance(final double value) {
		return String.format(Locale.ROOT, value == 0 || value >= 1e-3 && value < 1e6 ? "%.4f" : "%.3e", value);
	}

	private void draw(final Graphics2D graphics, final int x, final int y, final int row, final String distance, final boolean isQuery) {
		final BufferedImage picture = table.origin(row).flatMap(origin -> origin.thumbnail(SIDE)).orElse(null);
		graphics.setColor(new Color(0xf2f2f2));
		graphics.fillRect(x, y, SIDE, SIDE);
		if (picture != null) graphics.drawImage(picture, x + (SIDE - picture.getWidth()) / 2, y + (SIDE - picture.getHeight()) / 2, null);
		graphics.setColor(isQuery ? Color.BLACK : Color.LIGHT_GRAY);
		graphics.drawRect(x - 1, y - 1, SIDE + 1, SIDE + 1);
		if (isQuery) graphics.drawRect(x - 2, y - 2, SIDE + 3, SIDE + 3);
		graphics.setColor(Color.BLACK);
		graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 11));
		graphics.drawString(distance, x, y + SIDE + LINE);
		graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
		graphics.drawString(beginning(graphics, classes.get(row)), x, y + SIDE + 2 * LINE);
		graphics.drawString(end(graphics, table.label(row)), x, y + SIDE + caption() - 4);
	}

	private int caption() {
		return (classes.stream().allMatch(String::isEmpty) ? 2 : 3) * LINE + 4;
	}

	/** Names of classes differ at their beginnings. */
	private static String beginning(final Graphics2D graphics, final String text) {
		int length = text.length();
		while (length > 1 && graphics.getFontMetrics().stringWidth(text.substring(0, length) + "…") > SIDE) length--;
		return graphics.getFontMetrics().stringWidth(text) <= SIDE ? text : text.substring(0, length) + "…";
	}

	/** Names of images differ at their ends. */
	private static String end(final Graphics2D graphics, final String text) {
		int from = 0;
		while (from < text.length() - 1 && graphics.getFontMetrics().stringWidth("…" + text.substring(from)) > SIDE) from++;
		return graphics.getFontMetrics().stringWidth(text) <= SIDE ? text : "…" + text.substring(from);
	}

	/**
	 * The same as a table, one row for each neighbour, with what the table says of it.
	 *
	 * @param strips at least one
	 * @return a table, not shown
	 */
	public ResultsTable table(final List<Strip> strips) {
		final ResultsTable result = Tables.of("neighbors");
		for (final Strip strip : strips) {
			final int first = result.size();
			table.copy(strip.neighbors(), result);
			for (int rank = 0; rank < strip.neighbors().length; rank++) {
				result.setValue("Query", first + rank, strip.query() + 1);
				result.setValue("Rank", first + rank, rank + 1);
				result.setValue("Neighbor", first + rank, strip.neighbors()[rank] + 1);
				result.setValue("Distance", first + rank, strip.distances()[rank]);
			}
		}
		return result;
	}
}
