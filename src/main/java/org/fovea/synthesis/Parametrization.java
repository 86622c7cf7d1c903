package org.fovea.synthesis;

import java.util.Random;

import org.fovea.network.Tensor;

/**
 * How a picture is written down while it is optimised: a linear, invertible map from parameters θ to a field v, which a {@link Bound} makes
 * pixels of. Which map is chosen decides which pictures lie close to each other, and with that which of many equally good ones is found.
 */
public interface Parametrization {

	/**
	 * Parameters of faint noise, all entries alike.
	 *
	 * @param random where it comes from
	 * @param shape of the field, {@code [N, C, H, W]}
	 * @return θ
	 */
	Tensor noise(Random random, int... shape);

	/**
	 * The field of parameters.
	 *
	 * @param parameters θ
	 * @return v, {@code [N, C, H, W]}
	 */
	Tensor field(Tensor parameters);

	/**
	 * Brings a gradient from the field to the parameters: the transposed map.
	 *
	 * @param gradient ∂S/∂v
	 * @return ∂S/∂θ
	 */
	Tensor pullBack(Tensor gradient);

	/**
	 * The parameters of a field: the inverse map.
	 *
	 * @param field v
	 * @return θ
	 */
	Tensor parameters(Tensor field);

	/** @return how the field is kept inside the pixels' range */
	Bound bound();
}
