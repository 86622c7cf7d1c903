package org.fovea.network;

/**
 * The part of the input that one position of a layer can see, along one axis: position p sees the input pixels from
 * {@code offset + p·jump} to {@code offset + p·jump + size − 1}, clipped to the image. Where positions differ, as behind an
 * enlargement, this is the smallest such range that holds what any of them sees.
 *
 * @param size in input pixels; {@link #WHOLE} where every position sees the whole image
 * @param jump distance between neighbouring positions, in input pixels; 0 where there is one position only
 * @param offset the first pixel that position 0 sees; negative where padding lets it look beyond the border
 */
public record ReceptiveField(int size, double jump, double offset) {

	/** The size of a receptive field without limits, as behind global pooling or attention. */
	public static final int WHOLE = Integer.MAX_VALUE;

	/** @return whether every position sees the whole image */
	public boolean isWhole() {
		return size == WHOLE;
	}
}
