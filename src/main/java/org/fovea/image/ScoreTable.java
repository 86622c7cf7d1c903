package org.fovea.image;

import java.util.List;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/**
 * Scores of images in a table, one row for each plane: the best class and its score, then a column for each class, or, where a model has
 * more classes than are listed, the runners-up with their scores.
 */
public final class ScoreTable {

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
	 * @param labels of the classes in the model's order
	 * @param values their scores
	 * @param ranking indices of the classes, best first
	 */
	public record Row(ImagePlus image, Plane plane, String model, List<String> labels, double[] values, List<Integer> ranking) {}

	/**
	 * Adds a row.
	 *
	 * @param table that gets it
	 * @param row the scores
	 */
	public void add(final ResultsTable table, final Row row) {
		table.addRow();
		table.addValue("Image", row.image().getTitle());
		final String slice = row.plane().label(row.image());
		table.addValue("Slice", slice.isEmpty() ? "1" : slice);
		table.addValue("Model", row.model());
		table.addValue("Class", row.labels().get(row.ranking().get(0)));
		table.addValue("Score", row.values()[row.ranking().get(0)]);
		if (row.labels().size() <= listed) {
			for (int k = 0; k < row.labels().size(); k++) table.addValue(row.labels().get(k), row.values()[k]);
		}
		else for (int rank = 1; rank < listed; rank++) {
			final int k = row.ranking().get(rank);
			table.addValue("Class " + (rank + 1), row.labels().get(k));
			table.addValue("Score " + (rank + 1), row.values()[k]);
		}
	}
}
