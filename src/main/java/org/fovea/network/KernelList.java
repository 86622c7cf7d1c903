package org.fovea.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.torchscript.Archive;
import org.fovea.torchscript.TensorReference;
import org.fovea.torchscript.Weights;

/** Which layers apply which saved kernels. */
final class KernelList {

	private static final int MOST_NAMES = 15;

	private final Archive archive;
	private final List<Layer> passed;
	private final Map<String, Weights> weights;

	/**
	 * @param archive that holds the numbers
	 * @param passed every layer in order of execution
	 * @param weights by the operator that applies them, in order of execution
	 */
	KernelList(final Archive archive, final List<Layer> passed, final Map<String, Weights> weights) {
		this.archive = archive;
		this.passed = passed;
		this.weights = weights;
	}

	/** @return the layers to name, the same weights once: for each operator the module that has no other, else the operator */
	List<Layer> layers() {
		final Map<String, Layer> named = new LinkedHashMap<>();
		for (final String operator : applied("").keySet()) {
			final int slash = operator.lastIndexOf('/');
			final String module = slash < 0 ? operator : operator.substring(0, slash);
			final Optional<Layer> alone = layer(module).filter(Layer::isModule).filter(layer -> applied(module).size() == 1);
			alone.or(() -> layer(operator)).ifPresent(layer -> named.put(layer.name(), layer));
		}
		return List.copyOf(named.values());
	}

	/**
	 * Reads kernels.
	 *
	 * @param name of a layer
	 * @return its kernels
	 * @throws FoveaException if it has none, or several
	 */
	Kernels of(final String name) {
		final Layer layer = layer(name).orElseThrow(() -> new FoveaException("The network has no layer '" + name +
			"' whose filters could be shown; choose one of " + names(layers()) + "."));
		final Map<String, Weights> applied = applied(name);
		if (applied.isEmpty()) throw none(layer);
		if (applied.values().stream().distinct().count() > 1) {
			throw new FoveaException("Layer '" + name + "' is made of " + applied.size() + " layers with filters of their own; choose one of " + names(
				layers().stream().filter(part -> applied.keySet().stream().anyMatch(operator -> isWithin(operator, part.name()))).toList()) + ".");
		}
		final Weights handed = applied.values().iterator().next();
		return new Kernels(name, layer.operator(), handed.isTransposed(), (int) handed.groups(), values(handed));
	}

	private FoveaException none(final Layer layer) {
		final String why = layer.operator().toLowerCase(java.util.Locale.ROOT).matches(".*(conv|linear|addmm).*")
			? "computes its filters while it runs, so that the file does not hold them" : "has no filters";
		final List<Layer> others = layers();
		return new FoveaException("Layer '" + layer.name() + "' (" + layer.operator() + ") " + why + (others.isEmpty()
			? ", and neither has any other layer of this network." : "; choose one of " + names(others) + "."));
	}

	private Tensor values(final Weights handed) {
		final TensorReference saved = handed.tensor();
		final int[] shape = Arrays.stream(saved.shape()).mapToInt(Math::toIntExact).toArray();
		final int[] five = { shape[0], shape[1], 1, 1, 1 };
		System.arraycopy(shape, 2, five, 5 - (shape.length - 2), shape.length - 2);
		final Tensor numbers = Tensor.of(archive.values(saved), five);
		return handed.isTransposed() ? byUnit(numbers, (int) handed.groups()) : numbers;
	}

	/** From {@code [in, out / groups, …]} to {@code [out, in / groups, …]}. */
	private static Tensor byUnit(final Tensor saved, final int groups) {
		final int inputs = saved.size(0) / groups;
		final int outputs = saved.size(1);
		final int size = saved.size(2) * saved.size(3) * saved.size(4);
		final float[] values = new float[saved.length()];
		for (int group = 0; group < groups; group++) {
			for (int o = 0; o < outputs; o++) {
				for (int i = 0; i < inputs; i++) {
					System.arraycopy(saved.data(), ((group * inputs + i) * outputs + o) * size, values, ((group * outputs + o) * inputs + i) * size, size);
				}
			}
		}
		return Tensor.of(values, outputs * groups, inputs, saved.size(2), saved.size(3), saved.size(4));
	}

	private Optional<Layer> layer(final String name) {
		return passed.stream().filter(layer -> layer.name().equals(name)).findFirst();
	}

	/** What is applied inside a layer, each once: an operator that is passed again has the same weights. */
	private Map<String, Weights> applied(final String layer) {
		final Map<String, Weights> applied = new LinkedHashMap<>();
		weights.forEach((operator, handed) -> {
			if (isWithin(operator, layer) && !applied.containsValue(handed)) applied.put(operator, handed);
		});
		return applied;
	}

	private static boolean isWithin(final String operator, final String layer) {
		final String outer = layer.replaceFirst("#\\d+$", "");
		final String inner = operator.replaceFirst("#\\d+$", "");
		return outer.isEmpty() || inner.equals(outer) || inner.startsWith(outer + "/") || inner.startsWith(outer + ".");
	}

	private static String names(final List<Layer> layers) {
		final List<String> names = new ArrayList<>(layers.stream().map(Layer::name).toList());
		if (names.size() <= MOST_NAMES) return String.join(", ", names);
		return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + " … (" + names.size() + " in all)";
	}
}
