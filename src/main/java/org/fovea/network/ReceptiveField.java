package org.fovea.network;

/**
 * The part of the input that one position of a layer can see, along one axis: position p sees the input pixels from
 * {@code offset + p·jump} to {@code offset + p·jump + size − 1}, clipped to the image. Where positions differ, as behind an
 * enlargement, this is the smallest such range that holds what any of them sees.
 *
 * @param size in input pixels; {@link #WHOLE} where every position sees the whole image
 * @param jump distance between neighbouring positions, in input pixels; 0 where there is one position only
 * @param offset the first pixel that position 0 sees; negative where padding lets it look beyond the border
 * @param wraps whether positions that look beyond a border see something at the opposite one in place of nothing, because padding is circular
 */
public record ReceptiveField(int size, double jump, double offset, boolean wraps) {

	/**
	 * A field of which nothing is seen beyond the image's borders.
	 *
	 * @param size in input pixels; {@link #WHOLE} where every position sees the whole image
	 * @param jump distance between neighbouring positions, in input pixels
	 * @param offset the first pixel that position 0 sees
	 */
	public ReceptiveField(final int size, final double jump, final double offset) {
		this(size, jump, offset, false);
	}

	/** The size of a receptive field without limits, as behind global pooling or attention. */
	public static final int WHOLE = Integer.MAX_VALUE;

	/**
	 * The first input pixel that a position sees.
	 *
	 * @param position from 0
	 * @return in pixels; negative in padding
	 */
	public double first(final int position) {
		return offset + position * jump;
	}

	/**
	 * The last input pixel that a position sees.
	 *
	 * @param position from 0
	 * @return in pixels; beyond the image in padding
	 */
	public double last(final int position) {
		return first(position) + size - 1;
	}

	/**
	 * The position whose field has its centre next to a pixel.
	 *
	 * @param pixel of the input; 0 is the centre of the first one
	 * @param positions how many there are
	 * @return from 0
	 */
	public int nearest(final double pixel, final int positions) {
		if (isWhole() || jump == 0) return 0;
		final long p = Math.round((pixel - offset - (size - 1) / 2d) / jump);
		return (int) Math.max(0, Math.min(positions - 1, p));
	}

	/**
	 * Whether a position sees no more than its range of pixels.
	 *
	 * @param position from 0
	 * @param pixels of the input
	 * @return false where all is seen, or where something at the opposite border is seen as well
	 */
	public boolean isPart(final int position, final int pixels) {
		return !isWhole() && !(wraps && (first(position) < 0 || last(position) > pixels - 1));
	}

	/** @return whether every position sees the whole image */
	public boolean isWhole() {
		return size == WHOLE;
	}
}
