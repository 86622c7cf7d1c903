package org.fovea.synthesis;

import org.fovea.network.Tensor;

/**
 * What keeps a picture from becoming noise that only a network likes: a penalty that bends the gradient, or an operation on the field after a
 * step, r(v) of Yosinski et al. 2015, "Understanding neural networks through deep visualization", section 4. Fields are 0 where a picture is
 * empty; every entry of a batch is treated for itself.
 */
public interface Regularizer {

	/**
	 * The gradient of S − penalty.
	 *
	 * @param field v
	 * @param gradient ∂S/∂v
	 * @return the bent gradient; the given one where nothing is penalised
	 */
	default Tensor bend(final Tensor field, final Tensor gradient) {
		return gradient;
	}

	/**
	 * What the field is multiplied with after a step. As parametrizations are linear, this needs no field.
	 *
	 * @return a factor; 1 = none
	 */
	default double factor() {
		return 1;
	}

	/**
	 * Whether something is done with the field after a step.
	 *
	 * @param step counted from 1
	 * @return whether {@link #shrink} must be called
	 */
	default boolean isDue(final int step) {
		return false;
	}

	/**
	 * r(v).
	 *
	 * @param field v after a step
	 * @param gradient ∂S/∂v of that step
	 * @return a new field
	 */
	default Tensor shrink(final Tensor field, final Tensor gradient) {
		return field;
	}
}
