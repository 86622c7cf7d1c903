package org.fovea.synthesis;

import java.util.Random;

import org.fovea.network.Fourier;
import org.fovea.network.Tensor;

/**
 * Pictures of a fixed magnitude spectrum r that only their phase φ tells apart: x = irfft2(r e^{iφ}), standardised and with colours mixed again.
 * Phases are standardised before use, and made odd where a real picture wants them odd, so that |rfft2(x)| is r at every frequency.
 *
 * @param spectrum r, {@code [1, C, H, ⌊W/2⌋ + 1]}
 * @param width W
 */
public record Phase(Tensor spectrum, int width) {

	private static final double SMALL = 1e-12;

	/** Holds that the spectrum is of that width. */
	public Phase {
		if (spectrum.rank() != 4 || spectrum.size(3) != width / 2 + 1) throw new IllegalArgumentException(spectrum + " for width " + width + ".");
	}

	/**
	 * The spectrum of natural pictures: r ∝ 1/f in every channel, no mean (Field 1987, "Relations between the statistics of natural images and
	 * the response properties of cortical cells").
	 *
	 * @param channels C
	 * @param height H
	 * @param width W
	 * @return r
	 */
	public static Phase natural(final int channels, final int height, final int width) {
		final int columns = width / 2 + 1;
		final Tensor r = Tensor.zeros(1, channels, height, columns);
		for (int i = 0; i < r.length(); i++) {
			final double fx = (double) (i % columns) / width;
			final int y = i / columns % height;
			final double f = Math.hypot(fx, (double) Math.min(y, height - y) / height);
			r.data()[i] = f == 0 ? 0 : (float) (1 / f);
		}
		return new Phase(r, width);
	}

	/**
	 * Random phases.
	 *
	 * @param random where they come from
	 * @return φ, of the spectrum's shape
	 */
	public Tensor noise(final Random random) {
		return Noise.of(random, 1, spectrum.shape());
	}

	/**
	 * The picture before it is standardised and coloured.
	 *
	 * @param phases φ
	 * @return x, {@code [1, C, H, W]}, of the spectrum r
	 */
	public Tensor raw(final Tensor phases) {
		final float[] angles = odd(standardised(phases).data());
		final Tensor complex = Tensor.zeros(1, spectrum.size(1), spectrum.size(2), spectrum.size(3), 2);
		for (int i = 0; i < angles.length; i++) {
			complex.data()[2 * i] = (float) (spectrum.data()[i] * Math.cos(angles[i]));
			complex.data()[2 * i + 1] = (float) (spectrum.data()[i] * Math.sin(angles[i]));
		}
		return Fourier.inverse(complex, width);
	}

	/**
	 * The field of phases.
	 *
	 * @param phases φ
	 * @return v, {@code [1, C, H, W]}, of mean 0 and deviation 1 before colours are mixed
	 */
	public Tensor field(final Tensor phases) {
		return Colours.mixed(standardised(raw(phases)));
	}

	/**
	 * Brings a gradient from the field to the phases.
	 *
	 * @param phases φ
	 * @param gradient ∂S/∂v
	 * @return ∂S/∂φ
	 */
	public Tensor pullBack(final Tensor phases, final Tensor gradient) {
		final float[] angles = odd(standardised(phases).data());
		final Tensor complex = Fourier.pullBack(standardisedBack(raw(phases), Colours.pulledBack(gradient)));
		final float[] result = new float[angles.length];
		for (int i = 0; i < result.length; i++) {
			result[i] = (float) (spectrum.data()[i] * (complex.data()[2 * i + 1] * Math.cos(angles[i]) - complex.data()[2 * i] * Math.sin(angles[i])));
		}
		return standardisedBack(phases, Tensor.of(odd(result), phases.shape()));
	}

	/** In columns that are their own conjugates φ(−v) = −φ(v); a linear map that is its own transpose. */
	private float[] odd(final float[] values) {
		final int height = spectrum.size(2);
		final int columns = spectrum.size(3);
		final float[] result = values.clone();
		for (int start = 0; start < values.length; start += height * columns) {
			for (int column = 0; column < columns; column++) {
				if (column != 0 && 2 * column != width) continue;
				for (int y = 0; y < height; y++) {
					final float opposite = values[start + (height - y) % height * columns + column];
					result[start + y * columns + column] = (values[start + y * columns + column] - opposite) / 2;
				}
			}
		}
		return result;
	}

	private static Tensor standardised(final Tensor tensor) {
		final double mean = mean(tensor);
		final double deviation = deviation(tensor, mean);
		final float[] result = new float[tensor.length()];
		for (int i = 0; i < result.length; i++) result[i] = (float) ((tensor.data()[i] - mean) / deviation);
		return Tensor.of(result, tensor.shape());
	}

	private static Tensor standardisedBack(final Tensor tensor, final Tensor gradient) {
		final double mean = mean(tensor);
		final double deviation = deviation(tensor, mean);
		double average = 0;
		double along = 0;
		for (int i = 0; i < gradient.length(); i++) {
			average += gradient.data()[i];
			along += gradient.data()[i] * (tensor.data()[i] - mean) / deviation;
		}
		average /= gradient.length();
		along /= gradient.length();
		final float[] result = new float[gradient.length()];
		for (int i = 0; i < result.length; i++) {
			result[i] = (float) ((gradient.data()[i] - average - along * (tensor.data()[i] - mean) / deviation) / deviation);
		}
		return Tensor.of(result, gradient.shape());
	}

	private static double mean(final Tensor tensor) {
		double sum = 0;
		for (final float value : tensor.data()) sum += value;
		return sum / tensor.length();
	}

	private static double deviation(final Tensor tensor, final double mean) {
		double sum = 0;
		for (final float value : tensor.data()) sum += (value - mean) * (value - mean);
		return Math.sqrt(Math.max(SMALL, sum / tensor.length()));
	}
}
