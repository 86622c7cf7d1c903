package org.fovea.synthesis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.fovea.network.Tensor;

/**
 * A spectrum that is the same in every direction: magnitudes as a function of frequency, to be used for pictures of any size. Between the frequencies
 * it is a power law, beyond them it stays as at the last one.
 *
 * @param frequencies in cycles for each pixel, above 0, rising
 * @param magnitudes for each frequency, along brightness and two opponent colours; above 0
 */
public record RadialSpectrum(double[] frequencies, double[][] magnitudes) {

	private static final String SMEARS = "smears.csv";

	/**
	 * The measured spectrum of the stained blood smears that the bundled models were trained on.
	 *
	 * @return the spectrum, of pixels as the microscope gave them
	 */
	public static RadialSpectrum smears() {
		try (InputStream in = RadialSpectrum.class.getResourceAsStream(SMEARS); BufferedReader reader = new BufferedReader(new InputStreamReader(in,
			StandardCharsets.UTF_8)))
		{
			final List<double[]> rows = reader.lines().skip(1).map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
				.toList();
			return new RadialSpectrum(rows.stream().mapToDouble(row -> row[0]).toArray(), rows.stream().map(row -> Arrays.copyOfRange(row, 1,
				row.length)).toArray(double[][]::new));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Pictures of this spectrum.
	 *
	 * @param channels C; three are colours, any other number has the spectrum of brightness in each
	 * @param height H
	 * @param width W
	 * @return r
	 */
	public Phase phase(final int channels, final int height, final int width) {
		final int columns = width / 2 + 1;
		final Tensor r = Tensor.zeros(1, channels, height, columns);
		for (int i = 0; i < r.length(); i++) {
			final int y = i / columns % height;
			final double f = Math.hypot((double) (i % columns) / width, (double) Math.min(y, height - y) / height);
			final int axis = channels == magnitudes[0].length ? i / (columns * height) : 0;
			r.data()[i] = f == 0 ? 0 : (float) at(f, axis);
		}
		return new Phase(r, width);
	}

	private double at(final double f, final int axis) {
		final int found = Arrays.binarySearch(frequencies, f);
		final int above = found >= 0 ? found : -found - 1;
		if (above == 0) return magnitudes[0][axis];
		if (above == frequencies.length) return magnitudes[above - 1][axis];
		final double t = Math.log(f / frequencies[above - 1]) / Math.log(frequencies[above] / frequencies[above - 1]);
		return Math.exp((1 - t) * Math.log(magnitudes[above - 1][axis]) + t * Math.log(magnitudes[above][axis]));
	}
}
