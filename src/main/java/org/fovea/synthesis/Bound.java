package org.fovea.synthesis;

import org.fovea.network.Tensor;
import org.fovea.synthesis.PixelRange.Channel;

/**
 * How a field v of any size becomes pixels inside their range. The field is 0 where the picture is empty, and 1 where it differs from that by
 * about the channel's deviation.
 */
public enum Bound {

	/** p = low + span · σ(k v + σ⁻¹(m)), m the mean's place in the range, k such that the slope at 0 is the deviation: smooth, never quite at the ends. */
	SIGMOID {

		@Override
		Curve curve(final Channel channel, final PixelRange range) {
			final double m = (channel.mean() - range.low()) / range.span();
			final double k = channel.deviation() / (range.span() * m * (1 - m));
			return new Curve() {

				@Override
				public double pixel(final double v) {
					return range.low() + range.span() / (1 + (1 - m) / m * Math.exp(-k * v));
				}

				@Override
				public double slope(final double pixel) {
					final double share = (pixel - range.low()) / range.span();
					return range.span() * k * share * (1 - share);
				}

				@Override
				public double field(final double pixel) {
					return (logit((pixel - range.low()) / range.span()) - logit(m)) / k;
				}
			};
		}

		private double logit(final double share) {
			final double inside = Math.min(1 - END, Math.max(END, share));
			return Math.log(inside / (1 - inside));
		}
	},

	/** p = mean + deviation · v, cut off at the ends: linear inside, so that pixels are proportional to the field. */
	CLAMP {

		@Override
		Curve curve(final Channel channel, final PixelRange range) {
			return new Curve() {

				@Override
				public double pixel(final double v) {
					return Math.min(range.high(), Math.max(range.low(), channel.mean() + channel.deviation() * v));
				}

				@Override
				public double slope(final double pixel) {
					return channel.deviation();
				}

				@Override
				public double field(final double pixel) {
					return (Math.min(range.high(), Math.max(range.low(), pixel)) - channel.mean()) / channel.deviation();
				}
			};
		}
	};

	/** A quarter of a step of 8 bits. */
	private static final double END = 1e-3;

	/** From a value of the field to a pixel. */
	interface Curve {

		double pixel(double v);

		/** dp/dv where the curve has this value. */
		double slope(double pixel);

		double field(double pixel);
	}

	/** The curve of one channel. */
	abstract Curve curve(Channel channel, PixelRange range);

	/**
	 * Makes pixels.
	 *
	 * @param field {@code [N, C, H, W]}
	 * @param range of the pixels
	 * @return pixels of the same shape
	 */
	public Tensor pixels(final Tensor field, final PixelRange range) {
		final float[] pixels = new float[field.length()];
		final float[] v = field.data();
		each(field, range, (curve, from, to) -> {
			for (int i = from; i < to; i++) pixels[i] = (float) curve.pixel(v[i]);
		});
		return Tensor.of(pixels, field.shape());
	}

	/**
	 * Brings a gradient from the pixels to the field. Behind the ends of {@link #CLAMP} it passes as if nothing were cut off, so that a field
	 * that has arrived there can come back; {@link #inside} keeps it there.
	 *
	 * @param pixels that {@link #pixels} made
	 * @param gradient ∂S/∂pixels
	 * @param range of the pixels
	 * @return ∂S/∂field
	 */
	public Tensor pullBack(final Tensor pixels, final Tensor gradient, final PixelRange range) {
		final float[] result = new float[gradient.length()];
		each(pixels, range, (curve, from, to) -> {
			for (int i = from; i < to; i++) result[i] = (float) (gradient.data()[i] * curve.slope(pixels.data()[i]));
		});
		return Tensor.of(result, gradient.shape());
	}

	/**
	 * The field of pixels.
	 *
	 * @param pixels {@code [N, C, H, W]}
	 * @param range of the pixels; what lies outside or, for {@link #SIGMOID}, at its ends is moved inside
	 * @return v
	 */
	public Tensor field(final Tensor pixels, final PixelRange range) {
		final float[] field = new float[pixels.length()];
		each(pixels, range, (curve, from, to) -> {
			for (int i = from; i < to; i++) field[i] = (float) curve.field(pixels.data()[i]);
		});
		return Tensor.of(field, pixels.shape());
	}

	/**
	 * Moves a field to where pixels exist.
	 *
	 * @param field v
	 * @param range of the pixels
	 * @return the field, or the nearest one inside
	 */
	Tensor inside(final Tensor field, final PixelRange range) {
		return this == CLAMP ? field(pixels(field, range), range) : field;
	}

	/** What is done with one channel of one picture. */
	@FunctionalInterface
	private interface Part {

		void at(Curve curve, int from, int to);
	}

	private void each(final Tensor images, final PixelRange range, final Part part) {
		final int plane = images.size(2) * images.size(3);
		final int channels = images.size(1);
		if (range.channels().size() != channels) throw new IllegalArgumentException(channels + " channels, not " + range.channels().size() + ".");
		for (int start = 0, c = 0; start < images.length(); start += plane, c = (c + 1) % channels) {
			part.at(curve(range.channels().get(c), range), start, start + plane);
		}
	}
}
