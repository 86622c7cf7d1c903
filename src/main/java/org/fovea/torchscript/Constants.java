package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that make tensors which do not depend on the image. */
final class Constants {

	private Constants() {
	}

	/**
	 * Applies an operator.
	 *
	 * @param name behind {@code torch.}
	 * @param a its arguments
	 * @return its result; empty if it is none of these, or its shape is not known
	 */
	static Optional<Object> apply(final String name, final Arguments a) {
		try {
			return Optional.ofNullable(switch (name) {
				case "zeros", "ones", "empty", "full", "rand", "randn" -> constant(a.wholes(0));
				case "new_zeros", "new_ones", "new_empty", "new_full" -> constant(a.wholes(1));
				case "zeros_like", "ones_like", "empty_like", "full_like", "rand_like", "randn_like" -> constant(a.footprint(0).sizes());
				case "arange" -> arange(a);
				case "linspace" -> constant(a.whole(2));
				case "eye" -> constant(a.whole(0), a.whole(1, a.whole(0)));
				case "tensor" -> constant(nested(a.get(0)).stream().mapToLong(Long::longValue).toArray());
				default -> null;
			});
		}
		catch (final UnfollowedException e) {
			return Optional.empty();
		}
	}

	private static TensorValue constant(final long... sizes) {
		return TensorValue.of(Footprint.constant(sizes));
	}

	private static TensorValue arange(final Arguments a) {
		final double start = a.count() < 2 || !a.has(1) ? 0 : a.number(0);
		final double end = a.count() < 2 || !a.has(1) ? a.number(0) : a.number(1);
		return constant((long) Math.ceil((end - start) / (a.has(2) ? a.number(2) : 1)));
	}

	private static List<Long> nested(final Object value) {
		final List<Long> sizes = new ArrayList<>();
		for (Object inner = value; inner instanceof final ListValue list; inner = list.items().isEmpty() ? null : list.get(0)) {
			sizes.add((long) list.items().size());
		}
		return sizes;
	}
}
