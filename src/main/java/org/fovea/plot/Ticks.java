package org.fovea.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers along an axis.
 *
 * @param values in order
 * @param step between them: 1, 2 or 5 times a power of ten
 */
record Ticks(List<Double> values, double step) {

	/**
	 * About as many as asked for.
	 *
	 * @param min of the axis
	 * @param max of the axis
	 * @param count wanted
	 * @return those inside the axis
	 */
	static Ticks between(final double min, final double max, final int count) {
		final double rough = (max - min) / Math.max(1, count);
		final double power = Math.pow(10, Math.floor(Math.log10(rough)));
		final double share = rough / power;
		final double step = power * (share <= 1.5 ? 1 : share <= 3.5 ? 2 : share <= 7.5 ? 5 : 10);
		final List<Double> values = new ArrayList<>();
		for (long i = (long) Math.ceil(min / step); i * step <= max; i++) values.add(i * step);
		return new Ticks(List.copyOf(values), step);
	}

	/**
	 * A tick in as few digits as tell it from its neighbours.
	 *
	 * @param value of the tick
	 * @return the text
	 */
	String text(final double value) {
		final int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
		final double largest = values.stream().mapToDouble(Math::abs).max().orElse(0);
		final double shown = Math.abs(value) < step / 2 ? 0 : value;
		if (digits > 4 || largest >= 1e6) return String.format(Locale.ROOT, "%.4g", shown);
		return String.format(Locale.ROOT, "%." + digits + "f", shown);
	}
}
