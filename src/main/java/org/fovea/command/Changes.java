package org.fovea.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.fovea.image.ChangeTable;
import org.fovea.image.Provenance;
import org.fovea.image.Triptych;
import org.fovea.image.View;
import org.fovea.network.Tensor;

import ij.ImagePlus;

/** Changed images as results: stack, table and facts. */
public final class Changes {

	private final List<Change> changes = new ArrayList<>();
	private final List<String> words = new ArrayList<>();

	/**
	 * Adds one.
	 *
	 * @param change the image and what became of it
	 * @param word what the changed image is called
	 */
	public void add(final Change change, final String word) {
		changes.add(change);
		words.add(word);
	}

	/**
	 * The stack of originals, results and differences.
	 *
	 * @param view where the images lie
	 * @param technique for the title
	 * @return not shown
	 */
	public ImagePlus image(final View view, final String technique) {
		return triptych().image(view, technique);
	}

	/**
	 * The stack of originals, results and differences of pictures that lie nowhere.
	 *
	 * @param title of the image
	 * @return not shown
	 */
	public ImagePlus image(final String title) {
		return triptych().image(title);
	}

	private Triptych triptych() {
		final Triptych triptych = new Triptych();
		for (int i = 0; i < changes.size(); i++) {
			final Change change = changes.get(i);
			triptych.add(change.depth(), change.before(), change.after(), words.get(i), changes.size() > 1 ? change.slice() : "");
		}
		return triptych;
	}

	/** Shows the scores before and after. */
	public void showTable() {
		final ChangeTable table = new ChangeTable();
		for (final Change change : changes) table.add(change.image(), change.slice(), change.scoresBefore(), change.scoresAfter());
		table.show();
	}

	/**
	 * Adds what happened.
	 *
	 * @param facts about the run
	 * @return the longer provenance
	 */
	public Provenance facts(final Provenance facts) {
		return facts.with("Target", joined(changes.stream().map(change -> change.question().named().name()).toList())).with("Result", joined(changes
			.stream().map(Change::sentence).toList())).with("Largest change of a pixel", joined(changes.stream().map(change -> number(largest(
				change))).toList())).with("Root mean square change", joined(changes.stream().map(change -> number(mean(change))).toList()));
	}

	/** @return what happened, for the status bar */
	public String sentence() {
		if (changes.size() == 1) return changes.get(0).sentence();
		return changes.stream().filter(Change::isSuccessful).count() + " of " + changes.size() + " deceive the model";
	}

	private static String joined(final List<String> words) {
		return words.stream().distinct().count() == 1 ? words.get(0) : String.join("; ", words);
	}

	private static String number(final double value) {
		return String.format(Locale.ROOT, "%.6g", value);
	}

	private static double largest(final Change change) {
		double largest = 0;
		for (int i = 0; i < change.after().length(); i++) largest = Math.max(largest, Math.abs(difference(change, i)));
		return largest;
	}

	private static double mean(final Change change) {
		double sum = 0;
		for (int i = 0; i < change.after().length(); i++) sum += Math.pow(difference(change, i), 2);
		return Math.sqrt(sum / change.after().length());
	}

	private static double difference(final Change change, final int i) {
		final Tensor before = change.before();
		return (double) change.after().data()[i] - before.data()[i];
	}
}
