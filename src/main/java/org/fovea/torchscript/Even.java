package org.fovea.torchscript;

import java.util.List;

/**
 * Even spacing of the positions along an axis, as good as it gets.
 *
 * @param step pixels from one position to the next
 * @param from how far below its even place the lowest element lies: 0 or negative
 * @param to how far above its even place the highest element lies: 0 or positive
 */
record Even(double step, double from, double to) {

	/**
	 * Spaces the values of digits evenly.
	 *
	 * @param digits of an axis, outermost first
	 * @return step and deviations; the step is that of the outermost digit that steps at all
	 */
	static Even of(final List<Digit> digits) {
		double step = 0;
		long weight = digits.stream().mapToLong(Digit::extent).reduce(1, Math::multiplyExact);
		for (final Digit digit : digits) {
			weight /= digit.extent();
			if (step == 0) step = digit.step() / weight;
		}
		double from = 0;
		double to = 0;
		weight = 1;
		for (int i = digits.size() - 1; i >= 0; i--) {
			final Digit digit = digits.get(i);
			final double deviation = (digit.step() - step * weight) * (digit.extent() - 1);
			from += Math.min(0, deviation);
			to += Math.max(0, deviation);
			weight *= digit.extent();
		}
		return new Even(step, from, to);
	}
}
