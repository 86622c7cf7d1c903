package org.fovea.synthesis;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

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
	 * @param target S, such as {@link Certainty}
	 * @param direction which way
	 * @param progress told after each step; cancelling throws
	 * @return the changed image as it is stored, inside the ball
	 */
	public Tensor perturb(final Tensor original, final Target target, final Direction direction, final Progress progress) {
		Tensor moved = original;
		for (int i = 0; i < steps; i++) {
			progress.check();
			progress.report("Step " + (i + 1) + " of " + steps, (double) i / steps);
			final Prepared prepared = preparation.prepare(ball.stored(original, moved));
			final Tensor gradient = prepared.pullBack().apply(network.run(GRADIENT, target, prepared.input()).gradient(Network.INPUT));
			moved = ball.inside(original, moved(moved, gradient, direction.sign * step));
		}
		return ball.stored(original, moved);
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
