package org.fovea.command;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.image.Depth;
import org.fovea.image.Pictures;
import org.fovea.model.InputFormat;
import org.fovea.model.Model;
import org.fovea.model.NamedTarget;
import org.fovea.model.Targets;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Energy;
import org.fovea.synthesis.PixelRange;
import org.fovea.synthesis.PixelRange.Channel;

/**
 * An empty picture before an open model.
 *
 * @param model open
 * @param width in pixels, accepted by the model
 * @param height in pixels, accepted by the model
 * @param depth of the pixels
 * @param original the image that the picture begins with, where there is one; size and depth are its own
 */
public record Canvas(Model model, int width, int height, Depth depth, Optional<Original> original) {

	/** What a picture begins with. */
	public enum Start {
		/** Noise of the usual mean and deviation. */
		NOISE,
		/** Halfway between dark and bright. */
		BLANK,
		/** The usual mean of each channel. */
		MEAN,
		/** An image. */
		IMAGE
	}

	/** The canvas of an image. */
	static Canvas of(final Original original) {
		return new Canvas(original.model(), original.view().width(), original.view().height(), original.depth(), Optional.of(original));
	}

	/**
	 * The pixels that a picture begins with.
	 *
	 * @param start of which kind
	 * @param seed of noise
	 * @return {@code [1, C, H, W]}, as stored
	 */
	public Tensor start(final Start start, final long seed) {
		if (start == Start.IMAGE) return original.orElseThrow().pixels();
		final int[] shape = shape();
		final Tensor pixels = Tensor.zeros(1, shape[0], height, width);
		final Random random = new Random(seed);
		final List<Channel> channels = range().channels();
		for (int i = 0; i < pixels.length(); i++) {
			final Channel usual = channels.get(i / (width * height));
			final double noise = start == Start.NOISE ? usual.deviation() * random.nextGaussian() : 0;
			final double value = start == Start.BLANK ? (depth.low() + depth.high()) / 2 : usual.mean() + noise;
			pixels.data()[i] = (float) Math.max(depth.low(), Math.min(depth.high(), value));
		}
		return new Pictures(depth).rounded(pixels);
	}

	/** What names every class. */
	public static final String ALL = "all";

	private static final int MOST_CLASSES = 64;
	private static final String WHOLE_LAYER = ":*";
	private static final Pattern REGION = Pattern.compile("@\\s*roi$", Pattern.CASE_INSENSITIVE);

	/** @return the model's network */
	public Network network() {
		return model.network();
	}

	/**
	 * The side at which the model is shown parts of the picture.
	 *
	 * @param side of the picture
	 * @param isWidth whether that is its width
	 * @return the model's own, or no more than usual where it takes any
	 */
	public int seen(final int side, final boolean isWidth) {
		final InputFormat format = model.info().input();
		final int own = isWidth ? format.width() : format.height();
		return own > 0 ? own : format.accepted(Math.min(side, PictureCommand.USUAL_SIDE));
	}

	/** @return {@code [C, H, W]} */
	public int[] shape() {
		return new int[] { model.info().input().channels(), height, width };
	}

	/** @return the values that pixels can have, and which are usual */
	public PixelRange range() {
		return range(model, depth);
	}

	/** What a model says of pixels of some depth. */
	static PixelRange range(final Model model, final Depth depth) {
		final InputFormat format = model.info().input();
		return format.usual(depth.type(), depth.low(), depth.high()).filter(usual -> usual.stream().allMatch(u -> u.mean() > depth.low() && u
			.mean() < depth.high())).map(usual -> new PixelRange(depth.low(), depth.high(), usual.stream().map(
			u -> new Channel(u.mean(), u.deviation())).toList())).orElseGet(() -> PixelRange.grey(depth.low(), depth.high(), format.channels()));
	}

	/** @return from pixels of this depth to the network's input */
	public Preparation preparation() {
		if (original.isPresent()) return original.get().preparation();
		final InputFormat format = model.info().input();
		return new Preparation() {

			@Override
			public Prepared prepare(final Tensor pixels) {
				return format.differentiable(pixels, depth.type());
			}

			@Override
			public int most() {
				return format.layout().axes().contains("b") ? Integer.MAX_VALUE : 1;
			}
		};
	}

	/**
	 * Finds what is asked of the pictures.
	 *
	 * @param text a target, {@code all} for every class, or {@code layer:*} for everything that a layer answers to
	 * @return one target for each picture
	 * @throws FoveaException if there is no such target, or it has no meaning without an image
	 */
	public List<NamedTarget> targets(final String text) {
		final String wanted = text.strip();
		if (wanted.equalsIgnoreCase("top")) {
			throw new FoveaException("'top' is a class of an image, and here is none; use all, or name a class or a unit as in layer:unit.");
		}
		if (original.isEmpty() && REGION.matcher(wanted).find()) {
			throw new FoveaException("'" + wanted + "' is a class inside the selection of an image, and here is none; use the target '" + REGION.matcher(
				wanted).replaceFirst("").strip() + "'.");
		}
		final Layers layers = layers();
		if (wanted.endsWith(WHOLE_LAYER)) {
			final String layer = layers.resolve(wanted.substring(0, wanted.length() - WHOLE_LAYER.length()));
			return List.of(new NamedTarget(new Energy(layer), layer + WHOLE_LAYER, OptionalInt.empty()));
		}
		final int classes = classes();
		final Targets targets = new Targets(model.info(), layers.all(), classes);
		if (!wanted.equalsIgnoreCase(ALL)) return List.of(targets.parse(wanted, original.flatMap(image -> image.view().selection())));
		if (classes > MOST_CLASSES) {
			throw new FoveaException("'" + model.info().id() + "' has " + classes + " classes; name one as target, or several with layer=output " +
				"and units=0-9.");
		}
		return IntStream.range(0, classes).mapToObj(k -> targets.parse(Network.OUTPUT + ":" + k, Optional.empty())).toList();
	}

	/**
	 * Finds several units of a layer.
	 *
	 * @param name of the layer, {@code auto}, or {@code output} for classes
	 * @param units of it
	 * @return one target for each unit
	 * @throws FoveaException if there is no such layer or unit
	 */
	public List<NamedTarget> targets(final String name, final Units units) {
		if (name.equals(Network.OUTPUT)) {
			final Targets targets = new Targets(model.info(), List.of(), classes());
			return units.in(classes(), name).stream().map(k -> targets.parse(name + ":" + k, Optional.empty())).toList();
		}
		final Layers layers = layers();
		final String layer = layers.resolve(name);
		final int[] shape = layers.all().stream().filter(l -> l.name().equals(layer)).findFirst().map(Layer::shape).orElseThrow();
		final int count = shape.length == 3 ? shape[2] : shape.length < 2 ? 1 : shape[1];
		return units.in(count, layer).stream().map(unit -> new NamedTarget(Target.unit(layer, unit), layer + "/" + unit, OptionalInt
			.empty())).toList();
	}

	/**
	 * S of pictures as they are stored.
	 *
	 * @param targets one for each picture
	 * @param pixels {@code [N, C, H, W]}
	 * @return one number for each picture
	 */
	public double[] scores(final List<NamedTarget> targets, final Tensor pixels) {
		final double[] scores = new double[targets.size()];
		for (int n = 0; n < scores.length; n++) {
			final Tensor one = pixels.slice(n).reshape(1, pixels.size(1), pixels.size(2), pixels.size(3));
			scores[n] = network().run(Plan.FORWARD, targets.get(n).target(), preparation().prepare(one).input()).values()[0];
		}
		return scores;
	}

	/**
	 * What the model says.
	 *
	 * @param pixels {@code [1, C, H, W]}
	 * @return its output
	 */
	public Tensor output(final Tensor pixels) {
		return network().run(Plan.FORWARD, preparation().prepare(pixels).input()).output();
	}

	private Layers layers() {
		return new Layers(model, empty());
	}

	private int classes() {
		final Tensor output = network().run(Plan.FORWARD, empty()).output();
		return output.rank() < 2 ? 1 : output.rank() == 3 ? output.size(2) : output.size(1);
	}

	private Tensor empty() {
		final int[] shape = shape();
		final Tensor pixels = Tensor.zeros(1, shape[0], height, width);
		final List<Channel> channels = range().channels();
		for (int i = 0; i < pixels.length(); i++) pixels.data()[i] = (float) channels.get(i / (width * height)).mean();
		return preparation().prepare(pixels).input();
	}
}
