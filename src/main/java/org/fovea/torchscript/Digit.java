package org.fovea.torchscript;

import java.util.Optional;

/**
 * One part of an index along a tensor's axis. An axis that was merged from several has several digits, the outermost first, as a
 * number in mixed radix: element {@code (d₁, d₂)} of digits of extents {@code (n₁, n₂)} has index {@code d₁·n₂ + d₂}.
 *
 * @param extent how many values it takes
 * @param axis the image axis along which it steps; empty for channels and the like
 * @param step pixels from one value to the next; 0 where all values see the same
 * @param isScattered whether its elements see different parts of the image, along both axes, that are not evenly spaced; the step is
 *          then the spacing they once had
 */
record Digit(long extent, Optional<ImageAxis> axis, double step, boolean isScattered) {

	/**
	 * A digit that has nothing to do with positions.
	 *
	 * @param extent how many values it takes
	 * @return the digit
	 */
	static Digit plain(final long extent) {
		return new Digit(extent, Optional.empty(), 0, false);
	}

	/**
	 * A digit that steps along the image.
	 *
	 * @param extent how many values it takes
	 * @param axis the image axis
	 * @param step in pixels
	 * @return the digit
	 */
	static Digit along(final long extent, final ImageAxis axis, final double step) {
		return new Digit(extent, Optional.of(axis), step, false);
	}

	/**
	 * A digit whose elements see parts of the image without order.
	 *
	 * @param extent how many values it takes
	 * @param spacing the largest distance in pixels that neighbours had
	 * @return the digit
	 */
	static Digit scattered(final long extent, final double spacing) {
		return new Digit(extent, Optional.empty(), spacing, true);
	}

	/**
	 * Whether this steps along an image axis.
	 *
	 * @param which the image axis
	 * @return whether it does
	 */
	boolean isAlong(final ImageAxis which) {
		return axis.isPresent() && axis.get() == which;
	}

	/**
	 * The digit with another extent.
	 *
	 * @param newExtent how many values it takes
	 * @return the digit
	 */
	Digit of(final long newExtent) {
		return new Digit(newExtent, axis, step, isScattered);
	}

	/**
	 * The digit with another step.
	 *
	 * @param newStep in pixels
	 * @return the digit
	 */
	Digit stepping(final double newStep) {
		return new Digit(extent, axis, newStep, isScattered);
	}

	/** @return pixels from the first value to the last; 0 where they are scattered */
	double travel() {
		return isScattered ? 0 : step * (extent - 1);
	}
}
