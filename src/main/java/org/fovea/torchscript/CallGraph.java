package org.fovea.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which functions, methods and classes of an archive mention which others, to bound how deep PyTorch's compiler recurses: it compiles
 * what is mentioned in the middle of compiling what mentions it. Who calls whom is not known without types, so that every mention
 * counts and a method's name stands for the method of that name in the same class; the bound is never too low.
 */
final class CallGraph {

	/** A call costs the compiler about as much stack as so many nested brackets. */
	private static final int CALL = 3;

	/** A function, a method, or what a class declares outside its methods. */
	static final class Unit {

		private final String name;
		private final String owner;
		private final boolean namedTuple;
		private final Set<String> paths = new HashSet<>();
		private final Set<String> methods = new HashSet<>();
		private int nesting;

		private Unit(final String name, final String owner, final boolean namedTuple) {
			this.name = name;
			this.owner = owner;
			this.namedTuple = namedTuple;
		}

		/**
		 * Notes how deep brackets and blocks nest somewhere in it.
		 *
		 * @param levels number of levels
		 */
		void nests(final int levels) {
			nesting = Math.max(nesting, levels);
		}

		/**
		 * Notes a mention by full name.
		 *
		 * @param path such as {@code __torch__.torch.nn.functional.relu}
		 */
		void mentions(final String path) {
			paths.add(path);
		}

		/**
		 * Notes a mention behind a dot.
		 *
		 * @param method the name
		 */
		void mentionsMethod(final String method) {
			methods.add(method);
		}
	}

	/**
	 * The longest chain of units that mention each other.
	 *
	 * @param levels levels of nesting along it, calls included
	 * @param namedTuples named tuples within named tuples
	 */
	record Longest(int levels, int namedTuples) {}

	private final Map<String, Unit> units = new HashMap<>();

	/**
	 * Adds a function.
	 *
	 * @param name full name
	 * @return the function, to be filled
	 */
	Unit function(final String name) {
		return add(new Unit(name, "", false));
	}

	/**
	 * Adds a class.
	 *
	 * @param name full name
	 * @param namedTuple whether it is a named tuple
	 * @return the class, to be filled
	 */
	Unit type(final String name, final boolean namedTuple) {
		return add(new Unit(name, name, namedTuple));
	}

	/**
	 * Adds a method.
	 *
	 * @param owner full name of its class
	 * @param method its own name
	 * @return the method, to be filled
	 */
	Unit method(final String owner, final String method) {
		final Unit unit = add(new Unit(owner + "." + method, owner, false));
		final Unit type = units.get(owner);
		if (type != null) type.paths.add(unit.name);
		return unit;
	}

	private Unit add(final Unit unit) {
		final Unit twin = units.putIfAbsent(unit.name, unit);
		return twin == null ? unit : twin;
	}

	/** @return the longest chain; units that mention each other in a circle count as a chain of all of them */
	Longest longest() {
		final Map<Unit, Set<Unit>> mentioned = new HashMap<>();
		final Map<Unit, List<Unit>> mentioning = new HashMap<>();
		for (final Unit unit : units.values()) {
			final Set<Unit> targets = targets(unit);
			mentioned.put(unit, targets);
			targets.forEach(t -> mentioning.computeIfAbsent(t, k -> new ArrayList<>()).add(unit));
		}
		final Map<Unit, Integer> open = new HashMap<>();
		final Map<Unit, Longest> below = new HashMap<>();
		final Deque<Unit> ready = new ArrayDeque<>();
		mentioned.forEach((unit, targets) -> {
			open.put(unit, targets.size());
			below.put(unit, new Longest(0, 0));
			if (targets.isEmpty()) ready.add(unit);
		});
		Longest longest = new Longest(0, 0);
		int circular = 0;
		int circularTuples = 0;
		for (final Unit unit : units.values()) {
			circular += unit.nesting + CALL;
			circularTuples += unit.namedTuple ? 1 : 0;
		}
		while (!ready.isEmpty()) {
			final Unit unit = ready.remove();
			final int tuples = unit.namedTuple ? 1 : 0;
			final Longest own = new Longest(below.get(unit).levels + unit.nesting + CALL, unit.namedTuple ? below.get(unit).namedTuples + 1 : 0);
			longest = larger(longest, own);
			circular -= unit.nesting + CALL;
			circularTuples -= tuples;
			for (final Unit user : mentioning.getOrDefault(unit, List.of())) {
				below.put(user, larger(below.get(user), own));
				if (open.merge(user, -1, Integer::sum) == 0) ready.add(user);
			}
		}
		return new Longest(longest.levels + circular, longest.namedTuples + circularTuples);
	}

	private static Longest larger(final Longest a, final Longest b) {
		return new Longest(Math.max(a.levels, b.levels), Math.max(a.namedTuples, b.namedTuples));
	}

	private Set<Unit> targets(final Unit unit) {
		final Set<Unit> targets = new HashSet<>();
		for (final String path : unit.paths) {
			String prefix = path;
			while (!units.containsKey(prefix) && prefix.contains(".")) {
				prefix = prefix.substring(0, prefix.lastIndexOf('.'));
			}
			final Unit target = units.get(prefix);
			// A class that mentions itself is already being compiled.
			if (target != null && !target.name.equals(unit.owner)) targets.add(target);
		}
		for (final String method : unit.owner.isEmpty() ? Set.<String> of() : unit.methods) {
			final Unit target = units.get(unit.owner + "." + method);
			if (target != null) targets.add(target);
		}
		targets.remove(unit);
		return targets;
	}
}
