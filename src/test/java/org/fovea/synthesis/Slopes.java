package org.fovea.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.UnaryOperator;

import org.fovea.network.Tensor;

/** Derivatives against differences. */
final class Slopes {

	private Slopes() {
	}

	static Tensor random(final long seed, final double deviation, final int... shape) {
		final Random random = new Random(seed);
		final Tensor tensor = Tensor.zeros(shape);
		for (int i = 0; i < tensor.length(); i++) tensor.data()[i] = (float) (deviation * random.nextGaussian());
		return tensor;
	}

	static double dot(final Tensor a, final Tensor b) {
		double sum = 0;
		for (int i = 0; i < a.length(); i++) sum += (double) a.data()[i] * b.data()[i];
		return sum;
	}

	/** Holds that Σ g·f(x) changes along random directions as the pulled back gradient says. */
	static void assertPullsBack(final UnaryOperator<Tensor> function, final Tensor x, final Tensor gradient, final Tensor pulled,
		final double step, final double tolerance)
	{
		for (int k = 0; k < 5; k++) {
			final Tensor direction = random(100 + k, 1, x.shape());
			final double difference = (dot(function.apply(moved(x, direction, step)), gradient) - dot(function.apply(moved(x, direction, -step)),
				gradient)) / (2 * step);
			assertEquals(difference, dot(pulled, direction), tolerance * Math.max(1, Math.abs(difference)));
		}
	}

	static Tensor moved(final Tensor x, final Tensor direction, final double step) {
		final float[] moved = new float[x.length()];
		for (int i = 0; i < moved.length; i++) moved[i] = (float) (x.data()[i] + step * direction.data()[i]);
		return Tensor.of(moved, x.shape());
	}
}
