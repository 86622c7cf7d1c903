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
	static final Style NOTE = new Style(11, false, new Color(0x444444));

	private static final double LEAST = 24;
	private static final double MOST = 240;
	private static final double ROOM = 40;
	private static final int MOST_ENTRIES = 40;

	/** A line of the legend. */
	sealed interface Entry {

		/** @return the text beside the symbol */
		String text();

		/** A class's symbol. */
		record Symbol(int index, String text) implements Entry {}

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
			final int shown = Math.min(MOST_ENTRIES, classes.labels().size());
			for (int i = 0; i < shown; i++) entries.add(new Entry.Symbol(i, classes.labels().get(i) + " (" + counts[i] + ")"));
			if (shown < classes.labels().size()) entries.add(new Entry.Words("… and " + (classes.labels().size() - shown) + " more"));
			int without = 0;
			for (final int index : classes.of()) if (index < 0) without++;
			if (without > 0 && !classes.labels().isEmpty()) entries.add(new Entry.Symbol(-1, "none (" + without + ")"));
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

	/** @return in pixels, with the space around it */
	double width() {
		double width = entries.isEmpty() ? 0 : HEADING.width(name) - 16;
		for (final Entry entry : entries) {
			width = Math.max(width, TEXT.width(entry.text()) + (entry instanceof final Entry.Bar bar ? TEXT.width(bar.end()) + 12 : 0));
		}
		for (final String note : notes) width = Math.max(width, NOTE.width(note) - 16);
		return width == 0 ? LEAST : Math.min(MOST, width + ROOM);
	}
}
