package org.fovea.network;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * The class with the largest logit of each entry, summed over positions where the output is dense.
 *
 * @param settled the classes, one for each entry or one for all; empty = whichever is largest
 */
record Top(int[] settled) implements Target {

	@Override
	public Set<String> layers() {
		return Set.of(Network.OUTPUT);
	}

	@Override
	public Target settled(final Tensor output) {
		final int[] classes = new int[entries(output)];
		Arrays.setAll(classes, n -> largest(output, n));
		return new Top(classes);
	}

	@Override
	public Evaluation evaluate(final Map<String, Tensor> activations) {
		final Tensor output = activations.get(Network.OUTPUT);
		final double[] values = new double[entries(output)];
		final float[] gradient = new float[output.length()];
		for (int n = 0; n < values.length; n++) {
			final int k = settled.length == 0 ? largest(output, n) : settled[Math.min(n, settled.length - 1)];
			values[n] = sum(output, n, k);
			for (int p = 0; p < positions(output); p++) gradient[index(output, n, k, p)] = 1;
		}
		return new Evaluation(values, Map.of(Network.OUTPUT, Tensor.of(gradient, output.shape())));
	}

	private static int largest(final Tensor output, final int n) {
		int best = 0;
		for (int k = 1; k < classes(output); k++) {
			if (sum(output, n, k) > sum(output, n, best)) best = k;
		}
		return best;
	}

	private static double sum(final Tensor output, final int n, final int k) {
		double sum = 0;
		for (int p = 0; p < positions(output); p++) sum += output.data()[index(output, n, k, p)];
		return sum;
	}

	private static int entries(final Tensor output) {
		return output.rank() == 0 ? 1 : output.size(0);
	}

	private static int classes(final Tensor output) {
		return output.rank() < 2 ? 1 : output.rank() == 3 ? output.size(2) : output.size(1);
	}

	private static int positions(final Tensor output) {
		return output.length() / Math.max(1, entries(output) * classes(output));
	}

	private static int index(final Tensor output, final int n, final int k, final int p) {
		return output.rank() == 3 ? (n * positions(output) + p) * classes(output) + k : (n * classes(output) + k) * positions(output) + p;
	}
}
