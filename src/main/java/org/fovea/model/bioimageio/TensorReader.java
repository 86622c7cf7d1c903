package org.fovea.model.bioimageio;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.model.PreprocessingStep;
import org.fovea.model.preprocessing.Binarize;
import org.fovea.model.preprocessing.EnsureType;

/**
 * Reads inputs and outputs.
 *
 * @param isOld whether the description has format 0.4
 */
record TensorReader(boolean isOld) {

	/** Whether steps come before or after the network. */
	enum Side {
		/** Before. */
		INPUT,
		/** After. */
		OUTPUT
	}

	/**
	 * Reads a tensor.
	 *
	 * @param tensor its fields
	 * @param side on which it stands
	 * @param oldTest the test array that format 0.4 names elsewhere
	 * @return the tensor
	 */
	TensorDescription read(final Fields tensor, final Side side, final Optional<FileReference> oldTest) {
		final String id = tensor.text(isOld ? "name" : "id").orElse(side == Side.INPUT ? "input" : "output");
		final List<AxisDescription> axes = isOld ? oldAxes(tensor) : axes(tensor);
		final Set<Character> letters = new HashSet<>();
		for (final AxisDescription axis : axes) {
			if (!letters.add(axis.letter())) throw tensor.wrong("axes", "has two axes '" + axis.letter() + "', of which Fovea can show one");
			if (side == Side.INPUT && "zti".indexOf(axis.letter()) >= 0 && Math.max(axis.size(), axis.minimum()) > 1) {
				throw new FoveaException("The model takes " + Math.max(axis.size(), axis.minimum()) + " planes along '" + axis.id() +
					"' at once; Fovea looks into networks that take single planes.");
			}
		}
		final EnsureType.Type type = type(tensor);
		final StepReader reader = new StepReader(id, axes, isOld);
		final List<PreprocessingStep> steps = new ArrayList<>();
		Optional<String> unknown = Optional.empty();
		final String key = side == Side.INPUT ? "preprocessing" : "postprocessing";
		for (final Fields step : tensor.list(key)) {
			final Optional<PreprocessingStep> known = reader.read(step);
			known.ifPresent(steps::add);
			if (known.isEmpty()) unknown = Optional.of(StepReader.name(step));
		}
		if (side == Side.INPUT) {
			unknown.ifPresent(name -> {
				throw new FoveaException("The model asks for the preprocessing step '" + name + "', which Fovea does not know; it knows " +
					"ensure_dtype, scale_linear, scale_range, zero_mean_unit_variance, fixed_zero_mean_unit_variance, clip, binarize, sigmoid and " +
					"softmax.");
			});
			if (!type.isFloating()) addImpliedCasts(steps, type);
		}
		final Optional<FileReference> test = isOld ? oldTest : reference(tensor, "test_tensor");
		return new TensorDescription(id, axes, type, steps, unknown, test);
	}

	/** Preprocessing starts with a cast to the described type; in format 0.5 it also ends with one where it does not say otherwise. */
	private void addImpliedCasts(final List<PreprocessingStep> steps, final EnsureType.Type type) {
		if (steps.isEmpty() || !(steps.get(0) instanceof EnsureType)) steps.add(0, new EnsureType(type));
		final PreprocessingStep last = steps.get(steps.size() - 1);
		if (!isOld && !(last instanceof EnsureType) && !(last instanceof Binarize)) steps.add(new EnsureType(type));
	}

	private EnsureType.Type type(final Fields tensor) {
		if (isOld) return tensor.text("data_type").isPresent() ? StepReader.type(tensor, "data_type") : EnsureType.Type.FLOAT32;
		final Object data = tensor.map().get("data");
		final Fields fields = data instanceof List ? tensor.list("data").get(0) : tensor.fields("data");
		return fields.text("type").isPresent() ? StepReader.type(fields, "type") : EnsureType.Type.FLOAT32;
	}

	/**
	 * Reads the name of a file.
	 *
	 * @param fields that hold it
	 * @param key its name
	 * @return the file, if one is named
	 */
	static Optional<FileReference> reference(final Fields fields, final String key) {
		final Object value = fields.map().get(key);
		if (value == null) return Optional.empty();
		if (value instanceof Map) {
			final Fields file = fields.fields(key);
			return file.text("source").map(source -> file(file, "source", source, file.text("sha256")));
		}
		return fields.text(key).map(source -> file(fields, key, source, Optional.empty()));
	}

	/**
	 * Makes a reference to a file inside the package or elsewhere.
	 *
	 * @param fields that name it
	 * @param key where it is named
	 * @param source its path or URL
	 * @param sha256 that it must have
	 * @return the reference
	 * @throws FoveaException if the path leaves the package or the hash is none
	 */
	static FileReference file(final Fields fields, final String key, final String source, final Optional<String> sha256) {
		final Optional<String> hash = sha256.map(String::toLowerCase);
		hash.filter(text -> !text.matches("[0-9a-f]{64}")).ifPresent(text -> {
			throw fields.wrong("sha256", "is '" + text + "', not 64 hexadecimal digits");
		});
		final FileReference given = new FileReference(source, hash);
		if (given.isRemote()) return given;
		final String path = source.replaceFirst("^(?:\\./)+", "");
		final boolean leaves = path.startsWith("/") || path.contains("\\") || path.contains(":") || path.indexOf('\0') >= 0 || List.of(
			path.split("/")).contains("..");
		if (leaves || path.isEmpty()) throw fields.wrong(key, "is '" + source + "', which lies outside the package");
		return new FileReference(path, hash);
	}

	private static List<AxisDescription> axes(final Fields tensor) {
		final List<AxisDescription> axes = new ArrayList<>();
		for (final Fields axis : tensor.list("axes")) {
			axes.add(switch (axis.required("type")) {
				case "batch" -> new AxisDescription('b', "batch", 0, 1, 1, List.of());
				case "channel" -> channel(axis);
				case "space" -> sized(axis, axis.text("id").orElse("x"));
				case "time" -> sized(axis, axis.text("id").orElse("time"));
				case "index" -> sized(axis, axis.text("id").orElse("index"));
				default -> throw axis.wrong("type", "is '" + axis.required("type") + "'; known are batch, channel, space, time and index");
			});
		}
		if (axes.isEmpty()) throw tensor.wrong("axes", "is missing");
		return axes;
	}

	private static AxisDescription channel(final Fields axis) {
		final List<String> names = axis.texts("channel_names");
		if (names.isEmpty()) throw axis.wrong("channel_names", "is missing");
		return new AxisDescription('c', axis.text("id").orElse("channel"), names.size(), names.size(), 1, names);
	}

	private static AxisDescription sized(final Fields axis, final String id) {
		final char letter = switch (axis.required("type")) {
			case "time" -> 't';
			case "index" -> 'i';
			default -> id.matches("[xyz]") ? id.charAt(0) : 'i';
		};
		if (!(axis.map().get("size") instanceof Map)) {
			final int size = axis.count("size").orElse(0);
			return new AxisDescription(letter, id, size, Math.max(1, size), 1, List.of());
		}
		final Fields size = axis.fields("size");
		return new AxisDescription(letter, id, 0, Math.max(1, size.count("min").orElse(1)), Math.max(1, size.count("step").orElse(1)), List.of());
	}

	private static List<AxisDescription> oldAxes(final Fields tensor) {
		final Object given = tensor.map().get("axes");
		final String letters = given instanceof List ? String.join("", tensor.texts("axes")) : tensor.required("axes");
		if (!letters.matches("[bitczyx]+")) throw tensor.wrong("axes", "is '" + letters + "'; known are b, i, t, c, z, y and x");
		final List<Double> fixed = tensor.map().get("shape") instanceof List ? tensor.numbers("shape") : List.of();
		final Fields shape = tensor.fields("shape");
		final List<Double> minimum = shape.numbers("min");
		final List<Double> step = shape.numbers("step");
		final boolean isParametrized = !minimum.isEmpty();
		if (!fixed.isEmpty() && fixed.size() != letters.length() || isParametrized && (minimum.size() != letters.length() || step
			.size() != letters.length()))
		{
			throw tensor.wrong("shape", "does not have one size for each axis of '" + letters + "'");
		}
		final List<Double> offset = shape.numbers("offset");
		final List<AxisDescription> axes = new ArrayList<>();
		for (int i = 0; i < letters.length(); i++) {
			final char letter = letters.charAt(i);
			int size = 0;
			int smallest = 1;
			int distance = 1;
			if (!fixed.isEmpty()) size = fixed.get(i).intValue();
			else if (isParametrized && step.get(i) == 0) size = minimum.get(i).intValue();
			else if (isParametrized) {
				smallest = Math.max(1, minimum.get(i).intValue());
				distance = Math.max(1, step.get(i).intValue());
			}
			else if (letter == 'c' && offset.size() == letters.length()) size = (int) Math.round(2 * offset.get(i));
			if (letter == 'b') size = 0;
			axes.add(new AxisDescription(letter, String.valueOf(letter), size, Math.max(smallest, size), distance, List.of()));
		}
		return axes;
	}
}
