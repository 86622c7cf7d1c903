package org.fovea.sample;

/**
 * Random draws that are the same on every machine (Steele, Lea &amp; Flood 2014, SplitMix64; normal deviates after Box &amp; Muller with
 * StrictMath). Not safe for several threads: give each its own.
 */
final class Dice {

	private static final long GOLDEN = 0x9E3779B97F4A7C15L;

	private long state;

	/** @param keys what the sequence depends on, the seed first */
	Dice(final long... keys) {
		long hash = 0;
		for (final long key : keys) hash = mix(hash + GOLDEN ^ mix(key));
		state = hash;
	}

	/** @return a bijective scramble of 64 bits */
	static long mix(final long bits) {
		long z = bits + GOLDEN;
		z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
		z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
		return z ^ z >>> 31;
	}

	long bits() {
		state += GOLDEN;
		return mix(state);
	}

	/** @return uniform in [0, 1) */
	double uniform() {
		return (bits() >>> 11) * 0x1.0p-53;
	}

	/** @return uniform in [from, to) */
	double uniform(final double from, final double to) {
		return from + (to - from) * uniform();
	}

	/** @return normal, cut at 2.5 deviations so that no cell becomes a monster */
	double normal(final double mean, final double deviation) {
		final double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
		final double z = radius * StrictMath.cos(2 * Math.PI * uniform());
		return mean + deviation * Math.max(-2.5, Math.min(2.5, z));
	}

	/** @return true with this probability */
	boolean chance(final double probability) {
		return uniform() < probability;
	}

	/** @return uniform in 0 … count − 1 */
	int index(final int count) {
		return (int) (uniform() * count);
	}

	/** @return an integer with this mean, one of the two next to it */
	int around(final double mean) {
		return (int) Math.floor(mean + uniform());
	}

	/** @return Poisson distributed */
	int poisson(final double mean) {
		int count = 0;
		double rest = mean;
		while (true) {
			rest += StrictMath.log(1 - uniform());
			if (rest < 0) return count;
			count++;
		}
	}

	/** @return uniform in [0, 2π) */
	double angle() {
		return uniform(0, 2 * Math.PI);
	}
}
