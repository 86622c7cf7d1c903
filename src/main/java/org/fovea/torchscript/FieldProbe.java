package org.fovea.torchscript;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Stands in for the probe while the code is followed: notes what the tensor at each place sees. */
final class FieldProbe {

	private final Map<String, int[]> shapes;
	private final Map<String, Integer> visits = new HashMap<>();
	private final Map<String, Footprint> footprints = new LinkedHashMap<>();
	private final Map<String, Long> weights = new HashMap<>();
	private final Map<String, Set<String>> passed = new HashMap<>();
	private final Map<String, Weights> kernels = new HashMap<>();

	/** @param shapes what a real run measured, by place */
	FieldProbe(final Map<String, int[]> shapes) {
		this.shapes = shapes;
	}

	/** @return what was seen, by place, as far as the code could be followed */
	Map<String, Footprint> footprints() {
		return footprints;
	}

	/** @return how many trained numbers operators were handed, by place */
	Map<String, Long> weights() {
		return weights;
	}

	/** @return through which places everything came that a place has of the image, itself included, in order */
	Map<String, Set<String>> passed() {
		return passed;
	}

	/** @return what convolutions and linear operators apply, by place */
	Map<String, Weights> kernels() {
		return kernels;
	}

	/** @return how often each place was passed */
	Map<String, Integer> visits() {
		return new HashMap<>(visits);
	}

	/**
	 * Goes back to an earlier state.
	 *
	 * @param earlier what {@link #visits()} returned
	 */
	void revisit(final Map<String, Integer> earlier) {
		visits.clear();
		visits.putAll(earlier);
	}

	/**
	 * Counts as if the places had been passed as often as in a branch.
	 *
	 * @param branch what {@link #visits()} returned there
	 */
	void merge(final Map<String, Integer> branch) {
		branch.forEach((place, n) -> visits.merge(place, n, Math::max));
	}

	/**
	 * Whether a method of the probe is done here, rather than followed as it is written.
	 *
	 * @param method its name
	 * @return whether it is
	 */
	static boolean isOwn(final String method) {
		return Set.of("tap", "tap_", "result", "__init__").contains(method);
	}

	/**
	 * Calls a method of the probe.
	 *
	 * @param method one that {@link #isOwn}
	 * @param a its arguments
	 * @return its result
	 */
	Object call(final String method, final Arguments a) {
		return switch (method) {
			case "tap", "tap_" -> a.get(0) instanceof final String place ? tap(place, a.get(1)) : lost(a.get(1));
			case "result" -> a.get(0) instanceof final String name ? result(name, a.get(1)) : null;
			default -> null;
		};
	}

	/**
	 * An attribute of the probe as it is when layers are listed: no changes, no gradients, no rule.
	 *
	 * @param name of the attribute
	 * @return its value, if it is one that methods decide by
	 */
	static Object attribute(final String name) {
		return switch (name) {
			case "cut", "inner" -> false;
			default -> Unknown.VALUE;
		};
	}

	private Object result(final String name, final Object value) {
		tap(name, value);
		return null;
	}

	private static Object lost(final Object value) {
		if (value instanceof final TensorValue tensor) tensor.correct(Footprint.unknown(tensor.footprint().sizes()));
		return value;
	}

	private Object tap(final String place, final Object value) {
		final int n = visits.merge(place, 1, Integer::sum);
		final String name = n > 1 ? place + "#" + n : place;
		final int[] shape = shapes.get(name);
		if (shape == null || value != Unknown.VALUE && !(value instanceof TensorValue)) return value;
		final long[] sizes = Arrays.stream(shape).asLongStream().toArray();
		if (Arrays.stream(sizes).anyMatch(size -> size < 1)) return value;
		final TensorValue tensor = value instanceof final TensorValue known ? known : TensorValue.of(Footprint.unknown(sizes));
		if (!Arrays.equals(tensor.footprint().sizes(), sizes)) tensor.correct(Footprint.unknown(sizes));
		footprints.merge(name, tensor.footprint(), Footprint::join);
		weights.merge(name, tensor.takeWeights(), Math::max);
		tensor.takeKernels().ifPresent(handed -> kernels.put(name, handed));
		final TensorValue behind = tensor.passing(name);
		passed.merge(name, behind.passed(), FieldProbe::common);
		return behind;
	}

	private static Set<String> common(final Set<String> one, final Set<String> other) {
		final Set<String> common = new LinkedHashSet<>(one);
		common.retainAll(other);
		return common;
	}
}
