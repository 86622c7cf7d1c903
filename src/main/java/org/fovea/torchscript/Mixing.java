package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Operators whose elements see everything along some axes: sums, normalisations, matrix products, attention. */
final class Mixing {

	private static final Set<String> REDUCTIONS = Set.of("mean", "sum", "amax", "amin", "logsumexp", "std", "var", "nanmean", "nansum", "all", "any",
		"prod", "argmax", "argmin", "aminmax", "count_nonzero");
	private static final Set<String> CHOICES = Set.of("max", "min", "median", "mode", "nanmedian", "cummax", "cummin", "sort");
	private static final Set<String> ALONG = Set.of("softmax", "_softmax", "log_softmax", "_log_softmax", "argsort",
		"glu");
	/** Their elements see those before them. */
	private static final Set<String> CUMULATIVE = Set.of("cumsum", "cumprod", "logcumsumexp");

	private Mixing() {
	}

	/**
	 * Applies an operator.
	 *
	 * @param name behind {@code torch.}
	 * @param a its arguments
	 * @return its result; empty if it is none of these
	 * @throws UnfollowedException if its arguments are not understood
	 */
	static Optional<Object> apply(final String name, final Arguments a) {
		if (REDUCTIONS.contains(name)) return Optional.of(TensorValue.of(reduced(a.footprint(0), a.get(1), isKept(name, a))));
		if (CHOICES.contains(name)) return Optional.of(chosen(name, a));
		if (ALONG.contains(name)) return Optional.of(TensorValue.of(along(name, a)));
		if (CUMULATIVE.contains(name)) return Optional.of(TensorValue.of(before(a.footprint(0), a.footprint(0).axis(a.whole(1)))));
		return Optional.ofNullable(switch (name) {
			case "norm", "linalg_vector_norm" -> TensorValue.of(reduced(a.footprint(0), a.get(2), a.flag(3, "keepdim")));
			case "var_mean", "std_mean" -> {
				final Footprint f = reduced(a.footprint(0), a.get(1), isKept("var", a));
				yield new ListValue(List.of(TensorValue.of(f), TensorValue.of(f)), 0);
			}
			case "linear" -> TensorValue.of(linear(a.footprint(0), a.footprint(1).size(0)));
			case "matmul", "mm", "bmm", "mv", "dot" -> TensorValue.of(product(a.footprint(0), a.footprint(1)));
			case "addmm", "baddbmm", "addbmm", "addmv" -> TensorValue.of(product(a.footprint(1), a.footprint(2)).join(a.footprint(0)));
			case "einsum" -> TensorValue.of(new Einstein((String) a.get(0)).apply(a.tensors(1).stream().map(TensorValue::footprint).toList()));
			case "scaled_dot_product_attention" -> TensorValue.of(attention(a.footprint(0), a.footprint(1), a.footprint(2)));
			case "native_multi_head_attention", "_native_multi_head_attention" -> new ListValue(List.of(TensorValue.of(attention(linear(a.footprint(0), a
				.whole(3)), a.footprint(1), linear(a.footprint(2), a.whole(3)))), Unknown.VALUE), 0);
			case "batch_norm" -> {
				if (a.flag(5)) throw new UnfollowedException("batch normalisation in training");
				yield TensorValue.of(a.footprint(0));
			}
			case "layer_norm", "rms_norm" -> TensorValue.of(mixed(a.footprint(0), a.footprint(0).rank() - a.wholes(1).length));
			case "group_norm" -> TensorValue.of(mixed(a.footprint(0), 1));
			case "instance_norm" -> TensorValue.of(a.flag(5) ? mixed(a.footprint(0), 2) : a.footprint(0));
			case "lstm", "gru", "rnn_tanh", "rnn_relu" -> recurrent(a);
			case "grid_sampler", "grid_sampler_2d" -> TensorValue.of(sampled(a.footprint(0), a.footprint(1)));
			case "embedding" -> TensorValue.of(a.footprint(1).inserted(a.footprint(1).rank()).expanded(embedded(a)));
			case "topk" -> {
				final Footprint f = a.footprint(0);
				final int axis = f.axis(a.whole(2, -1));
				final Footprint best = f.mixed(axis).with(axis, List.of(Digit.plain(a.whole(1))));
				yield new ListValue(List.of(TensorValue.of(best), TensorValue.of(best)), 0);
			}
			default -> null;
		});
	}

	private static boolean isKept(final String name, final Arguments a) {
		final boolean hasCorrection = name.equals("std") || name.equals("var");
		return a.flag(hasCorrection ? 3 : 2, "keepdim");
	}

	private static Footprint reduced(final Footprint f, final Object axes, final boolean isKept) {
		final List<Integer> over = new ArrayList<>();
		if (axes instanceof final Long axis) over.add(f.axis(axis));
		else if (axes instanceof final ListValue list && !list.items().isEmpty()) {
			for (final Object axis : list.items()) {
				if (!(axis instanceof final Long number)) throw new UnfollowedException("axes");
				over.add(f.axis(number));
			}
		}
		else if (axes == null || axes instanceof ListValue) for (int i = 0; i < f.rank(); i++) over.add(i);
		else throw new UnfollowedException("axes");
		Footprint result = f;
		for (final int axis : over) result = result.mixed(axis);
		for (final int axis : over) result = result.with(axis, List.of());
		for (int i = f.rank() - 1; i >= 0 && !isKept; i--) {
			if (over.contains(i)) result = result.without(i);
		}
		return result;
	}

	/** {@code max(x)}, {@code max(x, axis)} and {@code max(x, y)} are three operators. */
	private static Object chosen(final String name, final Arguments a) {
		final boolean isSort = name.equals("sort");
		if (a.count() == 1 && !isSort) return TensorValue.of(reduced(a.footprint(0), null, false));
		if (a.get(1) instanceof final TensorValue other) return TensorValue.of(a.footprint(0).join(other.footprint()));
		final long axis = a.whole(1, -1);
		final Footprint f = name.startsWith("cum") ? before(a.footprint(0), a.footprint(0).axis(axis)) : isSort ? a.footprint(0).mixed(a.footprint(0)
			.axis(axis)) : reduced(a.footprint(0), axis, a.flag(2, "keepdim"));
		return new ListValue(List.of(TensorValue.of(f), TensorValue.of(f)), 0);
	}

	private static Footprint along(final String name, final Arguments a) {
		final Footprint f = a.footprint(0);
		final int axis = f.axis(a.whole(1, -1));
		final Footprint mixed = f.mixed(axis);
		return name.equals("glu") ? mixed.with(axis, List.of(Digit.plain(f.size(axis) / 2))) : mixed;
	}

	private static Footprint before(final Footprint f, final int axis) {
		return f.scattered(axis, f.size(axis));
	}

	/** The outputs of all steps and the last states, of a batch of sequences. */
	private static ListValue recurrent(final Arguments a) {
		final Footprint state = a.get(1) instanceof ListValue ? a.tensors(1).get(0).footprint() : a.footprint(1);
		if (a.count() != 9 || !state.isNothing() || a.footprint(0).rank() != 3) throw new UnfollowedException("a recurrent layer");
		final boolean isBidirectional = a.flag(7);
		final int time = a.flag(8) ? 1 : 0;
		final long units = state.size(2);
		final Footprint f = linear(a.footprint(0), units * (isBidirectional ? 2 : 1));
		final Footprint outputs = isBidirectional ? f.mixed(time) : before(f, time);
		final Footprint last = linear(f, units).mixed(time).without(time).inserted(0).expanded(state.size(0), -1, -1);
		final List<Object> results = new ArrayList<>(List.of(TensorValue.of(outputs), TensorValue.of(last)));
		if (a.get(1) instanceof ListValue) results.add(TensorValue.of(last));
		return new ListValue(results, 0);
	}

	private static Footprint mixed(final Footprint f, final int from) {
		Footprint result = f;
		for (int axis = from; axis < f.rank(); axis++) result = result.mixed(axis);
		return result;
	}

	private static Footprint linear(final Footprint f, final long units) {
		return f.mixed(f.rank() - 1).with(f.rank() - 1, List.of(Digit.plain(units)));
	}

	private static Footprint product(final Footprint left, final Footprint right) {
		if (left.rank() == 1) return product(left.inserted(0), right).without(Math.max(0, right.rank() - 2));
		if (right.rank() == 1) {
			final Footprint product = product(left, right.inserted(1));
			return product.without(product.rank() - 1);
		}
		final Footprint rows = left.mixed(left.rank() - 1).with(left.rank() - 1, List.of());
		final Footprint columns = right.mixed(right.rank() - 2).with(right.rank() - 2, List.of());
		return ofAll(rows.join(columns), List.of(left, right));
	}

	private static Footprint attention(final Footprint query, final Footprint key, final Footprint value) {
		final Footprint asking = query.mixed(query.rank() - 1).with(query.rank() - 1, List.of());
		final Footprint asked = mixed(key, key.rank() - 2).with(key.rank() - 2, List.of()).with(key.rank() - 1, List.of());
		final Footprint answer = value.mixed(value.rank() - 2).with(value.rank() - 2, List.of());
		return ofAll(asking.join(asked).join(answer), List.of(query, key, value));
	}

	/** Takes away the limits where elements see everything that the operands' positions saw. */
	static Footprint ofAll(final Footprint f, final List<Footprint> operands) {
		Footprint result = f;
		for (final ImageAxis along : ImageAxis.values()) {
			final double spacing = operands.stream().flatMap(o -> o.axes().stream()).flatMap(List::stream).filter(d -> d.isScattered() || d.isAlong(along))
				.mapToDouble(d -> Math.abs(d.step())).max().orElse(0);
			if (spacing > 0) result = result.wholeIfCovered(along, spacing);
		}
		return result;
	}

	/** Where the grid leads cannot be told, so anywhere. */
	private static Footprint sampled(final Footprint image, final Footprint grid) {
		Footprint everywhere = image;
		for (int axis = 2; axis < image.rank(); axis++) everywhere = everywhere.mixed(axis).with(axis, List.of());
		final int last = grid.rank() - 1;
		return everywhere.join(grid.mixed(last).without(last).inserted(1));
	}

	private static long[] embedded(final Arguments a) {
		final List<Long> sizes = new ArrayList<>();
		for (final long size : a.footprint(1).sizes()) sizes.add(size);
		sizes.add(a.footprint(0).size(1));
		return sizes.stream().mapToLong(Long::longValue).toArray();
	}
}
