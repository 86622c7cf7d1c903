package org.fovea.synthesis;

/**
 * L2 decay: v ← (1 − θ) v after every step, which keeps single values from growing beyond all others.
 *
 * @param amount θ, between 0 and 1
 */
public record Decay(double amount) implements Regularizer {

	@Override
	public double factor() {
		return 1 - amount;
	}
}
