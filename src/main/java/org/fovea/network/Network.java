package org.fovea.network;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.torchscript.Archive;
import org.fovea.torchscript.ArchiveChecker;
import org.fovea.torchscript.Instrumenter;
import org.fovea.torchscript.Instrumenter.Instrumented;
import org.fovea.torchscript.ReceptiveFields;
import org.fovea.torchscript.ReceptiveFields.Found;
import org.fovea.torchscript.TrainedParts;
import org.fovea.torchscript.Weights;

import ai.djl.engine.EngineException;

/**
 * A trained network opened for introspection: any layer can be read, changed and differentiated. Safe to use from several
 * threads; runs are done one after another on the engine's own thread, and memory does not grow with the number of runs.
 */
public final class Network implements AutoCloseable {

	/** The name of the first input in plans; further inputs are {@code input.1}, {@code input.2} … */
	public static final String INPUT = "input";

	/** The name of the network's result in plans and targets (of the first, where there are several). */
	public static final String OUTPUT = "output";

	private static final Pattern UNKNOWN_OPERATOR = Pattern.compile("Unknown builtin op: aten::(\\w+)");

	private static final int REMEMBERED_SIZES = 16;

	/** Values of an image below which nobody asks for memory. */
	private static final int LARGE = 12_000_000;
	private static final int SMALL = 128;

	private final Torch torch;
	private final LoadedModule module;
	private final Archive archive;
	private final Modules modules;
	private final ReceptiveFields fields;
	private final Instrumented program;
	private final String sha256;
	private final Map<List<List<Integer>>, Places> layers = new ConcurrentHashMap<>();
	private final AtomicBoolean isClosed = new AtomicBoolean();

	private Network(final Torch torch, final Archive archive, final Instrumented program, final LoadedModule module) {
		this.torch = torch;
		this.archive = archive;
		this.program = program;
		this.modules = new Modules(archive);
		this.fields = new ReceptiveFields(archive, program.code());
		this.sha256 = archive.sha256();
		this.module = module;
	}

	/** The same network with other weights. */
	private Network(final Network other, final LoadedModule module) {
		torch = other.torch;
		archive = other.archive;
		program = other.program;
		modules = other.modules;
		fields = other.fields;
		sha256 = other.sha256;
		this.module = module;
	}

	/**
	 * Reads, checks, rewrites and loads a TorchScript archive.
	 *
	 * @param file written by {@code torch.jit.save}
	 * @return the network, to be closed
	 * @throws FoveaException with a sentence for the user if the file is no TorchScript, unsafe or cannot be loaded
	 */
	public static Network open(final Path file) {
		return open(file, Instrumenter::instrument);
	}

	/**
	 * Loads an archive with its own code untouched: only input and output can be reached. What {@link #open} must equal, bit for bit.
	 *
	 * @param file written by {@code torch.jit.save}
	 * @return the network, to be closed
	 * @throws FoveaException as {@link #open}
	 */
	public static Network openUnprobed(final Path file) {
		return open(file, Instrumenter::unprobed);
	}

	private static Network open(final Path file, final java.util.function.Function<Instrumenter, Instrumented> rewrite) {
		final Archive archive = ArchiveChecker.check(Archive.read(file));
		final Torch torch = Torch.instance();
		final Set<String> missing = new HashSet<>();
		while (true) {
			final Instrumented program = rewrite.apply(new Instrumenter(archive.code(), archive.data().type(), missing));
			try {
				return new Network(torch, archive, program, load(torch, archive, program, Map.of()));
			}
			catch (final EngineException e) {
				final Matcher unknown = UNKNOWN_OPERATOR.matcher(String.valueOf(e.getMessage()));
				if (!unknown.find() || !missing.add(unknown.group(1))) {
					throw new FoveaException("PyTorch cannot load this model; export it again with PyTorch 2.7 or earlier, or see the log.", e);
				}
			}
		}
	}

	private static LoadedModule load(final Torch torch, final Archive archive, final Instrumented rewritten, final Map<String, byte[]> weights) {
		try {
			final Path folder = Files.createTempDirectory("fovea");
			final Path file = folder.resolve("network.pt");
			try {
				archive.write(file, rewritten.code(), weights);
				return torch.call(() -> torch.load(file));
			}
			finally {
				Files.deleteIfExists(file);
				Files.deleteIfExists(folder);
			}
		}
		catch (final IOException e) {
			throw new FoveaException("The network could not be prepared for loading; see whether the temporary folder has room.", e);
		}
	}

	/**
	 * The parts of the network that hold weights, the one that is passed last on the way to the output first: what a cascade of
	 * randomisation goes through from the top.
	 *
	 * @param example inputs of a size that the network accepts
	 * @return names for {@link #forgetful}: module paths, or operators where the network was frozen; parts that the example does not pass last
	 */
	public List<String> taught(final Tensor... example) {
		final List<String> parts = new ArrayList<>(TrainedParts.of(archive).parts());
		Collections.reverse(parts);
		if (parts.stream().anyMatch(part -> part.startsWith("/"))) return parts;
		final List<String> passed = layers(example).stream().map(layer -> layer.name().replaceFirst("#\\d+$", "")).toList();
		parts.sort(Comparator.comparingInt((String part) -> last(passed, part)).reversed());
		return parts;
	}

	/** What the network itself holds, such as the tokens of a transformer, enters at its bottom. */
	private static int last(final List<String> passed, final String part) {
		if (part.isEmpty()) return -1;
		for (int i = passed.size() - 1; i >= 0; i--) {
			if (passed.get(i).equals(part) || passed.get(i).startsWith(part + "/")) return i;
		}
		return -1;
	}

	/**
	 * Those of {@link #taught(Tensor...)} that some layers depend on: shuffling the others changes nothing there.
	 *
	 * @param layers names, or {@link #OUTPUT} for the first result
	 * @param example inputs of a size that the network accepts
	 * @return names in the same order
	 * @throws FoveaException if the network does not accept the example or passes no such layer
	 */
	public List<String> taught(final Set<String> layers, final Tensor... example) {
		final List<String> parts = taught(example);
		final boolean isFrozen = parts.stream().anyMatch(part -> part.startsWith("/"));
		// freezing leaves only what reaches a result
		if (isFrozen && layers.contains(OUTPUT)) return parts;
		final List<String> passed = layers(example).stream().map(Layer::name).toList();
		final Set<String> places = new LinkedHashSet<>();
		final List<String> hidden = new ArrayList<>();
		for (final String part : parts) {
			final List<String> own = passed.stream().filter(name -> lies(name, part)).toList();
			if (isFrozen || own.isEmpty()) hidden.add(part);
			else places.addAll(own);
		}
		final Set<String> needed = new HashSet<>(changing(layers, hidden, example));
		final Set<String> reached = reached(layers, places, example);
		parts.removeIf(part -> !needed.contains(part) && reached.stream().noneMatch(name -> lies(name, part)));
		return parts;
	}

	private static boolean lies(final String name, final String part) {
		final String place = name.replaceFirst("#\\d+$", "");
		return part.isEmpty() || place.equals(part) || place.startsWith(part + "/") || place.startsWith(part + ".");
	}

	/** The places from which something arrives; all of them where nothing can be differentiated. */
	private Set<String> reached(final Set<String> layers, final Set<String> places, final Tensor... example) {
		if (places.isEmpty()) return places;
		final List<String> ordered = List.copyOf(places);
		try {
			return execute(example, run -> {
				forward(run, Plan.FORWARD.gradient(ordered.toArray(String[]::new)), layers);
				final Map<String, Tensor> seeds = new LinkedHashMap<>();
				roots(run, layers).values().forEach(key -> seeds.put(key, Tensor.ones(run.found(key).orElseThrow().shape())));
				final List<Optional<Tensor>> arrived = run.backward(seeds, ordered.stream().map(name -> "root:" + internalName(name)).toList(), Rule.PLAIN);
				return IntStream.range(0, ordered.size()).filter(i -> arrived.get(i).isPresent()).mapToObj(ordered::get).collect(Collectors.toSet());
			});
		}
		catch (final FoveaException e) {
			return places;
		}
	}

	/** Those whose shuffling changes something, found by halves: what no place stands for can only be tried. */
	private List<String> changing(final Set<String> layers, final List<String> some, final Tensor... example) {
		if (some.isEmpty()) return some;
		try (Network other = forgetful(some, 1)) {
			if (read(layers, example).equals(other.read(layers, example))) return List.of();
		}
		if (some.size() == 1) return some;
		final List<String> first = changing(layers, some.subList(0, some.size() / 2), example);
		final List<String> second = changing(layers, some.subList(some.size() / 2, some.size()), example);
		return Stream.concat(first.stream(), second.stream()).toList();
	}

	private List<FloatBuffer> read(final Set<String> layers, final Tensor... example) {
		final Trace trace = run(Plan.FORWARD.tap(layers.stream().filter(layer -> !layer.equals(OUTPUT)).toArray(String[]::new)), example);
		return layers.stream().map(layer -> FloatBuffer.wrap((layer.equals(OUTPUT) ? trace.output() : trace.activation(layer)).data())).toList();
	}

	/**
	 * Opens this network once more with the weights of some parts shuffled at random: the same architecture that has forgotten what these
	 * parts were taught (Adebayo et al. 2018, "Sanity checks for saliency maps", section 3).
	 *
	 * @param parts of {@link #taught}; none = a plain copy
	 * @param seed the same seed gives the same weights in a part, whichever others are shuffled
	 * @return another network, to be closed
	 * @throws FoveaException if the file it was opened from has changed or is gone
	 */
	public Network forgetful(final Collection<String> parts, final long seed) {
		return new Network(this, load(torch, archive, program, TrainedParts.of(archive).shuffled(parts, seed)));
	}

	/** @return what computes: device, threads and version of PyTorch */
	public String device() {
		return torch.description();
	}

	/** @return the SHA-256 of the archive as it was on disk, lower-case hexadecimal */
	public String sha256() {
		return sha256;
	}

	/** @return the names of the tensors that the network takes, in order, as its author called them */
	public List<String> inputs() {
		return program.inputs();
	}

	/** @return what could not be made visible, a sentence each; empty when every submodule and operator can be tapped */
	public List<String> limitations() {
		return program.limitations();
	}

	/**
	 * Runs the example once and lists every place that it passes, in order of execution. The list is remembered for inputs of the same size.
	 *
	 * @param example inputs of a size that the network accepts
	 * @return the layers
	 * @throws FoveaException if the network does not accept the example
	 */
	public List<Layer> layers(final Tensor... example) {
		return places(example).layers();
	}

	/**
	 * The place of the result, the first where there are several.
	 *
	 * @param example inputs of a size that the network accepts
	 * @return the place, named {@link #OUTPUT}
	 * @throws FoveaException if the network does not accept the example
	 */
	Layer result(final Tensor... example) {
		return places(example).result().orElseThrow(() -> new FoveaException("The network returned no tensor."));
	}

	/**
	 * The places with maps through which everything comes that layers have of the first input, in order of execution, as far as the network's code
	 * tells. It need not be right where the code goes hidden ways; whoever builds on it compares.
	 *
	 * @param wanted names of layers, or {@link #OUTPUT}
	 * @param example inputs of a size that the network accepts
	 * @return layers that all of them depend on the image through, {@link #OUTPUT} where only that is wanted
	 * @throws FoveaException if the network does not accept the example
	 */
	List<String> through(final Set<String> wanted, final Tensor... example) {
		final Places places = places(example);
		final List<String> common = new ArrayList<>();
		boolean isFirst = true;
		for (final String layer : wanted) {
			final List<String> through = places.through().getOrDefault(layer, List.of());
			if (isFirst) common.addAll(through);
			else common.retainAll(through);
			isFirst = false;
		}
		return common;
	}

	/**
	 * Lists the layers whose {@link #kernels} can be read.
	 *
	 * @param example inputs of a size that the network accepts
	 * @return modules, or operators where no module stands for them alone, in order of execution
	 * @throws FoveaException if the network does not accept the example
	 */
	public List<Layer> withKernels(final Tensor... example) {
		return places(example).kernels().layers();
	}

	/**
	 * Reads the numbers that a convolution or a linear layer applies, as the archive holds them. Runs nothing but, where it was not yet done
	 * for such an input, {@link #layers}.
	 *
	 * @param layer a module with a single such operator, or the operator itself
	 * @param example inputs of a size that the network accepts
	 * @return its kernels
	 * @throws FoveaException if the layer has none, several, or computes them while it runs, saying which layers have
	 */
	public Kernels kernels(final String layer, final Tensor... example) {
		return places(example).kernels().of(layer);
	}

	/** Every place that an example passes, the result, the places through which each depends on the image, and what is applied on the way. */
	private record Places(List<Layer> layers, Optional<Layer> result, Map<String, List<String>> through, KernelList kernels) {}

	private Places places(final Tensor... example) {
		final List<List<Integer>> size = Arrays.stream(example).map(tensor -> Arrays.stream(tensor.shape()).boxed().toList()).toList();
		if (layers.size() >= REMEMBERED_SIZES) layers.clear();
		return layers.computeIfAbsent(size, unknown -> listLayers(example));
	}

	private Places listLayers(final Tensor... example) {
		final Map<String, int[]> sizes = new LinkedHashMap<>();
		final Map<String, Tensor> shapes = execute(example, run -> {
			run.mark("list").forward();
			run.outputs().forEach((name, output) -> sizes.put(name, output.shape()));
			return run.all("shape");
		});
		final Optional<String> first = sizes.keySet().stream().findFirst();
		final Map<Integer, String> order = new TreeMap<>();
		shapes.forEach((key, shape) -> {
			final int colon = key.indexOf(':');
			final int[] size = new int[shape.length()];
			Arrays.setAll(size, i -> (int) shape.data()[i]);
			order.put(Integer.valueOf(key.substring(0, colon)), key.substring(colon + 1));
			sizes.put(key.substring(colon + 1), size);
		});
		final Map<String, Found> found = fields.find(Arrays.stream(example).map(Tensor::shape).toList(), sizes);
		final List<Layer> passed = order.values().stream().filter(place -> !place.matches("input(\\.\\d+)?")).map(place -> modules.layer(publicName(
			place), sizes.get(place), Optional.ofNullable(found.get(place)))).toList();
		final Map<String, List<String>> through = new HashMap<>();
		found.forEach((place, known) -> through.put(first.filter(place::equals).isPresent() ? OUTPUT : publicName(place), known.through().stream()
			.filter(name -> !name.matches("input(\\.\\d+)?")).map(name -> first.filter(name::equals).isPresent() ? OUTPUT : publicName(name)).toList()));
		final Map<String, Weights> weights = new LinkedHashMap<>();
		for (final String place : order.values()) {
			Optional.ofNullable(found.get(place)).flatMap(Found::kernels).ifPresent(handed -> weights.put(publicName(place), handed));
		}
		final Optional<Layer> result = first.map(place -> modules.layer(OUTPUT, sizes.get(place), Optional.ofNullable(found.get(place))));
		first.map(found::get).flatMap(Found::kernels).ifPresent(handed -> weights.put(OUTPUT, handed));
		final List<Layer> places = Stream.concat(passed.stream(), result.stream()).toList();
		return new Places(passed, result, through, new KernelList(modules.archive(), places, weights));
	}

	/**
	 * Runs forward.
	 *
	 * @param plan what to bring back and to change; its gradients must be empty
	 * @param inputs the network's inputs
	 * @return outputs and activations
	 * @throws FoveaException if the network does not accept the inputs or has no such layer
	 */
	public Trace run(final Plan plan, final Tensor... inputs) {
		if (!plan.gradients().isEmpty()) throw new IllegalArgumentException("Gradients need a target.");
		requireMemory(plan, inputs);
		return execute(inputs, run -> {
			forward(run, plan, Set.of());
			return new Trace(run.outputs(), activations(run, plan), Map.of(), new double[0], 0);
		});
	}

	/**
	 * Runs forward and backward from a target.
	 *
	 * @param plan what to bring back and to change
	 * @param target what to differentiate
	 * @param inputs the network's inputs
	 * @return outputs, activations, the target's values and gradients
	 * @throws FoveaException if the network does not accept the inputs, has no such layer or unit, has no ReLU where the plan's rule needs
	 *           one, or if the target does not depend on a layer whose gradient is wanted
	 */
	public Trace run(final Plan plan, final Target target, final Tensor... inputs) {
		requireMemory(plan, inputs);
		return execute(inputs, run -> {
			forward(run, plan, target.layers());
			final Map<String, String> roots = roots(run, target.layers());
			final Map<String, Tensor> read = new LinkedHashMap<>();
			roots.forEach((layer, key) -> read.put(layer, run.found(key).orElseThrow(() -> unknown(layer))));
			final Target.Evaluation evaluation = target.evaluate(read);
			final Map<String, Tensor> seeds = new LinkedHashMap<>();
			evaluation.gradients().forEach((layer, seed) -> seeds.put(roots.get(layer), seed));
			return new Trace(run.outputs(), activations(run, plan), gradients(run, plan, seeds), evaluation.values(), run.rectifiers());
		});
	}

	/** Where a backward run begins, by layer. */
	private static Map<String, String> roots(final Run run, final Set<String> layers) {
		final Map<String, String> roots = new LinkedHashMap<>();
		for (final String layer : layers) {
			roots.put(layer, layer.equals(OUTPUT) ? run.outputKey().orElseThrow(() -> new FoveaException("The network returned no tensor."))
				: "from:" + internalName(layer));
		}
		return roots;
	}

	private void requireMemory(final Plan plan, final Tensor... inputs) {
		if (inputs.length != 1 || inputs[0].rank() != 4 || inputs[0].length() < LARGE || isClosed.get()) return;
		final OptionalLong free = Memory.free();
		if (free.isPresent()) Memory.require(needed(plan, inputs[0].shape()), free.getAsLong(), inputs[0].shape());
	}

	/**
	 * Bytes that a run cannot do without, worked out from a small image; 0 where that cannot be told.
	 *
	 * @param plan of the run
	 * @param image the shape of its input
	 * @return bytes
	 */
	long needed(final Plan plan, final int[] image) {
		try {
			final List<Layer> small = layers(Tensor.zeros(1, image[1], SMALL, SMALL));
			final List<Layer> large = layers(Tensor.zeros(1, image[1], 2 * SMALL, 2 * SMALL));
			return Memory.needed(small, large, 2 * SMALL, image, plan.gradients().contains(INPUT));
		}
		catch (final FoveaException e) {
			return 0;
		}
	}

	private static void forward(final Run run, final Plan plan, final Set<String> roots) {
		final Set<String> watched = new HashSet<>();
		for (final String layer : plan.taps()) run.mark("tap:" + watch(layer, watched));
		for (final String layer : roots) {
			if (!layer.equals(OUTPUT)) run.mark("root:" + watch(layer, watched)).mark("from:" + internalName(layer));
		}
		for (final String layer : plan.gradients()) {
			final String name = watch(layer, watched);
			if (!roots.contains(layer)) run.mark("root:" + name);
			run.mark("leaf:" + name);
		}
		for (final Intervention intervention : plan.interventions()) {
			final String name = watch(intervention.layer(), watched);
			if (intervention instanceof final Intervention.Scale scale) run.plan("scale:" + name, scale.factor());
			else if (intervention instanceof final Intervention.Shift shift) run.plan("shift:" + name, shift.offset());
			else if (intervention instanceof final Intervention.Replace replace) run.plan("replace:" + name, replace.value());
			else if (intervention instanceof final Intervention.Insert insert) run.plan("insert:" + name, insert.value());
			else if (intervention instanceof final Intervention.Leave leave) run.plan("leave:" + name, leave.rest());
		}
		watched.forEach(place -> run.mark("watch:" + place));
		if (plan.rule() != Rule.PLAIN) run.mark("rule");
		run.forward();
		for (final Intervention intervention : plan.interventions()) {
			run.found("changed:" + internalName(intervention.layer())).orElseThrow(() -> unknown(intervention.layer()));
		}
	}

	private static String watch(final String layer, final Set<String> watched) {
		final String name = internalName(layer);
		watched.add(name.replaceFirst("#\\d+$", ""));
		return name;
	}

	private static Map<String, Tensor> activations(final Run run, final Plan plan) {
		final Map<String, Tensor> activations = new LinkedHashMap<>();
		for (final String layer : plan.taps()) {
			activations.put(layer, run.found("tap:" + internalName(layer)).orElseThrow(() -> unknown(layer)));
		}
		return activations;
	}

	private static Map<String, Tensor> gradients(final Run run, final Plan plan, final Map<String, Tensor> seeds) {
		final Map<String, Tensor> gradients = new LinkedHashMap<>();
		if (plan.gradients().isEmpty()) return gradients;
		if (plan.rule() != Rule.PLAIN && run.rectifiers() == 0 && plan.gradients().contains(INPUT)) {
			throw new FoveaException("This network has no ReLU between the target and its input, so " + plan.rule().name().toLowerCase(
				java.util.Locale.ROOT) + " backpropagation would be the plain gradient; use Saliency Map instead.");
		}
		final List<String> layers = new ArrayList<>(plan.gradients());
		for (final String layer : layers) run.found("root:" + internalName(layer)).orElseThrow(() -> unknown(layer));
		final List<Optional<Tensor>> arrived = run.backward(seeds, layers.stream().map(layer -> "root:" + internalName(layer)).toList(), plan
			.rule());
		for (int i = 0; i < layers.size(); i++) {
			final String layer = layers.get(i);
			gradients.put(layer, arrived.get(i).orElseThrow(() -> new FoveaException("The target does not depend on '" + layer +
				"'; choose a layer that comes before the target.")));
		}
		return gradients;
	}

	private <T> T execute(final Tensor[] inputs, final java.util.function.Function<Run, T> work) {
		if (isClosed.get()) throw new IllegalStateException("The network is closed.");
		if (inputs.length != program.inputs().size()) {
			throw new FoveaException("This network takes " + program.inputs().size() + " inputs (" + String.join(", ", program.inputs()) +
				"), not " + inputs.length + ".");
		}
		return torch.call(() -> {
			try (Run run = new Run(torch, module.block())) {
				for (final Tensor input : inputs) run.input(input);
				return work.apply(run);
			}
		});
	}

	private static FoveaException unknown(final String layer) {
		return new FoveaException("The network passes no layer '" + layer + "' on this input; Model Summary lists the layers.");
	}

	private static String internalName(final String layer) {
		return layer.equals(INPUT) || layer.matches("input\\.\\d+") || layer.startsWith("/") || layer.startsWith(".") ? layer : "." + layer;
	}

	private static String publicName(final String name) {
		final boolean isModule = name.startsWith(".");
		return isModule && !name.substring(1).matches("input(\\.\\d+)?|output") ? name.substring(1) : name;
	}

	@Override
	public void close() {
		if (isClosed.compareAndSet(false, true)) {
			torch.call(() -> {
				module.close();
				return null;
			});
		}
	}
}
