package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators on lists, tuples and dicts. */
final class Containers {

	private final Branches branches;

	/** @param branches what may be changed at the time */
	Containers(final Branches branches) {
		this.branches = branches;
	}

	/**
	 * Applies an operator.
	 *
	 * @param name without its prefix
	 * @param a its arguments
	 * @return its result, {@link Void} for none; empty if it is none of these
	 */
	Optional<Object> apply(final String name, final Arguments a) {
		if (a.get(0) instanceof final ListValue list) return Optional.ofNullable(ofList(name, list, a));
		if (a.get(0) instanceof final DictValue dict) return Optional.ofNullable(ofDict(name, dict, a));
		return Optional.empty();
	}

	private ListValue list(final List<?> items) {
		return new ListValue(items, branches.now());
	}

	private Object ofList(final String name, final ListValue list, final Arguments a) {
		final List<Object> items = list.items();
		return switch (name) {
			case "len" -> (long) items.size();
			case "list", "copy" -> list(items);
			case "slice" -> slice(items, a);
			case "add" -> {
				final List<Object> all = new ArrayList<>(items);
				all.addAll(((ListValue) a.get(1)).items());
				yield list(all);
			}
			case "mul" -> list(Collections.nCopies((int) a.whole(1), items).stream().flatMap(List::stream).toList());
			case "eq", "ne" -> compare(name, items, a.get(1));
			case "__contains__" -> isPlain(items) && !(a.get(1) instanceof Unknown) ? (Object) items.contains(a.get(1)) : null;
			case "__getitem__" -> list.get(a.whole(1));
			case "min", "max" -> extreme(name, items);
			case "sum" -> sum(items);
			case "any", "all" -> items.stream().allMatch(Boolean.class::isInstance) ? (Object) (name.equals("any") ? items.contains(true) : !items
				.contains(false)) : null;
			case "Bool", "bool" -> !items.isEmpty();
			case "append", "extend", "insert", "pop", "reverse", "clear", "_set_item" -> change(name, list, a);
			default -> null;
		};
	}

	private static boolean isPlain(final List<Object> items) {
		return items.stream().allMatch(item -> item == null || item instanceof Number || item instanceof String || item instanceof Boolean);
	}

	private ListValue slice(final List<Object> items, final Arguments a) {
		final int size = items.size();
		final int start = place(a.whole(1, 0), size);
		final int end = place(a.whole(2, size), size);
		final List<Object> part = new ArrayList<>();
		for (int i = start; i < end; i += (int) a.whole(3, 1)) part.add(items.get(i));
		return list(part);
	}

	private static int place(final long index, final int size) {
		return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
	}

	private static Object compare(final String name, final List<Object> items, final Object other) {
		if (!(other instanceof final ListValue list) || !isPlain(items) || !isPlain(list.items())) return null;
		return items.equals(list.items()) == name.equals("eq");
	}

	private static Object extreme(final String name, final List<Object> items) {
		if (items.isEmpty() || !items.stream().allMatch(Long.class::isInstance)) return null;
		final var numbers = items.stream().mapToLong(item -> (Long) item);
		return name.equals("min") ? numbers.min().getAsLong() : numbers.max().getAsLong();
	}

	private static Object sum(final List<Object> items) {
		return items.stream().allMatch(Long.class::isInstance) ? (Object) items.stream().mapToLong(item -> (Long) item).sum() : null;
	}

	private Object change(final String name, final ListValue list, final Arguments a) {
		branches.requireOwn(list.created());
		final List<Object> items = list.items();
		switch (name) {
			case "append" -> items.add(a.get(1));
			case "extend" -> items.addAll(((ListValue) a.get(1)).items());
			case "insert" -> items.add(place(a.whole(1), items.size()), a.get(2));
			case "pop" -> {
				return items.remove((int) (a.whole(1, -1) < 0 ? items.size() + a.whole(1, -1) : a.whole(1)));
			}
			case "reverse" -> Collections.reverse(items);
			case "clear" -> items.clear();
			default -> items.set((int) (a.whole(1) < 0 ? items.size() + a.whole(1) : a.whole(1)), a.get(2));
		}
		return list;
	}

	private Object ofDict(final String name, final DictValue dict, final Arguments a) {
		return switch (name) {
			case "len" -> (long) dict.items().size();
			case "keys" -> list(new ArrayList<>(dict.items().keySet()));
			case "values" -> list(new ArrayList<>(dict.items().values()));
			case "items" -> list(dict.items().entrySet().stream().map(this::pair).toList());
			case "__contains__" -> a.get(1) instanceof Unknown ? null : (Object) dict.items().containsKey(a.get(1));
			case "__getitem__" -> dict.items().containsKey(a.get(1)) ? dict.items().get(a.get(1)) : Unknown.VALUE;
			case "get" -> dict.items().containsKey(a.get(1)) ? dict.items().get(a.get(1)) : a.count() > 2 ? a.get(2) : Unknown.VALUE;
			case "copy", "dict" -> new DictValue(dict.items(), branches.now());
			case "_set_item" -> {
				branches.requireOwn(dict.created());
				if (a.get(1) instanceof Unknown) throw new UnfollowedException("a key");
				dict.items().put(a.get(1), a.get(2));
				yield dict;
			}
			default -> null;
		};
	}

	private ListValue pair(final Map.Entry<Object, Object> entry) {
		final List<Object> pair = new ArrayList<>();
		pair.add(entry.getKey());
		pair.add(entry.getValue());
		return list(pair);
	}
}
