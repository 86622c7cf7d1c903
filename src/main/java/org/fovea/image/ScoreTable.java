package org.fovea.image;

import java.util.Comparator;
import java.util.List;

import ij.ImagePlus;
import ij.measure.ResultsTable;

import org.fovea.model.Scores.Score;

/**
 * Scores of images in a table, one row for each plane: the best class and its score, then a column for each class, or, where a model has
 * more classes than are listed, the runners-up with their scores.
 */
public final class ScoreTable {

	private static final String RUNNER_UP = "Class ";

	private final int listed;

	/** @param listed how many classes */
	public ScoreTable(final int listed) {
		this.listed = listed;
	}

	/**
	 * One row.
	 *
	 * @param image the image
	 * @param plane of the image
	 * @param model its id
	 * @param classes every class, the best first
	 */
	public record Row(ImagePlus image, Plane plane, String model, List<Score> classes) {}

	/**
	 * Adds a row.
	 *
	 * @param table that gets it
	 * @param row the scores
	 */
	public void add(final ResultsTable table, final Row row) {
		table.addRow();
		if (table.size() > 1) clear(table);
		table.addValue("Image", row.image().getTitle());
		final String slice = row.plane().label(row.image());
		table.addValue("Slice", slice.isEmpty() ? "1" : slice);
		table.addValue("Model", row.model());
		table.addValue("Class", row.classes().get(0).label());
		table.addValue("Score", row.classes().get(0).score());
		if (row.classes().size() <= listed) {
			row.classes().stream().sorted(Comparator.comparingInt(Score::index)).forEach(c -> table.addValue(c.label(), c.score()));
		}
		else for (int rank = 1; rank < listed; rank++) {
			table.addValue(RUNNER_UP + (rank + 1), row.classes().get(rank).label());
			table.addValue("Score " + (rank + 1), row.classes().get(rank).score());
		}
	}

	/** ImageJ writes 0 where a row has no value, which would be a score for a class of another model. */
	private static void clear(final ResultsTable table) {
		for (final String heading : table.getHeadings()) {
			if (heading.startsWith(RUNNER_UP)) table.addValue(heading, "");
			else table.addValue(heading, Double.NaN);
		}
	}
}
