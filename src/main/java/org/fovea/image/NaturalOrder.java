package org.fovea.image;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Paths as people sort them: name by name, numbers inside names by their value, upper and lower case alike. */
final class NaturalOrder implements Comparator<Path> {

	private static final Pattern PARTS = Pattern.compile("\\d+|\\D+");

	@Override
	public int compare(final Path a, final Path b) {
		for (int i = 0; i < Math.min(a.getNameCount(), b.getNameCount()); i++) {
			final int order = compare(a.getName(i).toString(), b.getName(i).toString());
			if (order != 0) return order;
		}
		return Integer.compare(a.getNameCount(), b.getNameCount());
	}

	private static int compare(final String a, final String b) {
		final List<String> p = PARTS.matcher(a).results().map(MatchResult::group).toList();
		final List<String> q = PARTS.matcher(b).results().map(MatchResult::group).toList();
		for (int i = 0; i < Math.min(p.size(), q.size()); i++) {
			final int order = comparePart(p.get(i), q.get(i));
			if (order != 0) return order;
		}
		return p.size() == q.size() ? a.compareTo(b) : Integer.compare(p.size(), q.size());
	}

	private static int comparePart(final String p, final String q) {
		if (!Character.isDigit(p.charAt(0)) || !Character.isDigit(q.charAt(0))) return p.compareToIgnoreCase(q);
		final String x = p.replaceFirst("^0+", "");
		final String y = q.replaceFirst("^0+", "");
		return x.length() == y.length() ? x.compareTo(y) : Integer.compare(x.length(), y.length());
	}
}
