package org.fovea.network;

/** A change of a layer's output while the network runs; tensors broadcast against that output as in PyTorch. */
public sealed interface Intervention {

	/** @return the name of the layer whose output is changed */
	String layer();

	/** a ← a · factor. */
	record Scale(String layer, Tensor factor) implements Intervention {}

	/** a ← a + offset. */
	record Shift(String layer, Tensor offset) implements Intervention {}

	/** a ← value, broadcast to the shape of a. */
	record Replace(String layer, Tensor value) implements Intervention {}

	/**
	 * a ← value as it is, of any shape: the network goes on from there, as if its input had been larger or smaller. Works at layers that
	 * everything behind them depends on through them alone.
	 */
	record Insert(String layer, Tensor value) implements Intervention {}

	/**
	 * Stops caring: the layer's activation is brought back as it is where it is tapped, and the network goes on from {@code rest} in its
	 * place, best a batch of no entries, which costs nothing. What lies behind means nothing.
	 */
	record Leave(String layer, Tensor rest) implements Intervention {}
}
