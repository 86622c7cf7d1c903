package org.fovea.synthesis;

/** How far each parameter is moved along its gradient. */
public interface Optimizer {

	/**
	 * Begins to climb.
	 *
	 * @param parameters how many there are
	 * @return what remembers earlier steps
	 */
	Climber start(int parameters);

	/** One climb. */
	@FunctionalInterface
	interface Climber {

		/**
		 * Moves parameters uphill.
		 *
		 * @param parameters changed in place
		 * @param gradient ∂S/∂θ
		 */
		void step(float[] parameters, float[] gradient);
	}

	/**
	 * θ ← θ + η g.
	 *
	 * @param rate η
	 */
	record Sgd(double rate) implements Optimizer {

		@Override
		public Climber start(final int parameters) {
			return (theta, g) -> {
				for (int i = 0; i < theta.length; i++) theta[i] += (float) (rate * g[i]);
			};
		}
	}

	/**
	 * Kingma &amp; Ba 2015, "Adam: a method for stochastic optimization", algorithm 1, with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
	 *
	 * @param rate α
	 */
	record Adam(double rate) implements Optimizer {

		@Override
		public Climber start(final int parameters) {
			final Moments moments = new Moments(parameters);
			return (theta, g) -> {
				moments.add(g);
				final float first = (float) (rate / (1 - moments.power(Moments.FIRST)));
				final float second = (float) (1 / (1 - moments.power(Moments.SECOND)));
				for (int i = 0; i < theta.length; i++) theta[i] += first * moments.m[i] / ((float) Math.sqrt(second * moments.v[i]) + Moments.EPSILON);
			};
		}
	}

	/**
	 * Dozat 2016, "Incorporating Nesterov momentum into Adam", with the momentum schedule of PyTorch: μ_t = β₁ (1 − ½·0.96^(0.004 t)).
	 *
	 * @param rate α
	 */
	record NAdam(double rate) implements Optimizer {

		private static final double DECAY = 0.004;

		@Override
		public Climber start(final int parameters) {
			final Moments moments = new Moments(parameters);
			final double[] product = { 1 };
			return (theta, g) -> {
				moments.add(g);
				final double now = momentum(moments.steps);
				final double next = momentum(moments.steps + 1);
				product[0] *= now;
				final float a = (float) (rate * (1 - now) / (1 - product[0]));
				final float b = (float) (rate * next / (1 - product[0] * next));
				final float second = (float) (1 / (1 - moments.power(Moments.SECOND)));
				for (int i = 0; i < theta.length; i++) {
					theta[i] += (a * g[i] + b * moments.m[i]) / ((float) Math.sqrt(second * moments.v[i]) + Moments.EPSILON);
				}
			};
		}

		private static double momentum(final int step) {
			return Moments.FIRST * (1 - 0.5 * Math.pow(0.96, step * DECAY));
		}
	}

	/** Running means of the gradient and of its square. */
	final class Moments {

		private static final float FIRST = 0.9f;
		private static final float SECOND = 0.999f;
		private static final float EPSILON = 1e-8f;

		private final float[] m;
		private final float[] v;
		private int steps;

		private Moments(final int parameters) {
			m = new float[parameters];
			v = new float[parameters];
		}

		private void add(final float[] g) {
			steps++;
			for (int i = 0; i < g.length; i++) {
				m[i] = FIRST * m[i] + (1 - FIRST) * g[i];
				v[i] = SECOND * v[i] + (1 - SECOND) * g[i] * g[i];
			}
		}

		private double power(final float base) {
			return Math.pow(base, steps);
		}
	}
}
