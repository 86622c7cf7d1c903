package org.fovea.activation;

import java.util.function.Supplier;
import java.util.stream.Stream;

import org.fovea.network.Heatmap;

/**
 * The exact quantile of any number of values that are read twice and never kept: first the upper half of each number's bits is counted,
 * then, among those that share the half in question, the lower half.
 */
final class ExactQuantile {

	private static final int HALF = 1 << 16;

	private ExactQuantile() {
	}

	/**
	 * Finds the quantile.
	 *
	 * @param q 0–1
	 * @param maps opened twice, with the same values
	 * @return the smallest of the values that at least q·n of the n values do not exceed
	 */
	static float of(final double q, final Supplier<Stream<Heatmap>> maps) {
		final long[] upper = new long[HALF];
		final long[] total = new long[1];
		try (Stream<Heatmap> first = maps.get()) {
			first.forEach(map -> {
				for (final float value : map.values()) upper[ordered(value) >>> 16]++;
				total[0] += map.values().length;
			});
		}
		final long rank = Math.max(1, Math.min(total[0], (long) Math.ceil(q * total[0] - 1e-9)));
		long below = 0;
		int half = 0;
		while (below + upper[half] < rank) below += upper[half++];
		final int wanted = half;
		final long[] lower = new long[HALF];
		try (Stream<Heatmap> second = maps.get()) {
			second.forEach(map -> {
				for (final float value : map.values()) {
					if (ordered(value) >>> 16 == wanted) lower[ordered(value) & 0xffff]++;
				}
			});
		}
		int rest = 0;
		while (below + lower[rest] < rank) below += lower[rest++];
		final int bits = wanted << 16 | rest;
		return Float.intBitsToFloat(bits < 0 ? bits & 0x7fffffff : ~bits);
	}

	/** Bits whose unsigned order is that of the numbers; −0 is 0. */
	private static int ordered(final float value) {
		final int bits = Float.floatToIntBits(value + 0f);
		return bits < 0 ? ~bits : bits | 0x80000000;
	}
}
