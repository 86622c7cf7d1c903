package org.fovea.synthesis;

import org.fovea.FoveaException;
import org.fovea.network.Fourier;
import org.fovea.network.Tensor;

/**
 * The mean spectrum of many pictures of one size: r = mean over pictures of |rfft2(w (x − m))|, along uncorrelated colours where there are three. It
 * has no mean brightness m, whose sign magnitudes do not know. The Hann window w fades pictures out towards their borders (Harris 1978, "On the use of
 * windows for harmonic analysis with the discrete Fourier transform"): a transform takes the left border for the neighbour of the right one, and
 * without it every made picture is woven from horizontal and vertical lines. Noise has the same magnitudes with the window and without.
 * Pictures are added one after another and not kept; not safe for several threads.
 */
public final class MeanSpectrum {

	private final int channels;
	private final int height;
	private final int width;
	private final float[] window;
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
		window = window(height, width);
		sum = new double[channels * height * (width / 2 + 1)];
	}

	/**
	 * Adds pictures.
	 *
	 * @param fields of the pictures, {@code [N, C, H, W]}
	 */
	public void add(final Tensor fields) {
		if (fields.size(1) != channels || fields.size(2) != height || fields.size(3) != width) throw new IllegalArgumentException(fields.toString());
		final float[] spectra = Fourier.transform(faded(Colours.separated(fields))).data();
		for (int i = 0; i < spectra.length / 2; i++) sum[i % sum.length] += Math.hypot(spectra[2 * i], spectra[2 * i + 1]);
		count += fields.size(0);
	}

	private Tensor faded(final Tensor fields) {
		final int plane = window.length;
		double weight = 0;
		for (final float w : window) weight += w;
		final float[] faded = fields.data().clone();
		for (int start = 0; start < faded.length; start += plane) {
			double mean = 0;
			for (int i = 0; i < plane; i++) mean += window[i] * faded[start + i] / weight;
			for (int i = 0; i < plane; i++) faded[start + i] = (float) (window[i] * (faded[start + i] - mean));
		}
		return Tensor.of(faded, fields.shape());
	}

	/** Of mean square 1. */
	private static float[] window(final int height, final int width) {
		final float[] window = new float[height * width];
		double squares = 0;
		for (int i = 0; i < window.length; i++) {
			final double w = Math.pow(Math.sin(Math.PI * (i / width + 0.5) / height) * Math.sin(Math.PI * (i % width + 0.5) / width), 2);
			window[i] = (float) w;
			squares += w * w / window.length;
		}
		for (int i = 0; i < window.length; i++) window[i] /= (float) Math.sqrt(squares);
		return window;
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
