package org.fovea.synthesis;

import java.util.Collections;
import java.util.List;

/**
 * The values that pixels can have, and which are usual.
 *
 * @param low the smallest
 * @param high the largest, above low
 * @param channels what is usual in each channel
 */
public record PixelRange(double low, double high, List<Channel> channels) {

	/** Means nearer to an end than this share of the range would leave no room to one side. */
	private static final double MARGIN = 0.05;

	/** Of a range about whose pictures nothing is known. */
	private static final double USUAL_SHARE = 0.25;

	/**
	 * The usual pixels of a channel.
	 *
	 * @param mean the value of an empty picture
	 * @param deviation how far pixels usually lie from it, above 0
	 */
	public record Channel(double mean, double deviation) {}

	/** Copies the channels, and moves means inside the range. */
	public PixelRange {
		if (!(low < high)) throw new IllegalArgumentException("No pixels between " + low + " and " + high + ".");
		final double margin = MARGIN * (high - low);
		channels = channels.stream().map(c -> new Channel(Math.max(low + margin, Math.min(high - margin, c.mean())), c.deviation())).toList();
	}

	/**
	 * A range about whose pictures nothing is known: empty pictures are grey.
	 *
	 * @param low the smallest pixel
	 * @param high the largest pixel
	 * @param channels how many
	 * @return the range
	 */
	public static PixelRange grey(final double low, final double high, final int channels) {
		return new PixelRange(low, high, Collections.nCopies(channels, new Channel((low + high) / 2, USUAL_SHARE * (high - low))));
	}

	/** @return high − low */
	public double span() {
		return high - low;
	}
}
