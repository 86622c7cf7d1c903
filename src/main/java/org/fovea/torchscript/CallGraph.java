package org.fovea.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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
		final Map<Unit, Set<Unit>> mentioning = new HashMap<>();
		for (final Unit unit : units.values()) {
			mentioned.put(unit, targets(unit));
			for (final Unit target : mentioned.get(unit)) {
				mentioning.computeIfAbsent(target, t -> new HashSet<>()).add(unit);
			}
		}
		// Kosaraju's algorithm: circles found backwards from the last finished come out before what they mention.
		final List<Unit> finished = new ArrayList<>();
		final Set<Unit> seen = new HashSet<>();
		units.values().forEach(unit -> finish(unit, mentioned, seen, finished));
		Collections.reverse(finished);
		final Deque<List<Unit>> circles = new ArrayDeque<>();
		seen.clear();
		for (final Unit unit : finished) {
			final List<Unit> circle = new ArrayList<>();
			finish(unit, mentioning, seen, circle);
			if (!circle.isEmpty()) circles.push(circle);
		}
		final Map<Unit, Longest> chains = new HashMap<>();
		Longest longest = new Longest(0, 0);
		for (final List<Unit> circle : circles) {
			final Longest chain = chain(circle, mentioned, chains);
			circle.forEach(unit -> chains.put(unit, chain));
			longest = larger(longest, chain);
		}
		return longest;
	}

	/** The longest chain that begins in a circle, when those that begin in what it mentions are known. */
	private static Longest chain(final List<Unit> circle, final Map<Unit, Set<Unit>> mentioned, final Map<Unit, Longest> chains) {
		Longest below = new Longest(0, 0);
		int levels = 0;
		int namedTuples = 0;
		for (final Unit unit : circle) {
			levels += unit.nesting + CALL;
			namedTuples += unit.namedTuple ? 1 : 0;
			for (final Unit target : mentioned.get(unit)) {
				if (chains.containsKey(target)) below = larger(below, chains.get(target));
			}
		}
		return new Longest(below.levels + levels, namedTuples == 0 ? 0 : below.namedTuples + namedTuples);
	}

	/** Lists what can be reached and was not seen, those first from which nothing new can be reached. */
	private static void finish(final Unit start, final Map<Unit, Set<Unit>> edges, final Set<Unit> seen, final List<Unit> finished) {
		final Deque<Unit> path = new ArrayDeque<>();
		final Deque<Iterator<Unit>> rest = new ArrayDeque<>();
		if (!seen.add(start)) return;
		path.push(start);
		rest.push(edges.getOrDefault(start, Set.of()).iterator());
		while (!path.isEmpty()) {
			if (!rest.peek().hasNext()) {
				rest.pop();
				finished.add(path.pop());
				continue;
			}
			final Unit next = rest.peek().next();
			if (!seen.add(next)) continue;
			path.push(next);
			rest.push(edges.getOrDefault(next, Set.of()).iterator());
		}
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
