package org.fovea.model;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * Reads the one string that names a target everywhere: {@code top}, a label, a class index, {@code layer:unit}, {@code layer:unit@x,y},
 * {@code label@roi}. A label wins over an index that reads the same; {@code output:0} always means the first class.
 *
 * @param model whose labels apply
 * @param layers that exist; empty where they are not known, then the network refuses unknown ones
 * @param classes that the network tells apart; 0 where that is not known
 */
public record Targets(ModelInfo model, List<Layer> layers, int classes) {

	private static final int LISTED = 12;

	private static final Pattern UNIT = Pattern.compile("(.+):\\s*(\\d{1,9})");

	private static final Pattern POSITION = Pattern.compile("(.+):\\s*(\\d{1,9})\\s*@\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})");

	private static final Pattern REGION = Pattern.compile("(?s)(.+)@\\s*roi", Pattern.CASE_INSENSITIVE);

	/** Copies the layers. */
	public Targets {
		layers = List.copyOf(layers);
	}

	/**
	 * As many classes as there are labels.
	 *
	 * @param model whose labels apply
	 * @param layers that exist
	 */
	public Targets(final ModelInfo model, final List<Layer> layers) {
		this(model, layers, model.labels().size());
	}

	/**
	 * Reads a target.
	 *
	 * @param text what the user or a macro wrote
	 * @param region the selection as weights of any size; empty without one
	 * @return the target
	 * @throws FoveaException if there is no such label, class, layer, unit or selection, listing what exists
	 */
	public NamedTarget parse(final String text, final Optional<Heatmap> region) {
		final String wanted = text.strip();
		if (wanted.isEmpty()) throw new FoveaException("Name a target: top, " + choices() + ".");
		if (wanted.equalsIgnoreCase("top")) return new NamedTarget(Target.top(), "top", OptionalInt.empty());
		final OptionalInt label = label(wanted);
		if (label.isPresent()) return logit(label.getAsInt());
		if (wanted.matches("\\d{1,9}")) return logit(index(wanted));
		final Matcher position = POSITION.matcher(wanted);
		if (position.matches()) return position(position);
		final Matcher inside = REGION.matcher(wanted);
		if (inside.matches()) return region(inside.group(1).strip(), region);
		final Matcher unit = UNIT.matcher(wanted);
		if (unit.matches()) {
			final Layer layer = layer(unit.group(1).strip());
			final int number = unit(layer, unit.group(2));
			if (layer.name().equals(Network.OUTPUT)) return logit(number);
			return new NamedTarget(Target.unit(layer.name(), number), layer.name() + ":" + number, OptionalInt.empty());
		}
		throw unknown(wanted);
	}

	/**
	 * The class with the largest logit of an image, so that it stays the same whatever happens to the image.
	 *
	 * @param output of the network
	 * @param n which image of the batch, from 0
	 * @return that class
	 */
	public NamedTarget top(final Tensor output, final int n) {
		return logit(Scores.best(output, n, model, 1).get(0).index());
	}

	/**
	 * What a class is called.
	 *
	 * @param model whose labels apply
	 * @param index of the class, from 0
	 * @return its label, or its index where it has none
	 */
	public static String label(final ModelInfo model, final int index) {
		return index < model.labels().size() && !model.labels().get(index).isBlank() ? model.labels().get(index) : Integer.toString(index);
	}

	private NamedTarget logit(final int index) {
		return new NamedTarget(Target.logit(index), label(model, index), OptionalInt.of(index));
	}

	private NamedTarget region(final String name, final Optional<Heatmap> region) {
		if (name.equalsIgnoreCase("top")) {
			throw new FoveaException("Name the class to look at inside the selection: " + choices() + ", followed by @roi.");
		}
		final OptionalInt label = label(name);
		if (label.isEmpty() && !name.matches("\\d{1,9}")) throw unknown(name);
		final int index = label.isPresent() ? label.getAsInt() : index(name);
		if (model.kind() == ModelKind.CLASSIFIER || model.kind() == ModelKind.EMBEDDER || model.kind() == ModelKind.SCOUTER) {
			throw new FoveaException("'" + model.id() + "' gives one number for each class, not a map, so @roi has no meaning; use the target '" +
				label(model, index) + "' with area=selection.");
		}
		final Heatmap weights = region.orElseThrow(() -> new FoveaException("Draw a selection first: '" + name +
			"@roi' is the class inside the selection."));
		if (weights.isEmpty()) {
			throw new FoveaException("No pixel that the network sees lies inside the selection: it is outside of the area, or smaller than one of the pixels " +
				"to which the area is resized; draw a larger one.");
		}
		return new NamedTarget(Target.region(index, weights), label(model, index) + "@roi", OptionalInt.of(index));
	}

	private NamedTarget position(final Matcher match) {
		final Layer layer = layer(match.group(1).strip());
		final int unit = unit(layer, match.group(2));
		final int x = Integer.parseInt(match.group(3));
		final int y = Integer.parseInt(match.group(4));
		if (layer.shape().length > 0 && !layer.isSpatial()) {
			throw new FoveaException("Layer '" + layer.name() + "' has no map; leave out the position and write " + layer.name() + ":" + unit + ".");
		}
		return new NamedTarget(Target.position(layer.name(), unit, x, y), layer.name() + ":" + unit + "@" + x + "," + y, OptionalInt.empty());
	}

	/** A label as it is written wins; otherwise case and spaces do not matter, as long as one label only is meant. */
	private OptionalInt label(final String text) {
		final int[] exact = matching(text::equals);
		if (exact.length == 0) {
			final String plain = plain(text);
			final int[] similar = matching(label -> plain(label).equals(plain));
			return only(text, similar);
		}
		return only(text, exact);
	}

	private int[] matching(final Predicate<String> predicate) {
		return IntStream.range(0, model.labels().size()).filter(i -> predicate.test(model.labels().get(i).strip())).toArray();
	}

	private OptionalInt only(final String text, final int[] found) {
		if (found.length > 1) {
			final String indices = IntStream.of(found).mapToObj(Integer::toString).collect(Collectors.joining(", "));
			throw new FoveaException("The classes " + indices + " are all called '" + text + "'; name one by its number, as in output:" + found[0] +
				".");
		}
		return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
	}

	private static String plain(final String label) {
		return label.toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", " ").strip();
	}

	private int index(final String text) {
		final int index = Integer.parseInt(text);
		if (classes > 0 && index >= classes) {
			throw new FoveaException("'" + model.id() + "' has the classes " + range(classes) + ", not " + index + (model.labels().isEmpty() ? "."
				: ": " + labels() + "."));
		}
		return index;
	}

	private Layer layer(final String name) {
		if (name.equals(Network.OUTPUT)) return new Layer(name, name, false, new int[] { 1, classes }, 0, Optional.empty(), Optional.empty());
		if (layers.isEmpty()) return new Layer(name, name, false, new int[0], 0, Optional.empty(), Optional.empty());
		return layers.stream().filter(layer -> layer.name().equals(name)).findFirst().orElseThrow(() -> new FoveaException("'" + model.id() +
			"' has no layer '" + name + "'; Model Summary lists them all, among them " + near(name) + "."));
	}

	private String near(final String name) {
		return layers.stream().map(Layer::name).sorted(Comparator.comparingInt(other -> distance(other, name))).limit(LISTED).collect(Collectors
			.joining(", "));
	}

	private static int unit(final Layer layer, final String text) {
		final int unit = Integer.parseInt(text);
		final int units = layer.shape().length == 3 ? layer.shape()[2] : layer.shape().length == 0 ? 0 : layer.units();
		if (units > 0 && unit >= units) {
			throw new FoveaException("Layer '" + layer.name() + "' has the units " + range(units) + ", not " + unit + ".");
		}
		return unit;
	}

	private FoveaException unknown(final String text) {
		return new FoveaException("'" + model.id() + "' has no class '" + text + "'; choose top, " + choices() +
			", or a unit of a layer as in layer:unit or layer:unit@x,y.");
	}

	private String choices() {
		final String indices = classes > 0 ? "a class number " + range(classes) : "a class number from 0";
		return model.labels().isEmpty() ? indices : "one of the labels " + labels() + ", " + indices;
	}

	private static String range(final int count) {
		return count == 1 ? "0" : "0 to " + (count - 1);
	}

	private String labels() {
		final String listed = model.labels().stream().limit(LISTED).collect(Collectors.joining(", "));
		return model.labels().size() > LISTED ? listed + " … (" + model.labels().size() + " in all)" : listed;
	}

	/** The edit distance, by which the names that were probably meant are listed first. */
	private static int distance(final String a, final String b) {
		int[] row = IntStream.rangeClosed(0, b.length()).toArray();
		for (int i = 1; i <= a.length(); i++) {
			final int[] next = new int[row.length];
			next[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				final int replaced = row[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
				next[j] = Math.min(replaced, 1 + Math.min(row[j], next[j - 1]));
			}
			row = next;
		}
		return row[b.length()];
	}
}
