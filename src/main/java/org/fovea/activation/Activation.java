package org.fovea.activation;

import java.util.Arrays;

import org.fovea.FoveaException;
import org.fovea.network.Tensor;

/**
 * The units of a layer's output for the first entry of a batch, whatever its axes: maps {@code [N, C, h, w]}, tokens {@code [N, T, D]},
 * whose T stand in one row, or numbers {@code [N, C]}.
 *
 * @param units how many
 * @param width of each unit's map
 * @param height of each unit's map
 * @param values as the layer put them out
 */
public record Activation(int units, int width, int height, Tensor values) {

	/**
	 * Reads an output.
	 *
	 * @param layer its name, for the sentence
	 * @param a the output
	 * @return its units
	 * @throws FoveaException if it has other axes
	 */
	public static Activation of(final String layer, final Tensor a) {
		return switch (a.rank()) {
			case 2 -> new Activation(a.size(1), 1, 1, a);
			case 3 -> new Activation(a.size(2), a.size(1), 1, a);
			case 4 -> new Activation(a.size(1), a.size(3), a.size(2), a);
			default -> throw new FoveaException("Layer '" + layer + "' has no units with maps (its output is " + Arrays.toString(a.shape()) +
				"); choose another layer of Model Summary.");
		};
	}

	/** @return how many positions each unit has */
	int positions() {
		return width * height;
	}

	float at(final int unit, final int position) {
		return values.data()[values.rank() == 3 ? position * units + unit : unit * positions() + position];
	}

	/**
	 * One activation.
	 *
	 * @param unit from 0
	 * @param x column, from 0
	 * @param y row, from 0
	 * @return its value
	 */
	public float at(final int unit, final int x, final int y) {
		return at(unit, y * width + x);
	}

	/**
	 * The unit that fires most at a position.
	 *
	 * @param x column, from 0
	 * @param y row, from 0
	 * @return from 0; of equal ones the first
	 */
	public int strongest(final int x, final int y) {
		int best = 0;
		for (int k = 1; k < units; k++) {
			if (at(k, x, y) > at(best, x, y)) best = k;
		}
		return best;
	}
}
