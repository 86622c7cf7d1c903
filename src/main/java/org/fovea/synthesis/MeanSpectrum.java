package org.fovea.synthesis;

import org.fovea.FoveaException;
import org.fovea.network.Fourier;
import org.fovea.network.Tensor;

/**
 * The mean spectrum of many pictures of one size: r = mean over pictures of |rfft2(x)|, along uncorrelated colours where there are three. It has
 * no mean brightness, whose sign magnitudes do not know. Pictures are added one after another and not kept; not safe for several threads.
 */
public final class MeanSpectrum {

	private final int channels;
	private final int height;
	private final int width;
	private final double[] sum;
	private long count;

	/**
	 * No picture yet.
	 *
	 * @param channels of the pictures
	 * @param height of the pictures
	 * @param width of the pictures
	 */
	public MeanSpectrum(final int channels, final int height, final int width) {
		this.channels = channels;
		this.height = height;
		this.width = width;
		sum = new double[channels * height * (width / 2 + 1)];
	}

	/**
	 * Adds pictures.
	 *
	 * @param fields of the pictures, {@code [N, C, H, W]}
	 */
	public void add(final Tensor fields) {
		if (fields.size(1) != channels || fields.size(2) != height || fields.size(3) != width) throw new IllegalArgumentException(fields.toString());
		final float[] spectra = Fourier.transform(Colours.separated(fields)).data();
		for (int i = 0; i < spectra.length / 2; i++) sum[i % sum.length] += Math.hypot(spectra[2 * i], spectra[2 * i + 1]);
		count += fields.size(0);
	}

	/**
	 * Pictures of this spectrum.
	 *
	 * @return r of the pictures so far
	 * @throws FoveaException if there was none with any structure
	 */
	public Phase phase() {
		final float[] r = new float[sum.length];
		double largest = 0;
		for (int i = 0; i < r.length; i++) {
			r[i] = i % (height * (width / 2 + 1)) == 0 ? 0 : (float) (sum[i] / Math.max(1, count));
			largest = Math.max(largest, r[i]);
		}
		if (!(largest > height * width * NOTHING)) throw new FoveaException("These images are of one value each, so they have no spectrum; choose others.");
		return new Phase(Tensor.of(r, 1, channels, height, width / 2 + 1), width);
	}

	/** A share of a deviation that is rounding. */
	private static final double NOTHING = 1e-6;
}
