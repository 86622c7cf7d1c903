package org.fovea.synthesis;

import java.util.Random;

import org.fovea.network.Tensor;

/** θ = v: every pixel for itself, as in Erhan et al. 2009, "Visualizing higher-layer features of a deep network". */
public record PixelParametrization() implements Parametrization {

	private static final double NOISE = 0.01;

	@Override
	public Tensor noise(final Random random, final int... shape) {
		return Noise.of(random, NOISE, shape);
	}

	@Override
	public Tensor field(final Tensor parameters) {
		return parameters;
	}

	@Override
	public Tensor pullBack(final Tensor gradient) {
		return gradient;
	}

	@Override
	public Tensor parameters(final Tensor field) {
		return field;
	}

	@Override
	public Bound bound() {
		return Bound.CLAMP;
	}
}
