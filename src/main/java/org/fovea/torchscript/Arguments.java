package org.fovea.torchscript;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The arguments of an operator.
 *
 * @param positional in order
 * @param keywords by name
 */
record Arguments(List<Object> positional, Map<String, Object> keywords) {

	/** @return how many stand in order */
	int count() {
		return positional.size();
	}

	/**
	 * An argument.
	 *
	 * @param i its place
	 * @return the argument; null for {@code None} and where it is left out
	 */
	Object get(final int i) {
		return i < positional.size() ? positional.get(i) : null;
	}

	/** Whether an argument is there and not {@code None}. */
	boolean has(final int i) {
		return get(i) != null;
	}

	/** A tensor. */
	TensorValue tensor(final int i) {
		if (get(i) instanceof final TensorValue tensor) return tensor;
		throw new UnfollowedException("argument " + i + " is no tensor");
	}

	/** A tensor's footprint. */
	Footprint footprint(final int i) {
		return tensor(i).footprint();
	}

	/** A whole number. */
	long whole(final int i) {
		if (get(i) instanceof final Long number) return number;
		throw new UnfollowedException("argument " + i + " is no whole number");
	}

	/** A whole number, or what stands for it where it is left out. */
	long whole(final int i, final long initial) {
		return has(i) ? whole(i) : initial;
	}

	/** Any number. */
	double number(final int i) {
		if (get(i) instanceof final Number number) return number.doubleValue();
		throw new UnfollowedException("argument " + i + " is no number");
	}

	/** A truth value; false where it is left out. */
	boolean flag(final int i) {
		if (!has(i)) return false;
		if (get(i) instanceof final Boolean flag) return flag;
		throw new UnfollowedException("argument " + i + " is neither true nor false");
	}

	/** A truth value by place or name; false where it is left out. */
	boolean flag(final int i, final String name) {
		final Object value = keywords.getOrDefault(name, get(i));
		if (value == null) return false;
		if (value instanceof final Boolean flag) return flag;
		throw new UnfollowedException(name + " is neither true nor false");
	}

	/** Whole numbers: a list, or a single number. */
	long[] wholes(final int i) {
		if (get(i) instanceof final ListValue list) return list.items().stream().mapToLong(Arguments::toWhole).toArray();
		return new long[] { whole(i) };
	}

	/** Whole numbers, one for each axis: a list, one number for all, or {@code initial} where left out or empty. */
	long[] wholes(final int i, final int axes, final long... initial) {
		final long[] given = has(i) ? wholes(i) : new long[0];
		final long[] some = given.length > 0 ? given : initial;
		if (some.length == axes) return some;
		if (some.length != 1) throw new UnfollowedException("argument " + i + " does not fit");
		return Stream.generate(() -> some[0]).limit(axes).mapToLong(Long::longValue).toArray();
	}

	/** Tensors: a list of them. */
	List<TensorValue> tensors(final int i) {
		if (get(i) instanceof final ListValue list && list.items().stream().allMatch(TensorValue.class::isInstance)) {
			return list.items().stream().map(TensorValue.class::cast).toList();
		}
		throw new UnfollowedException("argument " + i + " is no list of tensors");
	}

	/** Every tensor, alone or in lists. */
	List<TensorValue> tensors() {
		return Stream.concat(tensors(positional), tensors(keywords.values())).toList();
	}

	private static Stream<TensorValue> tensors(final Collection<?> values) {
		return values.stream().flatMap(value -> value instanceof final ListValue list ? tensors(list.items()) : value instanceof final TensorValue tensor
			? Stream.of(tensor) : Stream.empty());
	}

	private static long toWhole(final Object value) {
		if (value instanceof final Long number) return number;
		throw new UnfollowedException("a list of something else than whole numbers");
	}
}
