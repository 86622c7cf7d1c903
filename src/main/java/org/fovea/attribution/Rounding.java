package org.fovea.attribution;

/**
 * What rounding alone does to scores. Networks count with seven digits, so scores of inputs that are worth the same differ a little, and such
 * differences are no evidence: they count as zero up to 1e-6 of the largest number that was seen on the way.
 */
final class Rounding {

	private static final double SHARE = 1e-6;

	private double largest;

	/** @param size of the numbers that scores are made of, see {@link Scorer#size}; 0 where only the scores tell */
	Rounding(final double size) {
		largest = size;
	}

	/**
	 * Takes notice of scores.
	 *
	 * @param scores of inputs
	 */
	void see(final double... scores) {
		for (final double score : scores) largest = Math.max(largest, Math.abs(score));
	}

	/**
	 * Takes rounding off.
	 *
	 * @param difference of scores, or a weighted mean of such
	 * @return the same; 0 where rounding may have made it
	 */
	double cleaned(final double difference) {
		return Math.abs(difference) <= SHARE * largest ? 0 : difference;
	}
}
