package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Operators that only arrange elements: other shapes, other orders, parts, repetitions, several tensors in one. */
final class Views {

	private Views() {
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
		return Optional.ofNullable(switch (name) {
			case "view", "reshape", "_reshape_alias", "_unsafe_view" -> view(a, a.footprint(0).reshaped(inferred(a.footprint(0), a.wholes(1))));
			case "view_as", "reshape_as" -> view(a, a.footprint(0).reshaped(a.footprint(1).sizes()));
			case "flatten" -> view(a, flattened(a.footprint(0), a.whole(1, 0), a.whole(2, -1)));
			case "unflatten" -> view(a, unflattened(a.footprint(0), a.footprint(0).axis(a.whole(1)), a.wholes(2)));
			case "permute" -> view(a, permuted(a.footprint(0), a.wholes(1)));
			case "transpose", "swapaxes", "swapdims" -> view(a, swapped(a.footprint(0), a.whole(1), a.whole(2)));
			case "t" -> view(a, a.footprint(0).rank() < 2 ? a.footprint(0) : swapped(a.footprint(0), 0, 1));
			case "movedim", "moveaxis" -> view(a, moved(a.footprint(0), a.whole(1), a.whole(2)));
			case "unsqueeze" -> view(a, a.footprint(0).inserted((int) (a.whole(1) < 0 ? a.whole(1) + a.footprint(0).rank() + 1 : a.whole(1))));
			case "squeeze" -> view(a, squeezed(a));
			case "expand" -> view(a, a.footprint(0).expanded(a.wholes(1)));
			case "expand_as" -> view(a, a.footprint(0).expanded(a.footprint(1).sizes()));
			case "broadcast_to" -> view(a, a.footprint(0).expanded(a.wholes(1)));
			case "alias", "detach", "contiguous", "to", "type_as", "dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout", "float", "double",
					"half", "cpu", "cuda", "data" -> a.tensor(0).part(a.footprint(0));
			case "slice" -> a.tensor(0).part(sliced(a));
			case "narrow" -> {
				final int axis = a.footprint(0).axis(a.whole(1));
				final long start = a.whole(2) < 0 ? a.whole(2) + a.footprint(0).size(axis) : a.whole(2);
				yield a.tensor(0).part(a.footprint(0).sliced(axis, start, a.whole(3), 1));
			}
			case "select" -> view(a, selected(a.footprint(0), a.footprint(0).axis(a.whole(1)), a.whole(2)));
			case "chunk", "unsafe_chunk", "tensor_split" -> parts(a, chunks(a.footprint(0).size(a.footprint(0).axis(a.whole(2, 0))), a.whole(1)));
			case "split", "unsafe_split", "split_with_sizes", "unsafe_split_with_sizes" -> parts(a, a.get(1) instanceof ListValue ? a.wholes(1)
				: pieces(a.footprint(0).size(a.footprint(0).axis(a.whole(2, 0))), a.whole(1)));
			case "unbind" -> unbound(a);
			case "unfold" -> view(a, unfolded(a.footprint(0), a.footprint(0).axis(a.whole(1)), a.whole(2), a.whole(3)));
			case "flip" -> TensorValue.of(flipped(a.footprint(0), a.wholes(1)));
			case "roll" -> TensorValue.of(rolled(a));
			case "repeat", "tile" -> TensorValue.of(repeated(a.footprint(0), a.wholes(1)));
			case "repeat_interleave" -> TensorValue.of(interleaved(a));
			case "cat", "concat", "concatenate" -> TensorValue.of(concatenated(a.tensors(0).stream().map(TensorValue::footprint).toList(), a.whole(1, 0)));
			case "stack" -> TensorValue.of(stacked(a.tensors(0).stream().map(TensorValue::footprint).toList(), a.whole(1, 0)));
			case "pixel_shuffle" -> TensorValue.of(shuffled(a.footprint(0), a.whole(1)));
			case "pixel_unshuffle" -> TensorValue.of(unshuffled(a.footprint(0), a.whole(1)));
			case "channel_shuffle" -> TensorValue.of(a.footprint(0).mixed(1));
			case "index" -> TensorValue.of(indexed(a));
			case "index_select" -> TensorValue.of(a.footprint(0).scattered(a.footprint(0).axis(a.whole(1)), a.footprint(2).elements()));
			default -> null;
		});
	}

	private static TensorValue view(final Arguments a, final Footprint seen) {
		return a.tensor(0).view(seen);
	}

	private static long[] inferred(final Footprint f, final long[] sizes) {
		final long given = Arrays.stream(sizes).filter(size -> size != -1).reduce(1, Math::multiplyExact);
		return Arrays.stream(sizes).map(size -> size == -1 ? f.elements() / Math.max(1, given) : size).toArray();
	}

	private static Footprint flattened(final Footprint f, final long from, final long to) {
		if (f.rank() == 0) return f.inserted(0);
		final List<List<Digit>> axes = new ArrayList<>(f.axes().subList(0, f.axis(from)));
		final List<Digit> merged = new ArrayList<>();
		f.axes().subList(f.axis(from), f.axis(to) + 1).forEach(merged::addAll);
		axes.add(merged);
		axes.addAll(f.axes().subList(f.axis(to) + 1, f.rank()));
		return f.with(axes);
	}

	private static Footprint unflattened(final Footprint f, final int axis, final long[] sizes) {
		final long given = Arrays.stream(sizes).filter(size -> size != -1).reduce(1, Math::multiplyExact);
		final List<Long> all = new ArrayList<>();
		for (int i = 0; i < f.rank(); i++) {
			if (i != axis) all.add(f.size(i));
			else for (final long size : sizes) all.add(size == -1 ? f.size(axis) / Math.max(1, given) : size);
		}
		return f.reshaped(all.stream().mapToLong(Long::longValue).toArray());
	}

	private static Footprint permuted(final Footprint f, final long[] order) {
		return f.permuted(Arrays.stream(order).mapToObj(f::axis).toList());
	}

	private static Footprint swapped(final Footprint f, final long first, final long second) {
		final List<List<Digit>> axes = new ArrayList<>(f.axes());
		Collections.swap(axes, f.axis(first), f.axis(second));
		return f.with(axes);
	}

	private static Footprint moved(final Footprint f, final long from, final long to) {
		final List<List<Digit>> axes = new ArrayList<>(f.axes());
		axes.add(f.axis(to), axes.remove(f.axis(from)));
		return f.with(axes);
	}

	private static Footprint squeezed(final Arguments a) {
		Footprint f = a.footprint(0);
		final List<Integer> wanted = new ArrayList<>();
		if (a.has(1)) for (final long axis : a.wholes(1)) wanted.add(f.axis(axis));
		for (int i = f.rank() - 1; i >= 0; i--) {
			if (f.size(i) == 1 && (!a.has(1) || wanted.contains(i))) f = f.without(i);
		}
		return f;
	}

	private static Footprint sliced(final Arguments a) {
		final Footprint f = a.footprint(0);
		final int axis = f.axis(a.whole(1, 0));
		final long size = f.size(axis);
		final long start = clamped(a.whole(2, 0), size);
		final long end = clamped(a.whole(3, size), size);
		final long stride = a.whole(4, 1);
		return f.sliced(axis, start, Scalars.ceilDiv(end - start, stride), stride);
	}

	private static long clamped(final long index, final long size) {
		return Math.max(0, Math.min(size, index < 0 ? index + size : index));
	}

	private static Footprint selected(final Footprint f, final int axis, final long index) {
		return f.sliced(axis, index < 0 ? index + f.size(axis) : index, 1, 1).without(axis);
	}

	private static long[] chunks(final long size, final long count) {
		return pieces(size, Scalars.ceilDiv(size, count));
	}

	private static long[] pieces(final long size, final long length) {
		final long[] pieces = new long[(int) Scalars.ceilDiv(size, length)];
		Arrays.setAll(pieces, i -> Math.min(length, size - i * length));
		return pieces;
	}

	private static ListValue parts(final Arguments a, final long[] lengths) {
		final Footprint f = a.footprint(0);
		final int axis = f.axis(a.whole(2, 0));
		final List<Object> parts = new ArrayList<>();
		long start = 0;
		for (final long length : lengths) {
			parts.add(a.tensor(0).part(f.sliced(axis, start, length, 1)));
			start += length;
		}
		return new ListValue(parts, 0);
	}

	private static ListValue unbound(final Arguments a) {
		final Footprint f = a.footprint(0);
		final int axis = f.axis(a.whole(1, 0));
		final List<Object> parts = new ArrayList<>();
		for (long i = 0; i < f.size(axis); i++) parts.add(view(a, selected(f, axis, i)));
		return new ListValue(parts, 0);
	}

	/** Overlapping windows along an axis, their elements on a new last axis. */
	private static Footprint unfolded(final Footprint f, final int axis, final long size, final long stride) {
		final long count = (f.size(axis) - size) / stride + 1;
		final Footprint even = f.even(axis).map(Footprint::settled).orElse(f);
		if (even.axes().get(axis).size() != 1) return f.scattered(axis, count).inserted(f.rank()).with(f.rank(), List.of(Digit.plain(size)));
		final Digit digit = even.axes().get(axis).get(0);
		return even.with(axis, List.of(digit.of(count).stepping(digit.step() * stride))).inserted(f.rank()).with(f.rank(), List.of(digit.of(size)));
	}

	private static Footprint flipped(final Footprint f, final long[] axes) {
		Footprint result = f.settled();
		for (final long a : axes) {
			final int axis = f.axis(a);
			for (final Digit d : f.axes().get(axis)) {
				if (d.axis().isPresent()) result = result.with(d.axis().get(), result.span(d.axis().get()).across(d.travel(), d.travel()));
			}
			result = result.with(axis, f.axes().get(axis).stream().map(d -> d.isScattered() ? d : d.stepping(0 - d.step())).toList());
		}
		return result;
	}

	private static Footprint rolled(final Arguments a) {
		Footprint f = a.footprint(0);
		if (!a.has(2) || a.wholes(2).length == 0) throw new UnfollowedException("a roll of everything");
		for (int i = 0; i < a.wholes(2).length; i++) {
			final int axis = f.axis(a.wholes(2)[i]);
			if (a.wholes(1)[i] % f.size(axis) != 0) f = f.scattered(axis, f.size(axis));
		}
		return f;
	}

	private static Footprint repeated(final Footprint f, final long[] times) {
		Footprint result = f;
		while (result.rank() < times.length) result = result.inserted(0);
		final List<List<Digit>> axes = new ArrayList<>();
		for (int i = 0; i < result.rank(); i++) {
			final int given = i - result.rank() + times.length;
			final List<Digit> digits = new ArrayList<>(List.of(Digit.plain(given < 0 ? 1 : times[given])));
			digits.addAll(result.axes().get(i));
			axes.add(digits);
		}
		return result.with(axes);
	}

	private static Footprint interleaved(final Arguments a) {
		final Footprint f = a.footprint(0);
		if (!a.has(2)) throw new UnfollowedException("a repetition without an axis");
		final int axis = f.axis(a.whole(2));
		final List<Digit> digits = new ArrayList<>(f.axes().get(axis));
		digits.add(Digit.plain(a.whole(1)));
		return f.with(axis, digits);
	}

	private static Footprint concatenated(final List<Footprint> all, final long dimension) {
		final List<Footprint> some = all.stream().filter(f -> f.rank() > 1 || f.elements() > 0).toList();
		final int axis = some.get(0).axis(dimension);
		final long size = some.stream().mapToLong(f -> f.size(axis)).sum();
		if (some.size() == 1) return some.get(0);
		final boolean isOrdered = some.stream().noneMatch(f -> f.hasPositions(axis) && !isWhole(f));
		Footprint union = null;
		for (final Footprint f : some) {
			final Footprint flat = f.scattered(axis, 1);
			union = union == null ? flat : union.join(flat);
		}
		return isOrdered ? union.with(axis, List.of(Digit.plain(size))) : union.with(axis, List.of(Digit.scattered(size, spacing(some, axis))));
	}

	private static boolean isWhole(final Footprint f) {
		return f.isWhole(ImageAxis.VERTICAL) && f.isWhole(ImageAxis.HORIZONTAL);
	}

	private static double spacing(final List<Footprint> all, final int axis) {
		return all.stream().flatMap(f -> f.axes().get(axis).stream()).mapToDouble(d -> Math.abs(d.step())).max().orElse(0);
	}

	private static Footprint stacked(final List<Footprint> all, final long dimension) {
		final int axis = (int) (dimension < 0 ? dimension + all.get(0).rank() + 1 : dimension);
		return concatenated(all.stream().map(f -> f.inserted(axis)).toList(), axis);
	}

	/** Channels become pixels. */
	private static Footprint shuffled(final Footprint f, final long factor) {
		final int c = f.axis(-3);
		final long[] sizes = f.sizes();
		final List<Long> split = new ArrayList<>();
		for (int i = 0; i < c; i++) split.add(sizes[i]);
		split.addAll(List.of(sizes[c] / (factor * factor), factor, factor, sizes[c + 1], sizes[c + 2]));
		final Footprint apart = f.reshaped(split.stream().mapToLong(Long::longValue).toArray());
		final List<Integer> order = new ArrayList<>();
		for (int i = 0; i < c; i++) order.add(i);
		order.addAll(List.of(c, c + 3, c + 1, c + 4, c + 2));
		final Footprint ordered = apart.permuted(order);
		final long[] joined = Arrays.copyOf(sizes, sizes.length);
		joined[c] = sizes[c] / (factor * factor);
		joined[c + 1] = sizes[c + 1] * factor;
		joined[c + 2] = sizes[c + 2] * factor;
		return ordered.reshaped(joined);
	}

	/** Pixels become channels. */
	private static Footprint unshuffled(final Footprint f, final long factor) {
		final int c = f.axis(-3);
		final long[] sizes = f.sizes();
		final List<Long> split = new ArrayList<>();
		for (int i = 0; i <= c; i++) split.add(sizes[i]);
		split.addAll(List.of(sizes[c + 1] / factor, factor, sizes[c + 2] / factor, factor));
		final List<Integer> order = new ArrayList<>();
		for (int i = 0; i <= c; i++) order.add(i);
		order.addAll(List.of(c + 2, c + 4, c + 1, c + 3));
		final long[] joined = Arrays.copyOf(sizes, sizes.length);
		joined[c] = sizes[c] * factor * factor;
		joined[c + 1] = sizes[c + 1] / factor;
		joined[c + 2] = sizes[c + 2] / factor;
		return f.reshaped(split.stream().mapToLong(Long::longValue).toArray()).permuted(order).reshaped(joined);
	}

	/** One index tensor, for one axis. */
	private static Footprint indexed(final Arguments a) {
		final Footprint f = a.footprint(0);
		final List<Object> indices = a.get(1) instanceof final ListValue list ? list.items() : List.of();
		final List<Integer> places = new ArrayList<>();
		for (int i = 0; i < indices.size(); i++) {
			if (indices.get(i) != null) places.add(i);
		}
		if (places.size() != 1 || !(indices.get(places.get(0)) instanceof final TensorValue index) || !index.footprint().isNothing()) {
			throw new UnfollowedException("indices");
		}
		final int axis = places.get(0);
		final Footprint flat = f.scattered(axis, index.footprint().elements());
		final List<Long> sizes = new ArrayList<>();
		for (int i = 0; i < f.rank(); i++) {
			if (i != axis) sizes.add(f.size(i));
			else for (final long size : index.footprint().sizes()) sizes.add(size);
		}
		return flat.reshaped(sizes.stream().mapToLong(Long::longValue).toArray());
	}
}
