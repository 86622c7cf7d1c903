package org.fovea.attribution;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * (x − x′) ⊙ ∫₀¹ ∂S(x′ + t(x − x′))/∂x dt (Sundararajan et al. 2017, "Axiomatic attribution for deep networks", equation 1), by
 * Gauss–Legendre quadrature. The baseline x′ is zero after preprocessing: the mean colour for most networks. The shares sum up to
 * S(x) − S(x′); the residual says how far they miss it.
 */
public final class IntegratedGradients implements InputAttribution {

	private static final String NAME = "Integrated gradients";

	private static final double ENOUGH = 0.01;

	private final int steps;
	private final int most;

	/** @param steps of the quadrature */
	public IntegratedGradients(final int steps) {
		this(steps, steps);
	}

	/**
	 * Doubles the steps until the shares miss at most one hundredth of what they promise.
	 *
	 * @param steps of the first quadrature
	 * @param most steps of one quadrature
	 */
	public IntegratedGradients(final int steps, final int most) {
		this.steps = steps;
		this.most = most;
	}

	@Override
	public Shares attribute(final Passes passes, final Target target, final Progress progress) {
		final Tensor input = passes.input();
		InputAttribution.checkImage(input);
		final Trace trace = passes.forward(target, new Step(progress, NAME, 0, steps + 2));
		final Target settled = trace.settled(target);
		final Trace baseline = passes.on(Tensor.zeros(input.shape())).forward(settled, new Step(progress, NAME, 1, steps + 2));
		final double[] promised = new double[trace.values().length];
		for (int n = 0; n < promised.length; n++) promised[n] = trace.values()[n] - baseline.values()[n];
		final double size = DoubleStream.concat(Arrays.stream(trace.values()), Arrays.stream(baseline.values())).map(Math::abs).max().orElse(0);
		int count = steps;
		Shares shares = integrated(passes, trace, settled, promised, size, count, progress);
		while (shares.sum().orElseThrow().missing() > ENOUGH && 2 * count <= most) {
			count *= 2;
			shares = integrated(passes, trace, settled, promised, size, count, progress);
		}
		return shares;
	}

	private static Shares integrated(final Passes passes, final Trace trace, final Target settled, final double[] promised, final double size,
		final int steps, final Progress progress)
	{
		final Tensor input = passes.input();
		final double[] integral = new double[input.length()];
		for (int step = 0; step < steps; step++) {
			final Step part = new Step(progress, NAME, step + 2, steps + 2);
			final Node node = Node.of(step, steps);
			final float[] between = new float[input.length()];
			for (int i = 0; i < between.length; i++) between[i] = (float) (node.t() * input.data()[i]);
			final Tensor gradient = passes.on(Tensor.of(between, input.shape())).gradient(settled, Rule.PLAIN, part).gradient(Network.INPUT);
			for (int i = 0; i < integral.length; i++) integral[i] += node.weight() * gradient.data()[i];
			part.report(NAME, 1);
		}
		final float[] shares = new float[integral.length];
		final double[] residual = promised.clone();
		final int length = shares.length / residual.length;
		for (int i = 0; i < shares.length; i++) {
			shares[i] = (float) (input.data()[i] * integral[i]);
			residual[i / length] -= shares[i];
		}
		return new Shares(Tensor.of(shares, input.shape()), trace, Optional.of(new Sum(residual, promised, size, steps)));
	}

	/**
	 * A node of Gauss–Legendre quadrature on [0, 1].
	 *
	 * @param t where
	 * @param weight how much it counts; all weights sum up to 1
	 */
	record Node(double t, double weight) {

		/**
		 * Finds the root of the Legendre polynomial P_n by Newton's method.
		 *
		 * @param i which root, from 0
		 * @param n how many there are
		 * @return the node
		 */
		static Node of(final int i, final int n) {
			double x = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
			double derivative = 1;
			for (int iteration = 0; iteration < 50; iteration++) {
				double p = 1;
				double previous = 0;
				for (int k = 1; k <= n; k++) {
					final double next = ((2 * k - 1) * x * p - (k - 1) * previous) / k;
					previous = p;
					p = next;
				}
				derivative = n * (x * p - previous) / (x * x - 1);
				final double change = p / derivative;
				x -= change;
				if (Math.abs(change) < 1e-15) break;
			}
			return new Node((1 + x) / 2, 1 / ((1 - x * x) * derivative * derivative));
		}
	}
}
