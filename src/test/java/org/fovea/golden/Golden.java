package org.fovea.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * One network of the test resources: its archives, and what PyTorch and Captum computed with it. Names and options are those of
 * the scripts in {@code src/test/python}, which say how each number was made; the JSON beside the numbers says with which versions.
 */
public final class Golden {

	private static final List<String> FORMS = List.of("traced", "scripted", "frozen");

	private final Path folder;
	private final String name;
	private final JsonObject document;
	private final float[] values;

	private Golden(final Path folder, final String name, final JsonObject document, final float[] values) {
		this.folder = folder;
		this.name = name;
		this.document = document;
		this.values = values;
	}

	/**
	 * Reads what is known of a network of the test resources.
	 *
	 * @param name as in {@code tiny_nets.py} or {@code narrow_torchvision.py}
	 * @return its golden values
	 */
	public static Golden of(final String name) {
		return in(resources(), name);
	}

	/**
	 * Reads what is known of a network elsewhere.
	 *
	 * @param folder with subfolders {@code nets} and {@code golden}, as {@code export_zoo.py} writes it
	 * @param name of the network
	 * @return its golden values
	 */
	public static Golden in(final Path folder, final String name) {
		try (Reader json = Files.newBufferedReader(folder.resolve("golden").resolve(name + ".json"));
				InputStream npy = Files.newInputStream(folder.resolve("golden").resolve(name + ".npy")))
		{
			return new Golden(folder, name, JsonParser.parseReader(json).getAsJsonObject(), Npy.read(npy));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** @return the networks of the test resources, by name */
	public static List<String> names() {
		return names(resources());
	}

	/**
	 * The networks of a folder.
	 *
	 * @param folder with a subfolder {@code golden}
	 * @return their names
	 */
	public static List<String> names(final Path folder) {
		try (Stream<Path> files = Files.list(folder.resolve("golden"))) {
			return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".json")).map(file -> file.substring(0, file
				.length() - 5)).sorted().toList();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** @return the network's name */
	public String name() {
		return name;
	}

	/** @return the script that made it, from the project's root */
	public String source() {
		return document.get("source").getAsString();
	}

	/** @return the forms in which it was exported: {@code traced}, {@code scripted}, {@code frozen} */
	public List<String> forms() {
		return FORMS.stream().filter(form -> Files.exists(archive(form))).toList();
	}

	/**
	 * An export of the network.
	 *
	 * @param form one of {@link #forms}
	 * @return the file
	 */
	public Path archive(final String form) {
		return folder.resolve("nets").resolve(name + "-" + form + ".pt");
	}

	/** @return the first input */
	public Tensor input() {
		return inputs()[0];
	}

	/** @return all inputs, computed by the formula that the scripts use */
	public Tensor[] inputs() {
		final JsonObject input = document.getAsJsonObject("input");
		final JsonArray shapes = input.getAsJsonArray("shapes");
		final Tensor[] inputs = new Tensor[shapes.size()];
		for (int i = 0; i < inputs.length; i++) {
			inputs[i] = input.get("formula").getAsString().equals("smooth") ? smooth(i, integers(shapes.get(i))) : formula(i, integers(shapes.get(i)));
		}
		return inputs;
	}

	/**
	 * ((31 i² + 17 i + 11 + 101 number) mod 1021) / 510 − 1, i counted in C order.
	 *
	 * @param number of the input; any other gives another pattern
	 * @param shape of the tensor
	 * @return a new tensor of values between −1 and 1
	 */
	public static Tensor formula(final int number, final int... shape) {
		final float[] data = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
		for (int i = 0; i < data.length; i++) data[i] = (float) ((31L * i * i + 17L * i + 11 + 101L * number) % 1021 / 510.0 - 1.0);
		return Tensor.of(data, shape);
	}

	private static Tensor smooth(final int number, final int... shape) {
		final int height = shape[2];
		final int width = shape[3];
		final Tensor small = formula(number, shape[0], shape[1], (height + 3) / 4, (width + 3) / 4);
		final Tensor large = Tensor.zeros(shape);
		for (int i = 0; i < large.length(); i++) {
			large.data()[i] = small.at(i / width / height / shape[1], i / width / height % shape[1], i / width % height / 4, i % width / 4);
		}
		return large;
	}

	/** @return the results by name, as {@code Trace.outputs} calls them */
	public Map<String, Reference> outputs() {
		return references(document.getAsJsonObject("outputs"));
	}

	/** @return the only result, or the first of several */
	public Reference output() {
		return outputs().values().iterator().next();
	}

	/** @return the unit of the first result that all gradients below belong to: along axis 1, of tokens [N, T, D] along axis 2 */
	public int target() {
		return document.get("target").getAsInt();
	}

	/** @return how many ReLUs one forward pass evaluates, however they are spelt */
	public int rectifiers() {
		return document.get("rectifiers").getAsInt();
	}

	/** @return how many ReLU6 one forward pass evaluates */
	public int rectifiers6() {
		return document.get("relu6").getAsInt();
	}

	/** @return how many ReLUs and ReLU6 one forward pass evaluates between the first input and the results */
	public int activeRectifiers() {
		return document.get("active").getAsInt();
	}

	/**
	 * One passage of a submodule.
	 *
	 * @param name the dotted path by which it is called
	 * @param call 0 for the first passage
	 * @param of its class
	 * @param activation what it returned, before anything later changed it in place
	 * @param gradient of the target at it, where there is one
	 */
	public record Passage(String name, int call, String of, Reference activation, Optional<Reference> gradient) {

		/** @return the layer's name in {@code Network}: the path, then {@code #2} for the second passage and so on */
		public String layer() {
			return call == 0 ? name : name + "#" + (call + 1);
		}
	}

	/** @return every passage of every submodule that returns one tensor, in the order of the modules */
	public List<Passage> passages() {
		final List<Passage> passages = new ArrayList<>();
		for (final JsonElement element : document.getAsJsonArray("layers")) {
			final JsonObject layer = element.getAsJsonObject();
			final String called = layer.get(layer.has("called") ? "called" : "name").getAsString();
			final int call = (int) passages.stream().filter(passage -> passage.name().equals(called)).count();
			passages.add(new Passage(called, call, layer.get("of").getAsString(), reference(layer
				.getAsJsonObject("activation")), Optional.ofNullable(layer.getAsJsonObject("gradient")).map(this::reference)));
		}
		return passages;
	}

	/**
	 * What a submodule returned in its first passage.
	 *
	 * @param module its dotted path
	 * @return the activation
	 */
	public Reference activation(final String module) {
		return passage(module).activation();
	}

	/**
	 * The target's gradient at a submodule's first passage.
	 *
	 * @param module its dotted path
	 * @return the gradient
	 */
	public Reference gradient(final String module) {
		return passage(module).gradient().orElseThrow();
	}

	/**
	 * Where a submodule's output is found in an export. Frozen ones have no submodules any more: there it is the first layer that shows the
	 * same activation.
	 *
	 * @param network opened from the export
	 * @param form of the export
	 * @param module its dotted path
	 * @return the layer's name there
	 */
	public String layer(final Network network, final String form, final String module) {
		if (!form.equals("frozen")) return module;
		final String[] names = network.layers(inputs()).stream().map(Layer::name).toArray(String[]::new);
		final Trace trace = network.run(Plan.FORWARD.tap(names), inputs());
		return Stream.of(names).filter(name -> activation(module).difference(trace.activation(name)) <= Reference.TOLERANCE).findFirst()
			.orElseThrow(() -> new IllegalStateException("No layer of frozen " + this.name + " shows " + module));
	}

	private Passage passage(final String module) {
		return passages().stream().filter(passage -> passage.name().equals(module) && passage.call() == 0).findFirst().orElseThrow();
	}

	/** @return whether gradients were recorded */
	public boolean hasGradients() {
		return document.has("maps");
	}

	/** @return the target's gradient at the first input */
	public Reference gradient() {
		return map("gradient").orElseThrow();
	}

	/** @return the magnitude of the gradient at the first input, by Captum's {@code Saliency} */
	public Reference saliency() {
		return map("saliency").orElseThrow();
	}

	/** @return the target's guided backpropagation to the first input, where there are ReLUs */
	public Optional<Reference> guided() {
		return map("guided");
	}

	/** @return the target's deconvnet projection to the first input, where there are ReLUs */
	public Optional<Reference> deconvnet() {
		return map("deconvnet");
	}

	/**
	 * A map over the first input.
	 *
	 * @param kind {@code gradient}, {@code saliency}, {@code guided}, {@code deconvnet}; {@code guided6}, {@code deconvnet6} where the
	 *          rule covers ReLU6 as well
	 * @return the map, where it was recorded
	 */
	public Optional<Reference> map(final String kind) {
		return Optional.ofNullable(document.getAsJsonObject("maps")).map(maps -> maps.getAsJsonObject(kind)).map(this::reference);
	}

	/**
	 * One unit at one position of a submodule's first passage, projected to the first input.
	 *
	 * @param layer the submodule
	 * @param unit index along axis 1
	 * @param y row
	 * @param x column
	 * @param maps {@code gradient}, and {@code guided} and {@code deconvnet} (Captum's {@code NeuronGuidedBackprop} …) where there are ReLUs
	 */
	public record Neuron(String layer, int unit, int y, int x, Map<String, Reference> maps) {}

	/** @return the projected neuron, where one was recorded */
	public Optional<Neuron> neuron() {
		final JsonObject neuron = document.getAsJsonObject("neuron");
		if (neuron == null) return Optional.empty();
		return Optional.of(new Neuron(neuron.get("layer").getAsString(), neuron.get("unit").getAsInt(), neuron.get("y").getAsInt(), neuron.get("x")
			.getAsInt(), references(neuron)));
	}

	/**
	 * Captum's {@code LayerGradCam} at a layer, [1, 1, h, w], before any enlargement.
	 *
	 * @param layer the submodule
	 * @param signed Σ mean(g) A
	 * @param positive the same with negative values set to 0
	 */
	public record Cam(String layer, Reference signed, Reference positive) {}

	/** @return the recorded class activation maps */
	public List<Cam> cams() {
		final List<Cam> cams = new ArrayList<>();
		for (final JsonElement element : array("cams")) {
			final JsonObject cam = element.getAsJsonObject();
			cams.add(new Cam(cam.get("layer").getAsString(), reference(cam.getAsJsonObject("signed")), reference(cam.getAsJsonObject("positive"))));
		}
		return cams;
	}

	/**
	 * A change of a submodule's output and what it does to the results.
	 *
	 * @param layer the submodule
	 * @param kind {@code scale}, {@code shift} or {@code replace}
	 * @param values factor, offset or value of each unit, [1, C, 1, 1]
	 * @param outputs the results then
	 */
	public record Change(String layer, String kind, Tensor values, Map<String, Reference> outputs) {}

	/** @return the recorded interventions */
	public List<Change> changes() {
		final List<Change> changes = new ArrayList<>();
		for (final JsonElement element : array("interventions")) {
			final JsonObject change = element.getAsJsonObject();
			changes.add(new Change(change.get("layer").getAsString(), change.get("kind").getAsString(), reference(change.getAsJsonObject("values"))
				.tensor(), references(change.getAsJsonObject("outputs"))));
		}
		return changes;
	}

	@Override
	public String toString() {
		return name;
	}

	private JsonArray array(final String key) {
		return document.has(key) ? document.getAsJsonArray(key) : new JsonArray();
	}

	private Map<String, Reference> references(final JsonObject object) {
		final Map<String, Reference> references = new LinkedHashMap<>();
		for (final Map.Entry<String, JsonElement> entry : object.entrySet()) {
			if (entry.getValue().isJsonObject()) references.put(entry.getKey(), reference(entry.getValue().getAsJsonObject()));
		}
		return references;
	}

	private Reference reference(final JsonObject object) {
		final int at = object.get("at").getAsInt();
		return new Reference(integers(object.get("shape")), Arrays.copyOfRange(values, at, at + object.get("count").getAsInt()), object.get("sum")
			.getAsDouble(), object.get("max").getAsDouble());
	}

	private static int[] integers(final JsonElement array) {
		return array.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
	}

	private static Path resources() {
		try {
			return Path.of(Objects.requireNonNull(Golden.class.getResource("/golden")).toURI()).getParent();
		}
		catch (final URISyntaxException e) {
			throw new IllegalStateException(e);
		}
	}
}
