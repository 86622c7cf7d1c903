package org.fovea.torchscript;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What PyTorch's operators do to footprints. Whatever is not understood gives {@link Unknown#VALUE}. */
final class Footprints {

	/** Where operators that are handed weights have them. */
	private static final Map<String, int[]> WEIGHTS = Map.ofEntries(weights("conv1d", 1, 2), weights("conv2d", 1, 2), weights("conv3d", 1, 2), weights(
		"conv_transpose1d", 1, 2), weights("conv_transpose2d", 1, 2), weights("conv_transpose3d", 1, 2), weights("_convolution", 1, 2), weights(
			"convolution", 1, 2), weights("_convolution_mode", 1, 2), weights("linear", 1, 2), weights("addmm", 0, 1, 2), weights("matmul", 1), weights(
				"batch_norm", 1, 2), weights("layer_norm", 2, 3), weights("group_norm", 2, 3), weights("instance_norm", 1, 2), weights("prelu", 1), weights(
					"embedding", 0), weights("rms_norm", 2));

	private final Branches branches;
	private final Containers containers;

	/** @param branches what may be changed at the time */
	Footprints(final Branches branches) {
		this.branches = branches;
		this.containers = new Containers(branches);
	}

	private static Map.Entry<String, int[]> weights(final String name, final int... places) {
		return Map.entry(name, places);
	}

	/**
	 * Applies an operator.
	 *
	 * @param name behind {@code torch.}, {@code ops.aten.} or {@code ops.prim.}
	 * @param a its arguments
	 * @return its result
	 * @throws UnfollowedException if what follows would be wrong
	 */
	Object apply(final String name, final Arguments a) {
		final Optional<Object> scalar = Scalars.apply(name, a).or(() -> containers.apply(name, a)).or(() -> Constants.apply(name, a));
		if (scalar.isPresent()) return scalar.get();
		if (InPlace.isOperator(name)) return inPlace(name.substring(0, name.length() - 1), a);
		try {
			final Object result = made(weighted(name, a, tensor(name, a).orElse(Unknown.VALUE)), a.tensors());
			if (result instanceof final TensorValue made) {
				Weights.arranged(name, a).ifPresent(made::from);
				Weights.of(name, a).ifPresent(made::madeWith);
			}
			return result;
		}
		catch (final UnfollowedException | IndexOutOfBoundsException | ArithmeticException | ClassCastException | java.util.NoSuchElementException e) {
			return Unknown.VALUE;
		}
	}

	private static Optional<Object> tensor(final String name, final Arguments a) {
		return Pointwise.apply(name, a).or(() -> Windows.apply(name, a)).or(() -> Views.apply(name, a)).or(() -> Mixing.apply(name, a));
	}

	private Object inPlace(final String name, final Arguments a) {
		if (!(a.get(0) instanceof final TensorValue target)) return Unknown.VALUE;
		final Object result = apply(name, a);
		final boolean isTensor = result instanceof final TensorValue tensor && tensor.footprint().rank() == target.footprint().rank();
		final Footprint seen = isTensor ? ((TensorValue) result).footprint() : Footprint.unknown(target.footprint().sizes());
		target.overwrite(branches.isUndecided() ? target.footprint().join(seen) : seen);
		target.madeFrom(a.tensors());
		return target;
	}

	private static Object made(final Object result, final List<TensorValue> operands) {
		final List<?> results = result instanceof final ListValue list ? list.items() : List.of(result);
		for (final Object one : results) {
			if (one instanceof final TensorValue tensor && operands.stream().noneMatch(operand -> operand == tensor)) tensor.madeFrom(operands);
		}
		return result;
	}

	private static Object weighted(final String name, final Arguments a, final Object result) {
		if (!(result instanceof final TensorValue tensor) || !WEIGHTS.containsKey(name)) return result;
		long weights = 0;
		for (final int place : WEIGHTS.get(name)) {
			if (a.get(place) instanceof final TensorValue weight) weights += weight.footprint().isNothing() ? weight.weights() : 0;
		}
		return weights == 0 ? result : TensorValue.weighted(tensor.footprint(), weights);
	}
}
