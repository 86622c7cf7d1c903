package org.fovea.synthesis;

import java.util.Random;

/**
 * A small random motion of the picture before the network sees it, another one at every step: what excites the network only when it stands
 * exactly where it is averages out. Motions are combined into one and applied by a single {@link Warp}.
 */
public interface Transformation {

	/**
	 * Draws a motion.
	 *
	 * @param random where it comes from
	 * @return the motion
	 */
	Motion draw(Random random);

	/**
	 * Whole pixels along x and y, each evenly distributed.
	 *
	 * @param most pixels either way
	 */
	record Jitter(int most) implements Transformation {

		@Override
		public Motion draw(final Random random) {
			return new Motion(1, 0, 0, 1, random.nextInt(2 * most + 1) - most, random.nextInt(2 * most + 1) - most);
		}
	}

	/**
	 * Larger or smaller about the centre, evenly distributed.
	 *
	 * @param most share of the size, below 1
	 */
	record Zoom(double most) implements Transformation {

		@Override
		public Motion draw(final Random random) {
			final double scale = 1 / (1 + most * (2 * random.nextDouble() - 1));
			return new Motion(scale, 0, 0, scale, 0, 0);
		}
	}

	/**
	 * Turned about the centre, evenly distributed.
	 *
	 * @param most degrees either way
	 */
	record Rotation(double most) implements Transformation {

		@Override
		public Motion draw(final Random random) {
			final double angle = Math.toRadians(most) * (2 * random.nextDouble() - 1);
			return new Motion(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0);
		}
	}

	/**
	 * Where a moved picture's pixel comes from, in pixels from the centre: (xx·x + xy·y + dx, yx·x + yy·y + dy).
	 *
	 * @param xx of x to x
	 * @param xy of y to x
	 * @param yx of x to y
	 * @param yy of y to y
	 * @param dx shift along x
	 * @param dy shift along y
	 */
	record Motion(double xx, double xy, double yx, double yy, double dx, double dy) {

		/** The picture stays where it is. */
		public static final Motion NONE = new Motion(1, 0, 0, 1, 0, 0);

		/**
		 * This motion, then another.
		 *
		 * @param later the other
		 * @return both as one
		 */
		public Motion then(final Motion later) {
			return new Motion(xx * later.xx + xy * later.yx, xx * later.xy + xy * later.yy, yx * later.xx + yy * later.yx, yx * later.xy + yy *
				later.yy, xx * later.dx + xy * later.dy + dx, yx * later.dx + yy * later.dy + dy);
		}
	}
}
