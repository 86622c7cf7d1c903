package org.fovea.torchscript;

import java.util.Optional;

/**
 * The numbers that a convolution or linear operator applies, as far as the archive holds them: weights that the code computes, as weight
 * normalisation does, are none.
 *
 * @param tensor {@code [out, in / groups, …]}; {@code [in, out / groups, …]} where transposed; {@code [out, in]} of linear operators
 * @param isTransposed whether the convolution is transposed
 * @param groups of channels that do not mix
 */
public record Weights(TensorReference tensor, boolean isTransposed, long groups) {

	/**
	 * What an operator was handed.
	 *
	 * @param name behind {@code torch.}
	 * @param a its arguments
	 * @return its weights; empty if it has none or they are computed
	 * @throws UnfollowedException if its arguments are not understood
	 */
	static Optional<Weights> of(final String name, final Arguments a) {
		return switch (name) {
			case "conv1d", "conv2d", "conv3d", "_convolution_mode" -> saved(a, 1).map(w -> new Weights(w, false, a.whole(6, 1)));
			case "conv_transpose1d", "conv_transpose2d", "conv_transpose3d" -> saved(a, 1).map(w -> new Weights(w, true, a.whole(6, 1)));
			case "_convolution", "convolution" -> saved(a, 1).map(w -> new Weights(w, a.flag(6), a.whole(8, 1)));
			case "linear" -> saved(a, 1).filter(Weights::isTable).map(w -> new Weights(w, false, 1));
			case "matmul", "mm" -> saved(a, 1).filter(Weights::isTable).map(w -> new Weights(swapped(w, 0, 1), false, 1));
			case "addmm" -> saved(a, 2).filter(Weights::isTable).map(w -> new Weights(swapped(w, 0, 1), false, 1));
			default -> Optional.empty();
		};
	}

	/**
	 * Where the numbers of an operator's result stand in the archive.
	 *
	 * @param name behind {@code torch.}
	 * @param a its arguments
	 * @return the saved tensor, arranged as the result is; empty unless the operator only arranges a saved one
	 * @throws UnfollowedException if its arguments are not understood
	 */
	static Optional<TensorReference> arranged(final String name, final Arguments a) {
		return switch (name) {
			case "t" -> saved(a, 0).filter(Weights::isTable).map(w -> swapped(w, 0, 1));
			case "transpose", "swapaxes", "swapdims" -> saved(a, 0).map(w -> swapped(w, axis(w, a.whole(1)), axis(w, a.whole(2))));
			case "alias", "detach", "contiguous", "to", "type_as", "float", "double", "cpu", "cuda", "data" -> saved(a, 0);
			default -> Optional.empty();
		};
	}

	private static Optional<TensorReference> saved(final Arguments a, final int place) {
		return a.get(place) instanceof final TensorValue tensor ? tensor.origin() : Optional.empty();
	}

	private static boolean isTable(final TensorReference tensor) {
		return tensor.shape().length == 2;
	}

	private static int axis(final TensorReference tensor, final long axis) {
		return (int) Math.floorMod(axis, (long) tensor.shape().length);
	}

	private static TensorReference swapped(final TensorReference t, final int first, final int second) {
		return new TensorReference(t.storage(), t.dtype(), t.storageLength(), t.offset(), swapped(t.shape(), first, second), swapped(t.strides(), first,
			second), t.requiresGrad());
	}

	private static long[] swapped(final long[] numbers, final int first, final int second) {
		final long[] changed = numbers.clone();
		changed[first] = numbers[second];
		changed[second] = numbers[first];
		return changed;
	}
}
