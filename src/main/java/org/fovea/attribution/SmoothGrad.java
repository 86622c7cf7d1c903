package org.fovea.attribution;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * The mean of ∂S/∂x over noisy copies of the input: 1/n Σ ∂S(x + N(0, σ²))/∂x (Smilkov et al. 2017, "SmoothGrad: removing noise by adding
 * noise", section 3), σ a share of the input's range.
 */
public final class SmoothGrad implements InputAttribution {

	private static final String NAME = "SmoothGrad";

	private final int samples;
	private final double noise;
	private final Supplier<DoubleSupplier> normal;

	/**
	 * Settles the noise.
	 *
	 * @param samples n
	 * @param noise σ/(x_max − x_min); the paper recommends 0.1 to 0.2
	 * @param seed of the noise: the same seed gives the same map
	 */
	public SmoothGrad(final int samples, final double noise, final long seed) {
		this(samples, noise, () -> new SplittableRandom(seed)::nextGaussian);
	}

	/**
	 * Settles where the noise comes from.
	 *
	 * @param samples n
	 * @param noise σ/(x_max − x_min)
	 * @param normal gives a source of noise of variance 1 for each input, asked for one value after the other of one copy after the other
	 */
	SmoothGrad(final int samples, final double noise, final Supplier<DoubleSupplier> normal) {
		this.samples = samples;
		this.noise = noise;
		this.normal = normal;
	}

	@Override
	public Shares attribute(final Passes passes, final Target target, final Progress progress) {
		final Tensor input = passes.input();
		InputAttribution.checkImage(input);
		final Trace trace = passes.forward(target, new Step(progress, NAME, 0, samples + 1));
		final Target settled = trace.settled(target);
		final int length = input.length() / input.size(0);
		final double[] sigma = new double[input.size(0)];
		for (int n = 0; n < sigma.length; n++) sigma[n] = noise * range(input, n * length, length);
		final DoubleSupplier values = normal.get();
		final double[] sum = new double[input.length()];
		for (int sample = 0; sample < samples; sample++) {
			final Step part = new Step(progress, NAME, sample + 1, samples + 1);
			final float[] noisy = new float[input.length()];
			for (int i = 0; i < noisy.length; i++) noisy[i] = (float) (input.data()[i] + sigma[i / length] * values.getAsDouble());
			final Tensor gradient = passes.on(Tensor.of(noisy, input.shape())).gradient(settled, Rule.PLAIN, part).gradient(Network.INPUT);
			for (int i = 0; i < sum.length; i++) sum[i] += gradient.data()[i];
			part.report(NAME, 1);
		}
		final float[] mean = new float[sum.length];
		for (int i = 0; i < mean.length; i++) mean[i] = (float) (sum[i] / samples);
		return new Shares(Tensor.of(mean, input.shape()), trace, Optional.empty());
	}

	private static double range(final Tensor input, final int from, final int length) {
		double min = Double.POSITIVE_INFINITY;
		double max = Double.NEGATIVE_INFINITY;
		for (int i = from; i < from + length; i++) {
			min = Math.min(min, input.data()[i]);
			max = Math.max(max, input.data()[i]);
		}
		return max - min;
	}
}
