package org.fovea.synthesis;

import java.util.Random;

import org.fovea.network.Fourier;
import org.fovea.network.Tensor;

/**
 * v = M · irfft2(θ / f): the coefficients of a Fourier series, scaled so that equal steps of θ change a picture as natural pictures vary,
 * strongly at low frequencies and weakly at high ones, and with brightness and two opponent colours in place of red, green and blue (Olah,
 * Mordvintsev &amp; Schubert 2017, "Feature visualization", section "Preconditioning and parameterization").
 *
 * @param width W of the field, because even and odd widths can have equally large spectra
 */
public record FourierParametrization(int width) implements Parametrization {

	private static final double NOISE = 0.01;

	/** Makes fields of about the size that a bound expects. */
	private static final double CONTRAST = 0.25;

	@Override
	public Tensor noise(final Random random, final int... shape) {
		return Noise.of(random, NOISE, shape[0], shape[1], shape[2], width / 2 + 1, 2);
	}

	@Override
	public Tensor field(final Tensor parameters) {
		return Colours.mixed(Fourier.inverse(scaled(parameters, 1), width));
	}

	@Override
	public Tensor pullBack(final Tensor gradient) {
		return scaled(Fourier.pullBack(Colours.pulledBack(gradient)), 1);
	}

	@Override
	public Tensor parameters(final Tensor field) {
		return scaled(Fourier.transform(Colours.separated(field)), -1);
	}

	@Override
	public Bound bound() {
		return Bound.SIGMOID;
	}

	private Tensor scaled(final Tensor spectrum, final int power) {
		final int height = spectrum.size(2);
		final int columns = spectrum.size(3);
		final float[] scale = new float[height * columns];
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < columns; x++) scale[y * columns + x] = (float) (power > 0 ? weight(x, y, height) : 1 / weight(x, y, height));
		}
		final float[] result = new float[spectrum.length()];
		for (int start = 0; start < result.length; start += 2 * scale.length) {
			for (int i = 0; i < scale.length; i++) {
				result[start + 2 * i] = spectrum.data()[start + 2 * i] * scale[i];
				result[start + 2 * i + 1] = spectrum.data()[start + 2 * i + 1] * scale[i];
			}
		}
		return Tensor.of(result, spectrum.shape());
	}

	/** √(H·W) makes coefficients independent of the picture's size; the mean is as free as the lowest frequency. */
	private double weight(final int x, final int y, final int height) {
		final double fx = (double) x / width;
		final double fy = (double) Math.min(y, height - y) / height;
		final double lowest = 1. / Math.max(width, height);
		return CONTRAST * Math.sqrt((double) width * height) / Math.max(lowest, Math.sqrt(fx * fx + fy * fy));
	}
}
