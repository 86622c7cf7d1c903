package org.fovea.embedding;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.fovea.Progress;

/**
 * A square of complex numbers that can be taken to its spectrum and back. It is kept in strips of columns, so that each transform along the
 * columns works on whole rows of a strip at a time, which the virtual machine turns into vector instructions; between the two directions the
 * square is transposed. Transforms are Stockham's, with radix 4, 2, 3 and 5, in single precision and without any normalisation. Only the first
 * quadrant has values before the first transform, and only there are they wanted after the second: the rest is the room that keeps a
 * convolution from running round.
 */
final class FourierPlane {

	private static final int[] STEPS = { 8, 10, 12 };

	private final int size;
	private final int width;
	private final float[] cosine;
	private final float[] sine;
	private float[][][] real;
	private float[][][] imaginary;
	private float[][][] otherReal;
	private float[][][] otherImaginary;

	/**
	 * @param size one of {@link #sizeFor}
	 */
	FourierPlane(final int size) {
		this.size = size;
		int strips = 2;
		while (size / strips > 192) strips *= 2;
		width = size / strips;
		cosine = new float[size];
		sine = new float[size];
		for (int i = 0; i < size; i++) {
			cosine[i] = (float) Math.cos(-2 * Math.PI * i / size);
			sine[i] = (float) Math.sin(-2 * Math.PI * i / size);
		}
		real = new float[strips][size][width];
		imaginary = new float[strips][size][width];
		otherReal = new float[strips][size][width];
		otherImaginary = new float[strips][size][width];
	}

	/** The smallest size that can be transformed and is not below a limit. */
	static int sizeFor(final int least) {
		for (int factor = 16;; factor *= 2) {
			for (final int step : STEPS) if (step * factor >= least) return step * factor;
		}
	}

	int size() {
		return size;
	}

	int strips() {
		return real.length;
	}

	int width() {
		return width;
	}

	/** The real part of a row of a strip, to be read and written. */
	float[] real(final int strip, final int row) {
		return real[strip][row];
	}

	/** The imaginary part of a row of a strip, to be read and written. */
	float[] imaginary(final int strip, final int row) {
		return imaginary[strip][row];
	}

	/** Sets everything to zero. */
	void clear(final Progress progress) {
		Parallel.parts(strips(), progress, strip -> {
			for (int row = 0; row < size; row++) {
				Arrays.fill(real[strip][row], 0);
				Arrays.fill(imaginary[strip][row], 0);
			}
		});
	}

	/** To the spectrum, which comes out transposed. */
	static void forward(final FourierPlane[] planes, final Progress progress) {
		alongColumns(planes, 2, progress, false);
		transpose(planes, 2, 1, progress);
		alongColumns(planes, 1, progress, false);
	}

	/** To the spectrum, also where values lie outside the first quadrant. */
	static void forwardWhole(final FourierPlane plane, final Progress progress) {
		final FourierPlane[] planes = { plane };
		alongColumns(planes, 1, progress, false);
		transpose(planes, 1, 1, progress);
		alongColumns(planes, 1, progress, false);
	}

	/** From the transposed spectrum back to the first quadrant, times size². */
	static void backward(final FourierPlane[] planes, final Progress progress) {
		alongColumns(planes, 1, progress, true);
		transpose(planes, 1, 2, progress);
		alongColumns(planes, 2, progress, true);
	}

	private static void alongColumns(final FourierPlane[] planes, final int divisor, final Progress progress, final boolean back) {
		final int strips = planes[0].strips() / divisor;
		Parallel.parts(planes.length * strips, progress, part -> planes[part / strips].transform(part % strips, back));
	}

	/** Transposes what lies in the first {@code 1/from} of the columns, filling the first {@code 1/to} of the columns of the result. */
	private static void transpose(final FourierPlane[] planes, final int from, final int to, final Progress progress) {
		final int strips = planes[0].strips() / to;
		Parallel.parts(planes.length * strips, progress, part -> planes[part / strips].transposeInto(part % strips, from));
		for (final FourierPlane plane : planes) plane.swap(IntStream.range(0, plane.strips()).toArray());
	}

	private void swap(final int... strips) {
		for (final int strip : strips) {
			final float[][] swappedReal = real[strip];
			real[strip] = otherReal[strip];
			otherReal[strip] = swappedReal;
			final float[][] swappedImaginary = imaginary[strip];
			imaginary[strip] = otherImaginary[strip];
			otherImaginary[strip] = swappedImaginary;
		}
	}

	private void transposeInto(final int strip, final int from) {
		for (int row = 0; row < size; row++) {
			final float[] targetReal = otherReal[strip][row];
			final float[] targetImaginary = otherImaginary[strip][row];
			if (row >= size / from) {
				Arrays.fill(targetReal, 0);
				Arrays.fill(targetImaginary, 0);
				continue;
			}
			final float[][] sourceReal = real[row / width];
			final float[][] sourceImaginary = imaginary[row / width];
			final int column = row % width;
			for (int i = 0; i < width; i++) {
				targetReal[i] = sourceReal[strip * width + i][column];
				targetImaginary[i] = sourceImaginary[strip * width + i][column];
			}
		}
	}

	/** Transforms the columns of a strip; backwards is forwards with the two parts exchanged. */
	private void transform(final int strip, final boolean back) {
		float[][] fromReal = back ? imaginary[strip] : real[strip];
		float[][] fromImaginary = back ? real[strip] : imaginary[strip];
		float[][] toReal = back ? otherImaginary[strip] : otherReal[strip];
		float[][] toImaginary = back ? otherReal[strip] : otherImaginary[strip];
		final float[] scratchReal = new float[width];
		final float[] scratchImaginary = new float[width];
		int stride = 1;
		boolean swapped = false;
		for (int length = size; length > 1;) {
			final int radix = length % 5 == 0 ? 5 : length % 3 == 0 ? 3 : length % 4 == 0 ? 4 : 2;
			final int part = length / radix;
			for (int j = 0; j < part; j++) {
				for (int q = 0; q < stride; q++) {
					for (int r = 0; r < radix; r++) {
						butterfly(radix, r, fromReal, fromImaginary, q + stride * j, stride * part, scratchReal, scratchImaginary);
						final int angle = (int) ((long) j * r * stride % size);
						turn(cosine[angle], sine[angle], scratchReal, scratchImaginary, toReal[q + stride * (radix * j + r)], toImaginary[q + stride
							* (radix * j + r)]);
					}
				}
			}
			final float[][] doneReal = toReal;
			final float[][] doneImaginary = toImaginary;
			toReal = fromReal;
			toImaginary = fromImaginary;
			fromReal = doneReal;
			fromImaginary = doneImaginary;
			swapped = !swapped;
			length = part;
			stride *= radix;
		}
		if (swapped) swap(strip);
	}

	/** The r-th output of a transform of length {@code radix}: Σ_k x_k exp(−2πi k r / radix). */
	private void butterfly(final int radix, final int r, final float[][] xReal, final float[][] xImaginary, final int first, final int step,
		final float[] real, final float[] imaginary)
	{
		final int b = first + step;
		final int c = first + 2 * step;
		final int d = first + 3 * step;
		switch (radix) {
			case 2 -> {
				combine(xReal[first], xReal[b], r == 0 ? 1 : -1, real);
				combine(xImaginary[first], xImaginary[b], r == 0 ? 1 : -1, imaginary);
			}
			case 4 -> {
				if (r % 2 == 0) {
					combine(xReal[first], xReal[c], xReal[b], xReal[d], r == 0 ? 1 : -1, r == 0 ? 1 : -1, 1, real);
					combine(xImaginary[first], xImaginary[c], xImaginary[b], xImaginary[d], r == 0 ? 1 : -1, r == 0 ? 1 : -1, 1, imaginary);
				}
				else {
					final int sign = r == 1 ? 1 : -1;
					combine(xReal[first], xReal[c], xImaginary[b], xImaginary[d], sign, -sign, -1, real);
					combine(xImaginary[first], xImaginary[c], xReal[b], xReal[d], -sign, sign, -1, imaginary);
				}
			}
			default -> {
				copy(xReal[first], real);
				copy(xImaginary[first], imaginary);
				for (int k = 1; k < radix; k++) {
					final int angle = k * r % radix * (size / radix);
					addTurned(cosine[angle], sine[angle], xReal[first + k * step], xImaginary[first + k * step], real);
					addTurned(cosine[angle], -sine[angle], xImaginary[first + k * step], xReal[first + k * step], imaginary);
				}
			}
		}
	}

	private static void copy(final float[] a, final float[] into) {
		System.arraycopy(a, 0, into, 0, into.length);
	}

	/** a + sign·b. */
	private static void combine(final float[] a, final float[] b, final float sign, final float[] into) {
		for (int i = 0; i < into.length; i++) into[i] = a[i] + sign * b[i];
	}

	/** a + signB·b + signC·c + signD·d. */
	private static void combine(final float[] a, final float[] b, final float[] c, final float[] d, final float signC, final float signD,
		final float signB, final float[] into)
	{
		for (int i = 0; i < into.length; i++) into[i] = a[i] + signB * b[i] + (signC * c[i] + signD * d[i]);
	}

	/** Adds the real part of (cosine + i·sine)(a + i·b). */
	private static void addTurned(final float cosine, final float sine, final float[] a, final float[] b, final float[] into) {
		for (int i = 0; i < into.length; i++) into[i] += cosine * a[i] - sine * b[i];
	}

	private static void turn(final float cosine, final float sine, final float[] a, final float[] b, final float[] real,
		final float[] imaginary)
	{
		if (cosine == 1) {
			copy(a, real);
			copy(b, imaginary);
			return;
		}
		turn(cosine, -sine, a, b, real);
		turn(cosine, sine, b, a, imaginary);
	}

	/** a·b + c·d. */
	private static void turn(final float cosine, final float sine, final float[] a, final float[] b, final float[] into) {
		for (int i = 0; i < into.length; i++) into[i] = cosine * a[i] + sine * b[i];
	}
}
