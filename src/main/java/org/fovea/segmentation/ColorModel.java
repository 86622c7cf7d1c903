package org.fovea.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A mixture of Gaussians with full covariances, fitted by expectation maximisation from a start without chance: the component of the largest
 * spread is split along its widest direction until there are enough (Orchard &amp; Bouman 1991, "Color quantization of images"). Same samples,
 * same bits.
 */
final class ColorModel {

	private static final int ROUNDS = 15;
	private static final int POWERS = 30;

	private final List<Gaussian> components;

	private ColorModel(final List<Gaussian> components) {
		this.components = components;
	}

	/**
	 * Fits a model.
	 *
	 * @param samples by sample, then by channel; at least one
	 * @param most components
	 * @param floor a variance that is added to every channel, so that no component shrinks to a point; above 0
	 * @return the model
	 */
	static ColorModel fit(final double[][] samples, final int most, final double floor) {
		ColorModel model = new ColorModel(split(samples, most, floor));
		for (int round = 0; round < ROUNDS; round++) model = model.again(samples, floor);
		return model;
	}

	/**
	 * Log of the density.
	 *
	 * @param color by channel
	 * @return natural logarithm
	 */
	double logDensity(final double[] color) {
		final double[] logs = logs(color);
		final double largest = Arrays.stream(logs).max().orElseThrow();
		double sum = 0;
		for (final double log : logs) sum += Math.exp(log - largest);
		return largest + Math.log(sum);
	}

	private double[] logs(final double[] color) {
		final double[] logs = new double[components.size()];
		for (int k = 0; k < logs.length; k++) logs[k] = components.get(k).log(color);
		return logs;
	}

	private ColorModel again(final double[][] samples, final double floor) {
		final double[][] shares = new double[components.size()][samples.length];
		for (int n = 0; n < samples.length; n++) {
			final double[] logs = logs(samples[n]);
			final double largest = Arrays.stream(logs).max().orElseThrow();
			double sum = 0;
			for (final double log : logs) sum += Math.exp(log - largest);
			for (int k = 0; k < logs.length; k++) shares[k][n] = Math.exp(logs[k] - largest) / sum;
		}
		final List<Gaussian> next = new ArrayList<>();
		for (final double[] share : shares) {
			if (Arrays.stream(share).sum() > samples[0].length) next.add(Gaussian.of(samples, share, floor));
		}
		return next.isEmpty() ? this : new ColorModel(next);
	}

	private static List<Gaussian> split(final double[][] samples, final int most, final double floor) {
		final List<double[][]> groups = new ArrayList<>();
		groups.add(samples);
		while (groups.size() < most) {
			final double[][] widest = groups.stream().max(Comparator.comparingDouble(g -> spread(g, axis(g)) * g.length)).orElseThrow();
			final double[] axis = axis(widest);
			final double middle = dot(mean(widest), axis);
			final double[][] low = Arrays.stream(widest).filter(v -> dot(v, axis) <= middle).toArray(double[][]::new);
			final double[][] high = Arrays.stream(widest).filter(v -> dot(v, axis) > middle).toArray(double[][]::new);
			if (low.length == 0 || high.length == 0 || spread(widest, axis) <= floor) break;
			groups.remove(widest);
			groups.add(low);
			groups.add(high);
		}
		return groups.stream().map(group -> Gaussian.of(group, ones(group.length), floor).weighted((double) group.length / samples.length)).toList();
	}

	private static double[] ones(final int length) {
		final double[] ones = new double[length];
		Arrays.fill(ones, 1);
		return ones;
	}

	private static double[] mean(final double[][] samples) {
		final double[] mean = new double[samples[0].length];
		for (final double[] sample : samples) {
			for (int c = 0; c < mean.length; c++) mean[c] += sample[c] / samples.length;
		}
		return mean;
	}

	/** The widest direction, by powers of the covariance. */
	private static double[] axis(final double[][] samples) {
		final double[] mean = mean(samples);
		final int d = mean.length;
		final double[][] covariance = new double[d][d];
		for (final double[] sample : samples) {
			for (int i = 0; i < d; i++) {
				for (int j = 0; j < d; j++) covariance[i][j] += (sample[i] - mean[i]) * (sample[j] - mean[j]) / samples.length;
			}
		}
		double[] axis = new double[d];
		// no symmetry of the channels may leave the start at a right angle to the answer
		for (int i = 0; i < d; i++) axis[i] = 1 + 0.37 * i;
		for (int power = 0; power < POWERS; power++) {
			final double[] next = new double[d];
			for (int i = 0; i < d; i++) next[i] = dot(covariance[i], axis);
			final double length = Math.sqrt(dot(next, next));
			if (length == 0) break;
			for (int i = 0; i < d; i++) next[i] /= length;
			axis = next;
		}
		return axis;
	}

	private static double spread(final double[][] samples, final double[] axis) {
		final double middle = dot(mean(samples), axis);
		final double length = dot(axis, axis);
		return Arrays.stream(samples).mapToDouble(v -> dot(v, axis) - middle).map(v -> v * v / length).average().orElse(0);
	}

	private static double dot(final double[] a, final double[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
		return sum;
	}

	/** One component: log weight and normalisation, mean, and the inverse of the Cholesky factor of the covariance. */
	private record Gaussian(double constant, double[] mean, double[][] whitening) {

		static Gaussian of(final double[][] samples, final double[] shares, final double floor) {
			final int d = samples[0].length;
			final double total = Arrays.stream(shares).sum();
			final double[] mean = new double[d];
			for (int n = 0; n < samples.length; n++) {
				for (int c = 0; c < d; c++) mean[c] += shares[n] * samples[n][c] / total;
			}
			final double[][] covariance = new double[d][d];
			for (int n = 0; n < samples.length; n++) {
				for (int i = 0; i < d; i++) {
					for (int j = 0; j <= i; j++) covariance[i][j] += shares[n] * (samples[n][i] - mean[i]) * (samples[n][j] - mean[j]) / total;
				}
			}
			for (int i = 0; i < d; i++) covariance[i][i] += floor;
			final double[][] factor = cholesky(covariance);
			double constant = Math.log(total / samples.length) - d / 2.0 * Math.log(2 * Math.PI);
			for (int i = 0; i < d; i++) constant -= Math.log(factor[i][i]);
			return new Gaussian(constant, mean, inverse(factor));
		}

		Gaussian weighted(final double weight) {
			return new Gaussian(constant + Math.log(weight), mean, whitening);
		}

		double log(final double[] color) {
			double distance = 0;
			for (int i = 0; i < mean.length; i++) {
				double z = 0;
				for (int j = 0; j <= i; j++) z += whitening[i][j] * (color[j] - mean[j]);
				distance += z * z;
			}
			return constant - distance / 2;
		}

		private static double[][] cholesky(final double[][] a) {
			final int d = a.length;
			final double[][] l = new double[d][d];
			for (int i = 0; i < d; i++) {
				for (int j = 0; j <= i; j++) {
					double sum = a[i][j];
					for (int k = 0; k < j; k++) sum -= l[i][k] * l[j][k];
					l[i][j] = i == j ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / l[j][j];
				}
			}
			return l;
		}

		private static double[][] inverse(final double[][] l) {
			final int d = l.length;
			final double[][] inverse = new double[d][d];
			for (int i = 0; i < d; i++) {
				inverse[i][i] = 1 / l[i][i];
				for (int j = 0; j < i; j++) {
					double sum = 0;
					for (int k = j; k < i; k++) sum -= l[i][k] * inverse[k][j];
					inverse[i][j] = sum / l[i][i];
				}
			}
			return inverse;
		}
	}
}
