package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fovea.golden.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

/** Transforms of even and odd sizes, against the sum that defines them. */
class FourierTest {

	@ParameterizedTest
	@CsvSource({ "8,6", "7,5", "6,7", "1,4", "5,1", "9,9" })
	void equalsTheSumThatDefinesIt(final int width, final int height) {
		final Tensor image = Golden.formula(3, 2, 3, height, width);
		final Tensor spectrum = Fourier.transform(image);
		assertArrayEquals(new int[] { 2, 3, height, width / 2 + 1, 2 }, spectrum.shape());
		for (int c = 0; c < 3; c++) {
			for (int v = 0; v < height; v++) {
				for (int u = 0; u <= width / 2; u++) {
					double re = 0;
					double im = 0;
					for (int y = 0; y < height; y++) {
						for (int x = 0; x < width; x++) {
							final double angle = -2 * Math.PI * ((double) u * x / width + (double) v * y / height);
							re += image.at(1, c, y, x) * Math.cos(angle);
							im += image.at(1, c, y, x) * Math.sin(angle);
						}
					}
					assertEquals(re, spectrum.at(1, c, v, u, 0), 1e-4);
					assertEquals(im, spectrum.at(1, c, v, u, 1), 1e-4);
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "8,6", "7,5", "6,7", "1,4", "5,1", "9,9" })
	void inverseBringsImagesBackAndPullBackIsItsTransposed(final int width, final int height) {
		final Tensor image = Golden.formula(3, 2, 3, height, width);
		final Tensor spectrum = Fourier.transform(image);
		assertArrayEquals(image.data(), Fourier.inverse(spectrum, width).data(), 1e-5f);
		final Tensor any = Golden.formula(4, spectrum.shape());
		final Tensor gradient = Golden.formula(5, image.shape());
		assertEquals(dot(Fourier.inverse(any, width), gradient), dot(any, Fourier.pullBack(gradient)), 1e-4);
	}

	@Test
	void aSpectrumOfAnotherWidthIsRefused() {
		final Tensor spectrum = Fourier.transform(Golden.formula(1, 1, 1, 4, 6));
		assertThrows(IllegalArgumentException.class, () -> Fourier.inverse(spectrum, 8));
	}

	private static double dot(final Tensor a, final Tensor b) {
		double sum = 0;
		for (int i = 0; i < a.length(); i++) sum += (double) a.data()[i] * b.data()[i];
		return sum;
	}
}
