package org.fovea.embedding;

/** Random numbers that depend only on what they are for, not on when they are drawn (SplitMix64, Steele, Lea and Flood 2014). */
final class Hash {

	/** What a state is increased by from one number to the next. */
	static final long STEP = 0x9E3779B97F4A7C15L;

	private Hash() {
	}

	/** Turns a state into 64 random bits. */
	static long mix(final long state) {
		long bits = state;
		bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
		bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
		return bits ^ bits >>> 31;
	}

	/** 64 random bits for three numbers. */
	static long of(final long first, final long second, final long third) {
		return mix(mix(mix(first + STEP) + second * STEP) + third * STEP + STEP);
	}
}
