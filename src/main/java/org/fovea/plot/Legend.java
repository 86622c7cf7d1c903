package org.fovea.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What stands to the right of the axes.
 *
 * @param name of what the colours mean
 * @param entries classes, or the ends of a scale
 * @param notes below
 */
record Legend(String name, List<Entry> entries, List<String> notes) {

	static final Style HEADING = new Style(12, true, new Color(0x222222));
	static final Style TEXT = new Style(12, false, new Color(0x222222));
	/** Where there are many classes. */
	static final Style DENSE = new Style(10, false, new Color(0x222222));
	static final Style NOTE = new Style(11, false, new Color(0x444444));

	private static final double LEAST = 24;
	private static final double MOST = 240;
	private static final double ROOM = 40;
	private static final int MOST_MEASURED = 100;

	/** A line of the legend. */
	sealed interface Entry {

		/** @return the text beside the symbol */
		String text();

		/**
		 * The text where there is little room.
		 *
		 * @param style of the letters
		 * @param room in pixels
		 * @return shortened where it must be
		 */
		default String fitted(final Style style, final double room) {
			return style.fitted(text(), room);
		}

		/** A class's symbol, −1 for points without a class, and how many points have it. */
		record Symbol(int index, String name, int count) implements Entry {

			@Override
			public String text() {
				return name + " (" + count + ")";
			}

			@Override
			public String fitted(final Style style, final double room) {
				final String number = " (" + count + ")";
				return style.fitted(name, room - style.width(number)) + number;
			}
		}

		/** A bar of the scale's colours, from the smallest to the largest value. */
		record Bar(String text, String end) implements Entry {}

		/** Only words. */
		record Words(String text) implements Entry {}
	}

	/** The legend of a plot. */
	static Legend of(final Scatter scatter) {
		final List<Entry> entries = new ArrayList<>();
		if (scatter.colouring() instanceof final Colouring.Classes classes) {
			final int[] counts = classes.counts();
			for (int i = 0; i < counts.length; i++) entries.add(new Entry.Symbol(i, classes.labels().get(i), counts[i]));
			int without = 0;
			for (final int index : classes.of()) if (index < 0) without++;
			if (without > 0 && !classes.labels().isEmpty()) entries.add(new Entry.Symbol(-1, "none", without));
			if (classes.labels().size() > Palette.distinct()) entries.add(new Entry.Words("symbols repeat"));
		}
		else if (scatter.colouring() instanceof final Colouring.Quantity quantity && Double.isFinite(quantity.min())) {
			entries.add(new Entry.Bar(number(quantity.min()), number(quantity.max())));
		}
		return new Legend(scatter.colouring().name(), List.copyOf(entries), scatter.notes());
	}

	private static String number(final double value) {
		return String.format(Locale.ROOT, "%.4g", value);
	}

	/**
	 * The entries where there is little room.
	 *
	 * @param lines that there is room for
	 * @return all entries, or as many classes as there is room for, the number of others, and what stands below the classes
	 */
	List<Entry> shown(final int lines) {
		if (entries.size() <= lines) return entries;
		final List<Entry> below = entries.stream().filter(entry -> !(entry instanceof final Entry.Symbol symbol && symbol.index() >= 0)).toList();
		final int classes = entries.size() - below.size();
		final int kept = Math.max(0, Math.min(classes, lines - below.size() - 1));
		final List<Entry> shown = new ArrayList<>(entries.subList(0, kept));
		if (kept < classes) shown.add(new Entry.Words("… and " + (classes - kept) + " more"));
		shown.addAll(below);
		return shown;
	}

	/** @return in pixels, with the space around it */
	double width() {
		double width = entries.isEmpty() ? 0 : HEADING.width(name) - 16;
		for (final Entry entry : entries.subList(0, Math.min(MOST_MEASURED, entries.size()))) {
			width = Math.max(width, TEXT.width(entry.text()) + (entry instanceof final Entry.Bar bar ? TEXT.width(bar.end()) + 12 : 0));
		}
		for (final String note : notes) width = Math.max(width, NOTE.width(note) - 16);
		return width == 0 ? LEAST : Math.min(MOST, width + ROOM);
	}
}
