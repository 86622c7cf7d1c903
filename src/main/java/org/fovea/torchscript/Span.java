package org.fovea.torchscript;

/**
 * Pixels along one image axis, from {@code first} to {@code last}, that the first element of a tensor depends on; fractions arise
 * where positions lie between pixels.
 *
 * @param first the lowest pixel; negative where padding lets an element look beyond the border; +∞ where nothing is seen
 * @param last the highest pixel; −∞ where nothing is seen
 * @param mirroredLow how much further up elements at the low border look because padding mirrored the image there; a window
 *          that is wide enough covers it
 * @param mirroredHigh the same, further down, at the high border
 * @param pixels the image's size; 0 where that does not matter because nothing is seen
 * @param wraps whether what lies beyond a border is what lies behind the opposite one, because padding was circular somewhere; what looks beyond
 *          a border may then see anything
 */
record Span(double first, double last, double mirroredLow, double mirroredHigh, int pixels, boolean wraps) {

	/** What does not depend on the image. */
	static final Span NOTHING = new Span(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0, 0, false);

	/**
	 * The first pixel of an image.
	 *
	 * @param pixels the image's size
	 * @return that pixel
	 */
	static Span pixel(final int pixels) {
		return new Span(0, 0, 0, 0, pixels, false);
	}

	/** @return whether no pixel is seen */
	boolean isNothing() {
		return first == Double.POSITIVE_INFINITY;
	}

	/** @return whether the image is seen without limits */
	boolean isWhole() {
		return first == Double.NEGATIVE_INFINITY;
	}

	/** @return whether there are a first and a last pixel */
	boolean isLimited() {
		return !isNothing() && !isWhole();
	}

	/** @return the same image without limits */
	Span whole() {
		return new Span(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0, pixels, false);
	}

	/**
	 * What is seen by looking at elements some way off.
	 *
	 * @param from pixels to the nearest or, where negative, the lowest of them
	 * @param to pixels to the highest of them
	 * @return the union, mirrored parts as before
	 */
	Span across(final double from, final double to) {
		return new Span(first + from, last + to, mirroredLow, mirroredHigh, pixels, wraps);
	}

	/**
	 * Remembers that padding mirrored the image.
	 *
	 * @param low pixels at the low border
	 * @param high pixels at the high border
	 * @return the span with these
	 */
	Span mirrored(final double low, final double high) {
		return new Span(first, last, low, high, pixels, wraps);
	}

	/** @return the span, circular from now on */
	Span wrapped() {
		return new Span(first, last, mirroredLow, mirroredHigh, pixels, true);
	}

	/** @return the span that includes what padding mirrored */
	Span settled() {
		return mirroredLow == 0 && mirroredHigh == 0 ? this : new Span(first - mirroredHigh, last + mirroredLow, 0, 0, pixels, wraps);
	}

	/**
	 * What is seen in either way.
	 *
	 * @param other the other
	 * @return the smallest span that holds both
	 */
	Span join(final Span other) {
		final Span a = settled();
		final Span b = other.settled();
		return new Span(Math.min(a.first, b.first), Math.max(a.last, b.last), 0, 0, Math.max(pixels, other.pixels), a.wraps || b.wraps);
	}
}
