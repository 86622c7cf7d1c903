package org.fovea.sample;

/** Granules strewn over the plane: one in every square of a jittered lattice. Immutable. */
final class Grains {

	private final long seed;
	private final double spacing;
	private final double radius;

	/**
	 * @param seed of places, sizes and strengths
	 * @param spacing of the lattice in pixels
	 * @param radius of the largest granule, at most the spacing
	 */
	Grains(final long seed, final double spacing, final double radius) {
		this.seed = seed;
		this.spacing = spacing;
		this.radius = radius;
	}

	/** @return how dark the granules are at a place: 0 between them, up to 1 in the middle of one */
	double at(final double x, final double y) {
		final long cx = (long) Math.floor(x / spacing);
		final long cy = (long) Math.floor(y / spacing);
		double darkest = 0;
		for (long iy = cy - 1; iy <= cy + 1; iy++) {
			for (long ix = cx - 1; ix <= cx + 1; ix++) {
				final long h = Noise.hash(seed, ix, iy);
				final double px = (ix + (h & 0xFFFF) / 65536.0) * spacing;
				final double py = (iy + (h >>> 16 & 0xFFFF) / 65536.0) * spacing;
				final double r = radius * (0.6 + 0.4 * (h >>> 32 & 0xFF) / 256.0);
				final double strength = 0.4 + 0.6 * (h >>> 40 & 0xFF) / 256.0;
				final double q = ((x - px) * (x - px) + (y - py) * (y - py)) / (r * r);
				if (q < 1) darkest = Math.max(darkest, strength * (1 - q * q));
			}
		}
		return darkest;
	}
}
