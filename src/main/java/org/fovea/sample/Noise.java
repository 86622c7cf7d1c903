package org.fovea.sample;

/** A smooth random function of the plane, about −1 to 1, with details of a given wavelength. Immutable. */
final class Noise {

	private final long seed;
	private final double frequency;
	private final int octaves;

	/**
	 * @param seed of the lattice
	 * @param wavelength in pixels
	 * @param octaves each of half the wavelength and half the amplitude of the one before
	 */
	Noise(final long seed, final double wavelength, final int octaves) {
		this.seed = seed;
		this.frequency = 1 / wavelength;
		this.octaves = octaves;
	}

	double at(final double x, final double y) {
		double sum = 0;
		double amplitude = 1;
		double f = frequency;
		double norm = 0;
		for (int o = 0; o < octaves; o++) {
			sum += amplitude * lattice(seed + o, x * f, y * f);
			norm += amplitude * amplitude;
			amplitude /= 2;
			f *= 2;
		}
		return 1.6 * sum / Math.sqrt(norm);
	}

	/** @return dark strands where the function crosses zero: 1 on the strand, falling to 0 */
	double ridge(final double x, final double y) {
		return Math.max(0, 1 - 2.5 * Math.abs(at(x, y)));
	}

	private static double lattice(final long seed, final double x, final double y) {
		final long ix = (long) Math.floor(x);
		final long iy = (long) Math.floor(y);
		final double fx = x - ix;
		final double fy = y - iy;
		final double u = fx * fx * fx * (fx * (6 * fx - 15) + 10);
		final double v = fy * fy * fy * (fy * (6 * fy - 15) + 10);
		final double a = slope(seed, ix, iy, fx, fy);
		final double b = slope(seed, ix + 1, iy, fx - 1, fy);
		final double c = slope(seed, ix, iy + 1, fx, fy - 1);
		final double d = slope(seed, ix + 1, iy + 1, fx - 1, fy - 1);
		return a + u * (b - a) + v * (c - a) + u * v * (a - b - c + d);
	}

	private static double slope(final long seed, final long ix, final long iy, final double dx, final double dy) {
		final long h = hash(seed, ix, iy);
		final double gx = (h & 0xFFFF) / 32768.0 - 1;
		final double gy = (h >>> 16 & 0xFFFF) / 32768.0 - 1;
		return gx * dx + gy * dy;
	}

	/** @return 64 random bits of a lattice point */
	static long hash(final long seed, final long ix, final long iy) {
		return Dice.mix(seed ^ ix * 0x9E3779B97F4A7C15L ^ Long.rotateLeft(iy * 0xC2B2AE3D27D4EB4FL, 31));
	}
}
