package org.fovea.image;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ij.measure.ResultsTable;

import org.fovea.model.Scores.Score;

/** What a change of an image did to the scores of its classes: one row for each class, those that matter where there are many. */
public final class ChangeTable {

	/** Models with no more classes have all of them listed. */
	private static final int MOST = 20;

	/** Otherwise the best of each side. */
	private static final int BEST = 5;

	private final ResultsTable table = Tables.of(Tables.CHANGES);

	/**
	 * Adds the rows of an image.
	 *
	 * @param image its title
	 * @param slice which of its planes, or which picture
	 * @param before every class of the original, the best first
	 * @param after every class of the result, the best first
	 */
	public void add(final String image, final String slice, final List<Score> before, final List<Score> after) {
		final Map<Integer, Score> old = new HashMap<>();
		before.forEach(score -> old.put(score.index(), score));
		final Set<Integer> listed = new LinkedHashSet<>();
		final int limit = before.size() <= MOST ? MOST : BEST;
		before.stream().limit(limit).map(Score::index).forEach(listed::add);
		after.stream().limit(limit).map(Score::index).forEach(listed::add);
		after.stream().filter(score -> listed.contains(score.index())).sorted(Comparator.comparingInt(Score::index)).forEach(score -> {
			table.addRow();
			table.addValue("Image", image);
			table.addValue("Slice", slice);
			table.addValue("Class", score.label());
			table.addValue("Score before", old.get(score.index()).score());
			table.addValue("Score after", score.score());
			table.addValue("Logit before", old.get(score.index()).logit());
			table.addValue("Logit after", score.logit());
		});
	}

	/** Shows the table. */
	public void show() {
		Tables.show(table, Tables.CHANGES);
	}
}
