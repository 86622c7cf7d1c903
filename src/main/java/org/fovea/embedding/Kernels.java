package org.fovea.embedding;

/**
 * The inner loops. The virtual machine turns a loop into vector instructions only if it is short, writes one array, and reads all arrays at the
 * same index; hence their form. All results are rounded as written, on any processor.
 */
final class Kernels {

	private Kernels() {
	}

	/** c += a0·b0 + a1·b1 + a2·b2 + a3·b3. */
	static void addFour(final float a0, final float a1, final float a2, final float a3, final float[] b0, final float[] b1, final float[] b2,
		final float[] b3, final float[] c, final int length)
	{
		for (int j = 0; j < length; j++) c[j] = Math.fma(a0, b0[j], Math.fma(a1, b1[j], Math.fma(a2, b2[j], Math.fma(a3, b3[j], c[j]))));
	}

	/** c += a0·b0 + a1·b1 + a2·b2 + a3·b3 from an index on. */
	static void addFour(final double a0, final double a1, final double a2, final double a3, final double[] b0, final double[] b1,
		final double[] b2, final double[] b3, final double[] c, final int from, final int to)
	{
		for (int j = from; j < to; j++) c[j] = Math.fma(a0, b0[j], Math.fma(a1, b1[j], Math.fma(a2, b2[j], Math.fma(a3, b3[j], c[j]))));
	}

	/** c += a·b. */
	static void add(final double a, final double[] b, final double[] c, final int length) {
		for (int j = 0; j < length; j++) c[j] = Math.fma(a, b[j], c[j]);
	}

	/** ⟨a, b⟩, summed up in four lanes. */
	static double dot(final double[] a, final double[] b, final int length) {
		double s0 = 0;
		double s1 = 0;
		double s2 = 0;
		double s3 = 0;
		int i = 0;
		for (; i + 3 < length; i += 4) {
			s0 = Math.fma(a[i], b[i], s0);
			s1 = Math.fma(a[i + 1], b[i + 1], s1);
			s2 = Math.fma(a[i + 2], b[i + 2], s2);
			s3 = Math.fma(a[i + 3], b[i + 3], s3);
		}
		for (; i < length; i++) s0 = Math.fma(a[i], b[i], s0);
		return s0 + s1 + (s2 + s3);
	}

	/** Σ (a − b)² of two rows. */
	static double squaredDistance(final float[] a, final int aAt, final float[] b, final int bAt, final int length) {
		double s0 = 0;
		double s1 = 0;
		double s2 = 0;
		double s3 = 0;
		int i = 0;
		for (; i + 3 < length; i += 4) {
			final double d0 = (double) a[aAt + i] - b[bAt + i];
			final double d1 = (double) a[aAt + i + 1] - b[bAt + i + 1];
			final double d2 = (double) a[aAt + i + 2] - b[bAt + i + 2];
			final double d3 = (double) a[aAt + i + 3] - b[bAt + i + 3];
			s0 += d0 * d0;
			s1 += d1 * d1;
			s2 += d2 * d2;
			s3 += d3 * d3;
		}
		for (; i < length; i++) {
			final double d = (double) a[aAt + i] - b[bAt + i];
			s0 += d * d;
		}
		return s0 + s1 + (s2 + s3);
	}

	/** ⟨a, b⟩ of two rows. */
	static double dot(final float[] a, final int aAt, final float[] b, final int bAt, final int length) {
		double s0 = 0;
		double s1 = 0;
		double s2 = 0;
		double s3 = 0;
		int i = 0;
		for (; i + 3 < length; i += 4) {
			s0 += (double) a[aAt + i] * b[bAt + i];
			s1 += (double) a[aAt + i + 1] * b[bAt + i + 1];
			s2 += (double) a[aAt + i + 2] * b[bAt + i + 2];
			s3 += (double) a[aAt + i + 3] * b[bAt + i + 3];
		}
		for (; i < length; i++) s0 += (double) a[aAt + i] * b[bAt + i];
		return s0 + s1 + (s2 + s3);
	}
}
