package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.fovea.FoveaException;
import org.fovea.torchscript.Syntax.Assignment;
import org.fovea.torchscript.Syntax.Call;
import org.fovea.torchscript.Syntax.ClassDefinition;
import org.fovea.torchscript.Syntax.Expression;
import org.fovea.torchscript.Syntax.Literal;
import org.fovea.torchscript.Syntax.Statement;

/**
 * What an archive's network was taught, part by part: the parameters of each module, or, where freezing dissolved the modules, the numbers
 * that each operator is handed. Reading decides nothing about which part comes first; parts stand in the order of the archive.
 */
public final class TrainedParts {

	private static final Set<String> NORMALISATION = Set.of("running_mean", "running_var");
	private static final Set<String> REAL = Set.of("float32", "float64", "float16", "bfloat16");
	private static final String CONSTANT = "CONSTANTS.c";

	private final Archive archive;
	private final Map<String, List<TensorReference>> parts = new LinkedHashMap<>();
	private final Set<String> normalisations = new HashSet<>();

	private TrainedParts(final Archive archive) {
		this.archive = archive;
		final Program program = new Program(archive.code());
		modules(program, "", archive.data(), Collections.newSetFromMap(new IdentityHashMap<>()));
		if (parts.isEmpty()) operators(program);
	}

	/**
	 * Finds the weights.
	 *
	 * @param archive a checked archive
	 * @return its weights
	 */
	public static TrainedParts of(final Archive archive) {
		return new TrainedParts(archive);
	}

	/** @return the parts by name: the path of the module, empty for the network itself, or {@code /operator_n} */
	public List<String> parts() {
		return List.copyOf(parts.keySet());
	}

	/**
	 * Makes some parts forget: the numbers of each tensor change places at random, so that nothing of what they meant is left while their
	 * number, mean and spread stay. The four numbers of a channel in a batch normalisation stay together, so that what divides by a small
	 * deviation is small itself.
	 *
	 * @param some of {@link #parts}
	 * @param seed the same seed gives the same numbers in a part, whichever others are shuffled
	 * @return entries for {@link Archive#write}
	 * @throws FoveaException if the archive cannot be read or has changed
	 */
	public Map<String, byte[]> shuffled(final Collection<String> some, final long seed) {
		final Map<String, byte[]> storages = new TreeMap<>();
		final Set<TensorReference> done = new HashSet<>();
		for (final String part : parts.keySet()) {
			if (!some.contains(part)) continue;
			final SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ part.hashCode());
			final Map<Long, int[]> orders = new LinkedHashMap<>();
			for (final TensorReference tensor : parts.get(part)) {
				if (!done.add(tensor)) continue;
				final long[] places = places(tensor);
				final int[] order = normalisations.contains(part) ? orders.computeIfAbsent((long) places.length, n -> order(places.length, random)) : order(
					places.length, random);
				move(storages.computeIfAbsent(tensor.storage(), archive::bytes), places, order, Dtype.ofName(tensor.dtype()).bytes());
			}
		}
		return storages;
	}

	private void modules(final Program program, final String path, final ScriptObject module, final Set<Object> seen) {
		if (!seen.add(module)) return;
		final Set<String> trained = new LinkedHashSet<>(program.type(module.type()).map(type -> parameters(type.definition())).orElse(Set.of()));
		final boolean isNormalisation = module.attributes().keySet().containsAll(NORMALISATION);
		if (isNormalisation) trained.addAll(NORMALISATION);
		final List<TensorReference> tensors = new ArrayList<>();
		module.attributes().forEach((name, value) -> {
			if (trained.contains(name) && value instanceof final TensorReference tensor && isReal(tensor)) tensors.add(tensor);
		});
		if (!tensors.isEmpty()) parts.put(path, tensors);
		if (isNormalisation) normalisations.add(path);
		module.attributes().forEach((name, value) -> {
			if (value instanceof final ScriptObject child) modules(program, path.isEmpty() ? name : path + "." + name, child, seen);
		});
	}

	private static Set<String> parameters(final ClassDefinition definition) {
		final Set<String> names = new LinkedHashSet<>();
		for (final Statement statement : definition.body()) {
			if (statement instanceof final Assignment a && a.value().isPresent() && a.targets().get(0) instanceof final Syntax.Name name && name.id()
				.equals("__parameters__"))
			{
				for (final Expression item : a.value().get().children()) {
					if (item instanceof final Literal literal && literal.isString()) names.add(literal.string());
				}
			}
		}
		return names;
	}

	private void operators(final Program program) {
		final Map<String, Integer> counts = new TreeMap<>();
		final Set<Object> seen = new HashSet<>();
		program.files().values().forEach(file -> Walk.expressions(functions(file.statements()), e -> {
			if (!(e instanceof final Call call)) return;
			final List<TensorReference> tensors = call.arguments().stream().flatMap(argument -> Program.dotted(argument.value()).stream()).filter(
				name -> name.startsWith(CONSTANT)).map(name -> archive.constants().get(Integer.parseInt(name.substring(CONSTANT.length())))).filter(
					TensorReference.class::isInstance).map(TensorReference.class::cast).filter(TrainedParts::isReal).filter(seen::add).toList();
			if (tensors.isEmpty()) return;
			final String operator = Program.dotted(call.function()).map(name -> name.substring(name.lastIndexOf('.') + 1)).orElse("operator");
			final String part = "/" + operator + "_" + counts.merge(operator, 1, Integer::sum);
			parts.put(part, tensors);
			if (operator.equals("batch_norm")) normalisations.add(part);
		}));
	}

	private static List<Statement> functions(final List<Statement> statements) {
		return statements.stream().flatMap(s -> s instanceof final ClassDefinition definition ? definition.body().stream() : java.util.stream.Stream
			.of(s)).filter(Syntax.Function.class::isInstance).toList();
	}

	private static boolean isReal(final TensorReference tensor) {
		return REAL.contains(tensor.dtype()) && tensor.elements() > 0;
	}

	/** Where each number of a tensor lies in its storage, each place once. */
	private static long[] places(final TensorReference tensor) {
		final long[] shape = tensor.shape();
		final long[] places = new long[Math.toIntExact(tensor.elements())];
		final long[] index = new long[shape.length];
		long at = tensor.offset();
		for (int i = 0; i < places.length; i++) {
			places[i] = at;
			for (int axis = shape.length - 1; axis >= 0; axis--) {
				at += tensor.strides()[axis];
				if (++index[axis] < shape[axis]) break;
				at -= tensor.strides()[axis] * shape[axis];
				index[axis] = 0;
			}
		}
		return Arrays.stream(places).allMatch(place -> place == tensor.offset()) ? new long[] { tensor.offset() } : distinct(places);
	}

	private static long[] distinct(final long[] places) {
		for (int i = 1; i < places.length; i++) {
			if (places[i] <= places[i - 1]) return Arrays.stream(places).sorted().distinct().toArray();
		}
		return places;
	}

	private static int[] order(final int length, final SplittableRandom random) {
		final int[] order = new int[length];
		for (int i = 0; i < length; i++) {
			final int j = random.nextInt(i + 1);
			order[i] = order[j];
			order[j] = i;
		}
		return order;
	}

	private static void move(final byte[] storage, final long[] places, final int[] order, final int bytes) {
		final byte[] before = storage.clone();
		for (int i = 0; i < places.length; i++) {
			System.arraycopy(before, Math.toIntExact(places[order[i]] * bytes), storage, Math.toIntExact(places[i] * bytes), bytes);
		}
	}
}
