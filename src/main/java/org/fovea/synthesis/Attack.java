package org.fovea.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * Projected gradient ascent inside a {@link Ball} around an image: x ← P(x + α sign ∂S/∂x), or x ← P(x + α g/‖g‖₂) in the L2 norm (Madry et
 * al. 2018, "Towards deep learning models resistant to adversarial attacks"); with one step of length ε the fast gradient sign method
 * (Goodfellow, Shlens &amp; Szegedy 2015, "Explaining and harnessing adversarial examples", section 4). The network is always asked about the
 * image as it would be stored, so that what it says holds for the file as well.
 *
 * @param network that is deceived
 * @param preparation from pixels to its input
 * @param ball around the image
 * @param step α, in pixel values
 * @param steps how many
 */
public record Attack(Network network, Preparation preparation, Ball ball, double step, int steps) {

	private static final Plan GRADIENT = Plan.FORWARD.gradient(Network.INPUT);

	/** By how much further than needed the steps of one climb would reach, so that they can turn. */
	private static final double REACH = 2.5;

	/**
	 * The usual steps: of length ε for a single one, and 2.5 ε/n for n, as Madry et al. recommend.
	 *
	 * @param network that is deceived
	 * @param preparation from pixels to its input
	 * @param ball around the image, ε its radius
	 * @param steps n
	 * @return the attack
	 */
	public static Attack of(final Network network, final Preparation preparation, final Ball ball, final int steps) {
		return new Attack(network, preparation, ball, steps == 1 ? ball.radius() : REACH * ball.radius() / steps, steps);
	}

	/** Which way. */
	public enum Direction {
		/** S grows: towards a class. */
		TOWARDS(1),
		/** S falls: away from a class. */
		AWAY(-1);

		private final int sign;

		Direction(final int sign) {
			this.sign = sign;
		}
	}

	/**
	 * Changes an image.
	 *
	 * @param original {@code [1, C, H, W]}, storable
	 * @param target the class whose certainty is S
	 * @param direction which way
	 * @param progress asked before every step whether to stop: what is there is kept
	 * @param watcher told the probability of the class before every step and after the last
	 * @return the changed image as it is stored, inside the ball; the probability before every step and after the last
	 */
	public Ascent.Summit perturb(final Tensor original, final Certainty target, final Direction direction, final Progress progress,
		final Ascent.Watcher watcher)
	{
		final List<double[]> confidences = new ArrayList<>();
		Tensor moved = original;
		for (int done = 0;; done++) {
			final Tensor stored = ball.stored(original, moved);
			final boolean isEnd = done == steps || progress.isCancelled();
			final Prepared prepared = preparation.prepare(stored);
			final Trace trace = network.run(isEnd ? Plan.FORWARD : GRADIENT, target, prepared.input());
			confidences.add(target.probabilities(trace.output()));
			watcher.see(done, confidences.get(done), stored);
			if (isEnd) return new Ascent.Summit(stored, confidences, done, done < steps);
			progress.report(String.format(Locale.ROOT, "Step %d of %d, confidence %.4f", done + 1, steps, confidences.get(done)[0]), (double) done /
				steps);
			final Tensor gradient = prepared.pullBack().apply(trace.gradient(Network.INPUT));
			moved = ball.inside(original, moved(moved, gradient, direction.sign * step));
		}
	}

	private Tensor moved(final Tensor from, final Tensor gradient, final double length) {
		final float[] g = gradient.data();
		double square = 0;
		for (final float value : g) square += (double) value * value;
		final double scale = square > 0 ? length / Math.sqrt(square) : 0;
		final float[] result = new float[g.length];
		for (int i = 0; i < g.length; i++) {
			result[i] = (float) (from.data()[i] + (ball.norm() == Ball.Norm.L2 ? scale * g[i] : length * Math.signum(g[i])));
		}
		return Tensor.of(result, from.shape());
	}
}
