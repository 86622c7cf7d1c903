package org.fovea.network;

import java.util.Arrays;
import java.util.Optional;

/**
 * One place in a network at which activations can be read, changed and differentiated.
 *
 * @param name unique and stable: the dotted module path ({@code layer4.1.conv2}), then {@code /operator_n} for an operator inside
 *          it, then {@code #n} where the same place is passed again
 * @param operator the module's class ({@code Conv2d}) or the operator ({@code conv2d})
 * @param isModule whether this is a submodule rather than a single operator
 * @param shape of the activation for the example input, batch first
 * @param parameters trained numbers in the module and its children; for an operator of a frozen network those that it was handed, else 0
 * @param vertical receptive field along y, where it could be determined
 * @param horizontal receptive field along x, where it could be determined
 */
public record Layer(String name, String operator, boolean isModule, int[] shape, long parameters, Optional<ReceptiveField> vertical,
	Optional<ReceptiveField> horizontal)
{

	/** @return whether the activation is a stack of maps {@code [N, C, h, w]} */
	public boolean isSpatial() {
		return shape.length == 4;
	}

	/** @return the number of units (channels) */
	public int units() {
		return shape.length < 2 ? 1 : shape[1];
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof final Layer that && name.equals(that.name) && operator.equals(that.operator) && isModule == that.isModule &&
			Arrays.equals(shape, that.shape) && parameters == that.parameters && vertical.equals(that.vertical) && horizontal.equals(
				that.horizontal);
	}

	@Override
	public int hashCode() {
		return name.hashCode();
	}
}
