package org.fovea.model.bioimageio;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.model.ModelKind;
import org.fovea.model.PreprocessingStep;
import org.fovea.model.preprocessing.FullRange;
import org.fovea.model.preprocessing.Parameter;
import org.fovea.model.preprocessing.ScaleLinear;

/** Writes descriptions in bioimage.io's format 0.5 for networks that came without one. */
public final class DescriptionWriter {

	/** The format that is written; validators of later versions accept it. */
	private static final String FORMAT = "0.5.5";

	private DescriptionWriter() {
	}

	/**
	 * What is known of a bare TorchScript file.
	 *
	 * @param name for people
	 * @param kind what it is for
	 * @param labels of the classes; may be empty
	 * @param activation what turns its output into scores
	 * @param size that it takes
	 * @param mean after scaling to 0–1; none, one, or one for each channel
	 * @param deviation likewise
	 * @param inputShape of the test input
	 * @param outputShape of the test output
	 * @param weights the archive in the package, with its hash
	 * @param testInput in the package, with its hash
	 * @param testOutput in the package, with its hash
	 */
	public record Bare(String name, ModelKind kind, List<String> labels, ScoreFunction activation, Size size, List<Double> mean,
		List<Double> deviation, int[] inputShape, int[] outputShape, FileReference weights, FileReference testInput, FileReference testOutput) {}

	/**
	 * Which images a network takes.
	 *
	 * @param width fixed; 0 = any
	 * @param height fixed; 0 = any
	 * @param minimum of a side that is not fixed
	 * @param step between accepted sides
	 */
	public record Size(int width, int height, int minimum, int step) {}

	/**
	 * Describes a network.
	 *
	 * @param bare what is known of it
	 * @return the text of {@code bioimageio.yaml}
	 */
	public static String write(final Bare bare) {
		final Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("type", "model");
		fields.put("format_version", FORMAT);
		fields.put("name", acceptable(bare.name()));
		fields.put("description", "TorchScript network imported into Fovea.");
		fields.put("authors", List.of(Map.of("name", "unknown")));
		fields.put("cite", List.of());
		fields.put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
		fields.put("inputs", List.of(input(bare)));
		fields.put("outputs", List.of(output(bare)));
		final Map<String, Object> weights = file(bare.weights());
		weights.put("pytorch_version", "2.7.1");
		fields.put("weights", Map.of("torchscript", weights));
		final Map<String, Object> fovea = new LinkedHashMap<>();
		fovea.put("kind", lower(bare.kind()));
		fovea.put("activation", lower(bare.activation()));
		fovea.put("labels", bare.labels());
		fovea.put("full_range", true);
		fields.put("config", Map.of("fovea", fovea));
		return Yaml.write(fields);
	}

	/**
	 * Completes a description whose files have been gathered: adds the hash of the weights where it is missing and turns addresses of
	 * fetched files into paths.
	 *
	 * @param yaml text of the description
	 * @param sha256 of the weights, lower-case hexadecimal
	 * @param fetched files that are in the package now
	 * @return the completed text
	 */
	public static String localized(final String yaml, final String sha256, final List<FileReference> fetched) {
		final Map<String, String> paths = new HashMap<>();
		fetched.stream().filter(FileReference::isRemote).forEach(file -> paths.put(file.source(), file.localPath()));
		final Map<String, Object> fields = copy((Map<?, ?>) replaced(Yaml.read(yaml), paths));
		final Map<String, Object> weights = copy((Map<?, ?>) fields.get("weights"));
		final Map<String, Object> entry = copy((Map<?, ?>) weights.get("torchscript"));
		entry.put("sha256", sha256);
		weights.put("torchscript", entry);
		fields.put("weights", weights);
		return Yaml.write(fields);
	}

	private static Object replaced(final Object value, final Map<String, String> texts) {
		if (value instanceof final Map<?, ?> map) {
			final Map<Object, Object> result = new LinkedHashMap<>();
			map.forEach((key, inner) -> result.put(key, replaced(inner, texts)));
			return result;
		}
		if (value instanceof final List<?> list) return list.stream().map(inner -> replaced(inner, texts)).collect(Collectors.toCollection(
			ArrayList::new));
		return value instanceof final String text ? texts.getOrDefault(text, text) : value;
	}

	private static Map<String, Object> copy(final Map<?, ?> map) {
		final Map<String, Object> result = new LinkedHashMap<>();
		map.forEach((key, value) -> result.put(String.valueOf(key), value));
		return result;
	}

	private static Map<String, Object> input(final Bare bare) {
		final int[] shape = bare.inputShape();
		final List<Object> axes = new ArrayList<>();
		axes.add(batch());
		axes.add(channels(numbered(shape[1])));
		if (shape.length == 4) {
			axes.add(space("y", size(bare.size().height(), bare.size())));
			axes.add(space("x", size(bare.size().width(), bare.size())));
		}
		final List<Object> steps = new ArrayList<>();
		steps.add(step("ensure_dtype", Map.of("dtype", "float32")));
		for (final PreprocessingStep step : steps(bare.kind(), bare.mean(), bare.deviation(), shape[1])) steps.add(described(step));
		steps.add(step("ensure_dtype", Map.of("dtype", "float32")));
		final Map<String, Object> tensor = tensor("input", axes, bare.testInput());
		tensor.put("preprocessing", steps);
		return tensor;
	}

	/**
	 * The steps of torchvision's convention: full range to 0–1, then (x − mean) / deviation. The latter is made of gain and offset,
	 * because bioimage.io's fixed normalisation adds a small number to the deviation and torchvision does not. A generator's code is
	 * taken as it is.
	 *
	 * @param kind of the network
	 * @param mean none, one, or one for each channel
	 * @param deviation likewise
	 * @param channels of the image
	 * @return the steps
	 */
	public static List<PreprocessingStep> steps(final ModelKind kind, final List<Double> mean, final List<Double> deviation,
		final int channels)
	{
		if (kind == ModelKind.GENERATOR) return List.of();
		final List<Double> gain = new ArrayList<>();
		final List<Double> offset = new ArrayList<>();
		for (int c = 0; c < channels; c++) {
			final double centre = mean.isEmpty() ? 0 : mean.get(Math.min(c, mean.size() - 1));
			final double spread = deviation.isEmpty() ? 1 : deviation.get(Math.min(c, deviation.size() - 1));
			gain.add(1 / spread);
			offset.add(-centre / spread);
		}
		final boolean isNothing = gain.stream().allMatch(g -> g == 1) && offset.stream().allMatch(o -> o == 0);
		if (isNothing) return List.of(new FullRange());
		return List.of(new FullRange(), new ScaleLinear(Parameter.perChannel(gain), Parameter.perChannel(offset)));
	}

	private static Map<String, Object> described(final PreprocessingStep step) {
		final Map<String, Object> kwargs = new LinkedHashMap<>();
		if (step instanceof final ScaleLinear linear) {
			kwargs.put("axis", "channel");
			kwargs.put("gain", linear.gain().values());
			kwargs.put("offset", linear.offset().values());
		}
		else {
			kwargs.put("gain", FullRange.GAIN);
			kwargs.put("offset", 0.);
		}
		return step("scale_linear", kwargs);
	}

	private static Map<String, Object> output(final Bare bare) {
		final int[] shape = bare.outputShape();
		final List<Object> axes = new ArrayList<>();
		axes.add(batch());
		if (shape.length > 1) {
			final List<String> names = bare.labels().stream().map(DescriptionWriter::identifier).distinct().toList();
			axes.add(channels(names.size() == shape[1] ? names : numbered(shape[1])));
		}
		if (shape.length == 4) {
			final boolean isImage = bare.inputShape().length == 4;
			axes.add(space("y", isImage ? reference("y", bare.inputShape()[2], shape[2]) : shape[2]));
			axes.add(space("x", isImage ? reference("x", bare.inputShape()[3], shape[3]) : shape[3]));
			if (isImage) {
				scale(axes.get(2), bare.inputShape()[2], shape[2]);
				scale(axes.get(3), bare.inputShape()[3], shape[3]);
			}
		}
		else if (shape.length == 3) {
			final Map<String, Object> index = new LinkedHashMap<>();
			index.put("type", "index");
			index.put("size", shape[2]);
			axes.add(index);
		}
		final Map<String, Object> tensor = tensor("output", axes, bare.testOutput());
		if (bare.activation() != ScoreFunction.NONE) {
			tensor.put("postprocessing", List.of(step(lower(bare.activation()), bare.activation() == ScoreFunction.SOFTMAX ? Map.of("axis",
				"channel") : Map.of())));
		}
		return tensor;
	}

	private static List<String> numbered(final int channels) {
		return IntStream.range(0, channels).mapToObj(i -> "channel" + i).toList();
	}

	private static Map<String, Object> tensor(final String id, final List<Object> axes, final FileReference test) {
		final Map<String, Object> tensor = new LinkedHashMap<>();
		tensor.put("id", id);
		tensor.put("axes", axes);
		tensor.put("data", Map.of("type", "float32"));
		tensor.put("test_tensor", file(test));
		return tensor;
	}

	private static Map<String, Object> batch() {
		return Map.of("type", "batch");
	}

	private static Map<String, Object> channels(final List<String> names) {
		final Map<String, Object> axis = new LinkedHashMap<>();
		axis.put("type", "channel");
		axis.put("channel_names", names);
		return axis;
	}

	private static Map<String, Object> space(final String id, final Object size) {
		final Map<String, Object> axis = new LinkedHashMap<>();
		axis.put("type", "space");
		axis.put("id", id);
		axis.put("size", size);
		return axis;
	}

	private static Object size(final int fixed, final Size any) {
		if (fixed > 0) return fixed;
		final Map<String, Object> size = new LinkedHashMap<>();
		size.put("min", any.minimum());
		size.put("step", any.step());
		return size;
	}

	private static Object reference(final String axis, final int input, final int output) {
		if (input == 1 || output == 1 || input % output != 0 && output % input != 0) return output;
		final Map<String, Object> size = new LinkedHashMap<>();
		size.put("tensor_id", "input");
		size.put("axis_id", axis);
		return size;
	}

	@SuppressWarnings("unchecked")
	private static void scale(final Object axis, final int input, final int output) {
		final Map<String, Object> fields = (Map<String, Object>) axis;
		if (fields.get("size") instanceof Map && input != output) fields.put("scale", (double) input / output);
	}

	private static Map<String, Object> step(final String id, final Map<String, ?> kwargs) {
		final Map<String, Object> step = new LinkedHashMap<>();
		step.put("id", id);
		if (!kwargs.isEmpty()) step.put("kwargs", kwargs);
		return step;
	}

	private static Map<String, Object> file(final FileReference reference) {
		final Map<String, Object> file = new LinkedHashMap<>();
		file.put("source", reference.source());
		reference.sha256().ifPresent(hash -> file.put("sha256", hash));
		return file;
	}

	private static String lower(final Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/** bioimage.io wants 5 to 128 letters, digits and {@code _+- ()}. */
	private static String acceptable(final String name) {
		final String cleaned = name.replaceAll("[^A-Za-z0-9_+\\- ()]", " ").strip();
		final String longEnough = cleaned.length() < 5 ? (cleaned + " model").strip() : cleaned;
		return longEnough.substring(0, Math.min(128, longEnough.length()));
	}

	/** bioimage.io wants channels to be named like variables. */
	private static String identifier(final String label) {
		final String cleaned = label.replaceAll("[^\\p{L}\\p{N}_]", "_");
		return cleaned.isEmpty() || !Character.isLetter(cleaned.charAt(0)) ? "class_" + cleaned : cleaned;
	}
}
