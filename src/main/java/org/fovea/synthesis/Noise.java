package org.fovea.synthesis;

import java.util.Random;

import org.fovea.network.Tensor;

/** Normally distributed numbers, the same for each entry of a batch, so that entries differ by what is asked of them alone. */
final class Noise {

	private Noise() {
	}

	static Tensor of(final Random random, final double deviation, final int... shape) {
		final Tensor noise = Tensor.zeros(shape);
		final int entry = noise.length() / Math.max(1, shape[0]);
		for (int i = 0; i < noise.length(); i++) {
			noise.data()[i] = i < entry ? (float) (deviation * random.nextGaussian()) : noise.data()[i - entry];
		}
		return noise;
	}
}
