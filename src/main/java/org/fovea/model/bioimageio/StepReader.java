package org.fovea.model.bioimageio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.fovea.FoveaException;
import org.fovea.model.PreprocessingStep;
import org.fovea.model.preprocessing.Axis;
import org.fovea.model.preprocessing.Binarize;
import org.fovea.model.preprocessing.Clip;
import org.fovea.model.preprocessing.ClipPercentiles;
import org.fovea.model.preprocessing.EnsureType;
import org.fovea.model.preprocessing.FixedZeroMeanUnitVariance;
import org.fovea.model.preprocessing.Parameter;
import org.fovea.model.preprocessing.ScaleLinear;
import org.fovea.model.preprocessing.ScaleRange;
import org.fovea.model.preprocessing.Sigmoid;
import org.fovea.model.preprocessing.Softmax;
import org.fovea.model.preprocessing.ZeroMeanUnitVariance;
import org.fovea.network.Tensor;

/**
 * Reads steps of one tensor. Sources: bioimageio.spec {@code model.v0_4} and {@code model.v0_5}; where the specification is silent (ε of
 * fixed normalisation, method of percentiles), bioimageio.core {@code proc_ops}.
 *
 * @param tensor the id of the tensor
 * @param axes of the tensor
 * @param isOld whether the description has format 0.4
 */
record StepReader(String tensor, List<AxisDescription> axes, boolean isOld) {

	private static final double EPSILON = 1e-6;

	/**
	 * The name of a step.
	 *
	 * @param step its fields
	 * @return {@code id} in format 0.5, {@code name} in 0.4
	 */
	static String name(final Fields step) {
		return step.text("id").or(() -> step.text("name")).orElseThrow(() -> step.wrong("id", "is missing"));
	}

	/**
	 * Reads one step.
	 *
	 * @param step its fields
	 * @return the step, or nothing where it is unknown
	 */
	Optional<PreprocessingStep> read(final Fields step) {
		final Fields kwargs = step.fields("kwargs");
		return Optional.ofNullable(switch (name(step)) {
			case "ensure_dtype" -> new EnsureType(type(kwargs, "dtype"));
			case "scale_linear" -> scaleLinear(kwargs);
			case "scale_range" -> scaleRange(kwargs);
			case "zero_mean_unit_variance" -> isOld && kwargs.text("mode").orElse("fixed").equals("fixed") ? fixed(kwargs)
				: new ZeroMeanUnitVariance(reduced(kwargs), epsilon(kwargs));
			case "fixed_zero_mean_unit_variance" -> fixed(kwargs);
			case "clip" -> clip(kwargs);
			case "binarize" -> new Binarize(parameter(kwargs, "threshold", kwargs.numbers("threshold")));
			case "sigmoid" -> new Sigmoid();
			case "softmax" -> new Softmax(kwargs.text("axis").map(id -> axis(kwargs, id)).orElse(Axis.CHANNEL));
			default -> null;
		});
	}

	/**
	 * Reads a number type.
	 *
	 * @param fields that hold it
	 * @param key its name
	 * @return the type
	 */
	static EnsureType.Type type(final Fields fields, final String key) {
		final String name = fields.required(key);
		return Arrays.stream(EnsureType.Type.values()).filter(type -> type.name().equalsIgnoreCase(name)).findFirst().orElseThrow(
			() -> fields.wrong(key, "is '" + name + "', which is no number type"));
	}

	private PreprocessingStep scaleLinear(final Fields kwargs) {
		final List<Double> gain = kwargs.map().containsKey("gain") ? kwargs.numbers("gain") : List.of(1.);
		final List<Double> offset = kwargs.map().containsKey("offset") ? kwargs.numbers("offset") : List.of(0.);
		final int size = Math.max(gain.size(), offset.size());
		return sized(kwargs, () -> new ScaleLinear(parameter(kwargs, "gain", repeat(gain, size)), parameter(kwargs, "offset", repeat(offset,
			size))));
	}

	private PreprocessingStep fixed(final Fields kwargs) {
		final List<Double> mean = kwargs.numbers("mean");
		final List<Double> deviation = kwargs.numbers("std");
		if (mean.isEmpty()) throw kwargs.wrong("mean", "is missing");
		if (deviation.isEmpty()) throw kwargs.wrong("std", "is missing");
		final int size = Math.max(mean.size(), deviation.size());
		return sized(kwargs, () -> new FixedZeroMeanUnitVariance(parameter(kwargs, "mean", repeat(mean, size)), parameter(kwargs, "std",
			repeat(deviation, size)), epsilon(kwargs)));
	}

	private PreprocessingStep scaleRange(final Fields kwargs) {
		kwargs.text("reference_tensor").filter(reference -> !reference.equals(tensor)).ifPresent(reference -> {
			throw new FoveaException("The model scales '" + tensor + "' by percentiles of another tensor, '" + reference +
				"'; Fovea gives a network one image, so choose a model that scales each image by itself.");
		});
		final double lower = kwargs.number("min_percentile").orElse(0.);
		final double upper = kwargs.number("max_percentile").orElse(100.);
		if (!(0 <= lower && lower < upper && upper <= 100)) throw kwargs.wrong("max_percentile", "must lie above min_percentile, both in 0 to 100");
		return new ScaleRange(lower, upper, reduced(kwargs), epsilon(kwargs));
	}

	private PreprocessingStep clip(final Fields kwargs) {
		final Optional<Double> lower = kwargs.number("min_percentile");
		final Optional<Double> upper = kwargs.number("max_percentile");
		if (lower.isEmpty() && upper.isEmpty()) {
			return new Clip(kwargs.number("min").orElse(Double.NEGATIVE_INFINITY), kwargs.number("max").orElse(Double.POSITIVE_INFINITY));
		}
		final PreprocessingStep percentiles = new ClipPercentiles(lower.orElse(0.), upper.orElse(100.), reduced(kwargs));
		if (kwargs.number("min").isEmpty() && kwargs.number("max").isEmpty()) return percentiles;
		final Clip limits = new Clip(kwargs.number("min").orElse(Double.NEGATIVE_INFINITY), kwargs.number("max").orElse(
			Double.POSITIVE_INFINITY));
		return new PreprocessingStep() {

			@Override
			public Tensor apply(final Tensor pixels) {
				return limits.apply(percentiles.apply(pixels));
			}

			@Override
			public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
				return percentiles.pullBack(pixels, limits.pullBack(percentiles.apply(pixels), gradient));
			}
		};
	}

	private double epsilon(final Fields kwargs) {
		return kwargs.number("eps").orElse(EPSILON);
	}

	private Set<Axis> reduced(final Fields kwargs) {
		final List<String> ids = ids(kwargs);
		final EnumSet<Axis> result = EnumSet.noneOf(Axis.class);
		for (final String id : ids) image(kwargs, "axes", id).ifPresent(result::add);
		if (isOld && kwargs.text("mode").orElse("per_sample").equals("per_sample")) {
			if (ids.isEmpty()) result.addAll(EnumSet.of(Axis.CHANNEL, Axis.Y, Axis.X));
		}
		else if (isOld && !ids.isEmpty()) result.add(Axis.BATCH);
		if (!ids.isEmpty() && result.isEmpty()) throw kwargs.wrong("axes", "names no axis of the image");
		return result;
	}

	private List<String> ids(final Fields kwargs) {
		final Object value = kwargs.map().get("axes");
		if (value instanceof final String letters) return letters.chars().mapToObj(letter -> String.valueOf((char) letter)).toList();
		return kwargs.texts("axes");
	}

	private Optional<Axis> image(final Fields kwargs, final String key, final String id) {
		final char letter = axes.stream().filter(axis -> axis.id().equals(id) || String.valueOf(axis.letter()).equals(id)).map(
			AxisDescription::letter).findFirst().orElseGet(() -> switch (id) {
				case "batch", "b" -> 'b';
				case "channel", "c" -> 'c';
				case "x", "y", "z", "t", "i" -> id.charAt(0);
				case "time" -> 't';
				case "index" -> 'i';
				default -> throw kwargs.wrong(key, "names '" + id + "', which is no axis of '" + tensor + "'");
			});
		final int axis = "bcyx".indexOf(letter);
		return axis < 0 ? Optional.empty() : Optional.of(Axis.values()[axis]);
	}

	private Axis axis(final Fields kwargs, final String id) {
		return image(kwargs, "axis", id).orElseThrow(() -> kwargs.wrong("axis", "is '" + id + "', along which the image has one plane only"));
	}

	private Parameter parameter(final Fields kwargs, final String key, final List<Double> values) {
		if (values.isEmpty()) throw kwargs.wrong(key, "is missing");
		final Optional<Axis> along = isOld ? complement(kwargs) : kwargs.text("axis").map(id -> axis(kwargs, id));
		if (along.isEmpty() && values.size() > 1) throw kwargs.wrong(key, "holds several numbers without saying along which axis");
		return new Parameter(values.size() == 1 ? Optional.empty() : along, values);
	}

	/** Format 0.4 names the axes that are treated alike; the numbers lie along the one that is left. */
	private Optional<Axis> complement(final Fields kwargs) {
		final List<String> alike = ids(kwargs);
		if (alike.isEmpty()) return Optional.empty();
		final EnumSet<Axis> left = EnumSet.of(Axis.CHANNEL, Axis.Y, Axis.X);
		for (final String id : alike) image(kwargs, "axes", id).ifPresent(left::remove);
		left.removeIf(axis -> axes.stream().noneMatch(described -> described.letter() == "bcyx".charAt(axis.ordinal())));
		if (left.size() > 1) throw kwargs.wrong("axes", "leaves more than one axis");
		return left.stream().findFirst();
	}

	private static PreprocessingStep sized(final Fields kwargs, final Supplier<PreprocessingStep> step) {
		try {
			return step.get();
		}
		catch (final IllegalArgumentException e) {
			throw new FoveaException("The model's description is not valid: '" + kwargs.where() + "' holds lists of different lengths.", e);
		}
	}

	private static List<Double> repeat(final List<Double> values, final int size) {
		return values.size() == 1 ? Collections.nCopies(size, values.get(0)) : new ArrayList<>(values);
	}
}
