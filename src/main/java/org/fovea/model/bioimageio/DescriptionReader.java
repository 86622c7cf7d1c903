package org.fovea.model.bioimageio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.model.ModelKind;
import org.fovea.model.PreprocessingStep;
import org.fovea.model.preprocessing.FullRange;
import org.fovea.model.preprocessing.ScaleLinear;
import org.fovea.model.preprocessing.Sigmoid;
import org.fovea.model.preprocessing.Softmax;

/** Reads bioimage.io model descriptions of the formats 0.4 and 0.5. */
public final class DescriptionReader {

	/** The names under which a package holds its description, best first. */
	public static final List<String> FILE_NAMES = List.of("bioimageio.yaml", "rdf.yaml", "model.yaml");

	private DescriptionReader() {
	}

	/**
	 * Reads a description.
	 *
	 * @param yaml its text
	 * @return what it says
	 * @throws FoveaException if it is malformed, of another format, without TorchScript weights, or asks for what Fovea cannot do
	 */
	public static Description read(final String yaml) {
		final Fields fields = new Fields("", Yaml.read(yaml));
		final String format = fields.text("format_version").orElse("");
		final boolean isOld = format.startsWith("0.4");
		if (!isOld && !format.startsWith("0.5")) {
			throw new FoveaException("The model's description has format '" + format + "'; Fovea reads bioimage.io formats 0.4 and 0.5.");
		}
		if (!fields.text("type").orElse("model").equals("model")) {
			throw new FoveaException("The package holds a " + fields.required("type") + ", not a model; choose a bioimage.io model.");
		}
		final FileReference weights = weights(fields);
		final TensorReader reader = new TensorReader(isOld);
		final List<TensorDescription> inputs = tensors(fields, reader, TensorReader.Side.INPUT);
		final List<TensorDescription> outputs = tensors(fields, reader, TensorReader.Side.OUTPUT);
		final Fields fovea = fields.fields("config").fields("fovea");
		if (fovea.text("full_range").filter("true"::equals).isPresent()) inputs.set(0, withFullRange(inputs.get(0)));
		final ModelKind kind = fovea.text("kind").map(name -> choice(fovea, "kind", name, ModelKind.values())).orElseGet(() -> guess(inputs.get(
			0), outputs.get(0), fields));
		final ScoreFunction activation = fovea.text("activation").map(name -> choice(fovea, "activation", name, ScoreFunction.values()))
			.orElseGet(() -> activation(outputs.get(0)));
		return new Description(fields.text("name").orElse("unnamed"), fields.text("description").orElse(""), kind, labels(fovea, kind, outputs
			.get(0)), activation, fovea.text("layer"), fovea.text("sample"), inputs, outputs, weights, files(fields, weights, inputs, outputs),
			fields.text("license").or(() -> fields.fields("license").text("source")).orElse(""), citation(fields));
	}

	private static FileReference weights(final Fields fields) {
		final Map<?, ?> entries = fields.fields("weights").map();
		if (!entries.containsKey("torchscript")) {
			final String formats = entries.isEmpty() ? "no weights" : entries.keySet().stream().map(String::valueOf).collect(Collectors.joining(
				", "));
			throw new FoveaException("Fovea needs weights as TorchScript, but the package has " + formats +
				"; export the network with torch.jit.script or torch.jit.trace and add it as 'torchscript'.");
		}
		final Fields entry = fields.fields("weights").fields("torchscript");
		return TensorReader.file(entry, "source", entry.required("source"), entry.text("sha256"));
	}

	private static List<TensorDescription> tensors(final Fields fields, final TensorReader reader, final TensorReader.Side side) {
		final String key = side == TensorReader.Side.INPUT ? "inputs" : "outputs";
		final List<Fields> entries = fields.list(key);
		if (entries.isEmpty()) throw fields.wrong(key, "is missing");
		final List<String> tests = fields.texts("test_" + key);
		final List<TensorDescription> result = new ArrayList<>();
		for (int i = 0; i < entries.size(); i++) {
			final Optional<FileReference> test = i < tests.size() ? Optional.of(TensorReader.file(fields, "test_" + key, tests.get(i), Optional
				.empty())) : Optional.empty();
			result.add(reader.read(entries.get(i), side, test));
		}
		return result;
	}

	private static TensorDescription withFullRange(final TensorDescription input) {
		final List<PreprocessingStep> steps = new ArrayList<>(input.steps());
		final Predicate<PreprocessingStep> scales = step -> step instanceof final ScaleLinear linear && linear.gain().values().equals(List.of(
			FullRange.GAIN)) && linear.offset().values().equals(List.of(0.));
		for (int i = 0; i < steps.size(); i++) {
			if (scales.test(steps.get(i))) {
				steps.set(i, new FullRange());
				break;
			}
		}
		return new TensorDescription(input.id(), input.axes(), input.type(), steps, input.unknown(), input.test());
	}

	private static <E extends Enum<E>> E choice(final Fields fields, final String key, final String name, final E[] values) {
		return Arrays.stream(values).filter(value -> value.name().equalsIgnoreCase(name)).findFirst().orElseThrow(() -> fields.wrong(key, "is '" +
			name + "'; known are " + Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(
				", "))));
	}

	private static ModelKind guess(final TensorDescription input, final TensorDescription output, final Fields fields) {
		final String words = (String.join(" ", fields.texts("tags")) + " " + fields.text("name").orElse("")).toLowerCase(Locale.ROOT);
		if (output.isImage()) {
			if (!input.isImage()) return ModelKind.GENERATOR;
			return words.matches("(?s).*(?:denois|restor|super-?resolution).*") ? ModelKind.DENOISER : ModelKind.SEGMENTER;
		}
		final boolean hasScores = activation(output) != ScoreFunction.NONE;
		return !hasScores && words.matches("(?s).*(?:embed|feature.extract|representation).*") ? ModelKind.EMBEDDER : ModelKind.CLASSIFIER;
	}

	private static ScoreFunction activation(final TensorDescription output) {
		ScoreFunction result = ScoreFunction.NONE;
		for (final PreprocessingStep step : output.steps()) {
			if (step instanceof Sigmoid) result = ScoreFunction.SIGMOID;
			if (step instanceof Softmax) result = ScoreFunction.SOFTMAX;
		}
		return result;
	}

	private static List<String> labels(final Fields fovea, final ModelKind kind, final TensorDescription output) {
		final List<String> given = fovea.texts("labels");
		final List<String> names = output.axis('c').map(AxisDescription::names).orElse(List.of());
		if (!given.isEmpty()) return given;
		final boolean areGeneric = names.stream().allMatch(name -> name.matches("(?i)(?:channel|class|output|out|c)?[ _-]*\\d+"));
		return areGeneric || kind != ModelKind.CLASSIFIER && kind != ModelKind.SEGMENTER ? List.of() : names;
	}

	private static String citation(final Fields fields) {
		return fields.list("cite").stream().map(entry -> entry.text("text").orElse("") + entry.text("doi").or(() -> entry.text("url")).map(
			link -> " " + link).orElse("")).map(String::strip).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
	}

	private static List<FileReference> files(final Fields fields, final FileReference weights, final List<TensorDescription> inputs,
		final List<TensorDescription> outputs)
	{
		final List<FileReference> files = new ArrayList<>();
		files.add(weights);
		inputs.forEach(input -> input.test().ifPresent(files::add));
		outputs.forEach(output -> output.test().ifPresent(files::add));
		for (final String key : List.of("inputs", "outputs")) {
			for (final Fields tensor : fields.list(key)) TensorReader.reference(tensor, "sample_tensor").ifPresent(files::add);
			addAll(files, fields, "sample_" + key, fields.texts("sample_" + key));
		}
		addAll(files, fields, "covers", fields.texts("covers"));
		TensorReader.reference(fields, "documentation").ifPresent(files::add);
		if (fields.map().get("license") instanceof Map) TensorReader.reference(fields, "license").ifPresent(files::add);
		addAll(files, fields, "attachments", fields.fields("attachments").texts("files"));
		if (fields.map().get("attachments") instanceof List) {
			for (final Fields attachment : fields.list("attachments")) {
				files.add(TensorReader.file(attachment, "source", attachment.required("source"), attachment.text("sha256")));
			}
		}
		final TreeSet<String> seen = new TreeSet<>();
		return files.stream().filter(file -> seen.add(file.source())).toList();
	}

	private static void addAll(final List<FileReference> files, final Fields fields, final String key, final List<String> sources) {
		for (final String source : sources) {
			if (source.startsWith("{")) continue;
			files.add(TensorReader.file(fields, key, source, Optional.empty()));
		}
	}
}
