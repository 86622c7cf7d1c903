package org.fovea.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.image.Depth;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.Geometry;
import org.fovea.image.Live;
import org.fovea.image.Pictures;
import org.fovea.image.Plane;
import org.fovea.image.Progression;
import org.fovea.image.Provenance;
import org.fovea.model.InputFormat;
import org.fovea.model.Model;
import org.fovea.model.ModelInfo;
import org.fovea.model.NamedTarget;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;
import ij.gui.Roi;

/**
 * A command that makes pictures for a model out of nothing: a stack with one slice for each target, which grows before the user's eyes, and a
 * plot of what was reached. When it is stopped it keeps what is there.
 */
public abstract class PictureCommand extends ModelCommand {

	/** Where a model takes any size. */
	static final int USUAL_SIDE = 128;
	private static final int LARGEST_SIDE = 4096;

	@Parameter(label = "Target", description = "all classes, a label or index, layer:unit, layer:unit@x,y, or layer:* for a whole layer",
		persist = false, callback = "targetChanged")
	private String target = Canvas.ALL;

	@Parameter(label = "Size", description = "In pixels, 224 or 224x160; 0 = the model's own, 128 where it takes any", persist = false)
	private String size = "0";

	@Parameter(label = "Depth", description = "How the picture is stored", choices = { "8-bit", "16-bit", "32-bit" }, persist = false)
	private String depth = "8-bit";

	@Parameter(label = "Range", description = "Smallest and largest pixel value, such as 0,4095; empty = all of 8 bits, or what the model expects",
		required = false, persist = false)
	private String range = "";

	@Parameter(label = "Seed", description = "Of every random draw", persist = false)
	private int seed = 1;

	@Parameter(type = ItemIO.OUTPUT, label = "Objective")
	private ImagePlus plot;

	@Parameter(type = ItemIO.OUTPUT, label = "Picture")
	private ImagePlus picture;

	/** How the pictures are made. */
	public interface Maker {

		/**
		 * What is asked of each picture.
		 *
		 * @param canvas the empty picture
		 * @return one target for each picture
		 */
		List<NamedTarget> targets(Canvas canvas);

		/**
		 * Makes the pictures.
		 *
		 * @param canvas the empty picture
		 * @param targets one for each picture
		 * @param progress asked whether to stop: what is there is kept
		 * @param watcher shown the pictures while they grow
		 * @return the pictures
		 */
		Ascent.Summit make(Canvas canvas, List<NamedTarget> targets, Progress progress, Ascent.Watcher watcher);

		/** @return what the numbers of the steps are, in one word */
		default String axis() {
			return "objective";
		}

		/**
		 * The same numbers for the pictures as they are stored.
		 *
		 * @param canvas the empty picture
		 * @param targets one for each picture
		 * @param pixels of the pictures
		 * @return one number for each picture
		 */
		default double[] reached(final Canvas canvas, final List<NamedTarget> targets, final Tensor pixels) {
			return canvas.scores(targets, pixels);
		}
	}

	/**
	 * Checks the command's own inputs.
	 *
	 * @return how the pictures are made
	 */
	protected abstract Maker maker();

	/**
	 * The image that the pictures begin with.
	 *
	 * @return empty where they begin with nothing
	 * @throws FoveaException if one is wanted and none is open
	 */
	protected Optional<ImagePlus> start() {
		return Optional.empty();
	}

	/**
	 * Makes the image of the finished pictures.
	 *
	 * @param result what was made
	 * @return an image, not shown; empty for the stack that grew
	 */
	protected Optional<Finished> finished(final Result result) {
		return Optional.empty();
	}

	/**
	 * What was made.
	 *
	 * @param canvas what was empty
	 * @param title for the image
	 * @param targets one for each picture
	 * @param stopped what is added to the pictures' names: where they were stopped; empty where they were not
	 * @param pixels of the pictures, as stored
	 */
	public record Result(Canvas canvas, String title, List<NamedTarget> targets, String stopped, Tensor pixels) {

		/** @return of the pictures: the names of the targets, and where the picture was stopped */
		public List<String> labels() {
			return targets.stream().map(target -> target.name() + stopped).toList();
		}
	}

	/**
	 * An image that takes the place of the stack that grew.
	 *
	 * @param image not shown
	 * @param facts added to the provenance
	 * @param show what else is shown
	 */
	public record Finished(ImagePlus image, UnaryOperator<Provenance> facts, Runnable show) {}

	@Override
	protected final Work prepare() {
		final int[] sides = Lists.size(size);
		final List<Double> limits = Lists.numbers("range", range);
		final InputFormat format = models().info(id()).input();
		final Depth pixels = Depth.of(depth, limits, format);
		final Optional<ImagePlus> image = start();
		if (image.isPresent() && (sides[0] != 0 || !range.isBlank())) {
			throw new FoveaException("The picture has the size and range of the image that it begins with; leave out size and range.");
		}
		final int width = side(sides[0], format.width(), format);
		final int height = side(sides[1], format.height(), format);
		final Maker maker = maker();
		final Optional<Roi> selection = image.flatMap(Framing::selection);
		final Optional<Plane> plane = image.map(Plane::current);
		return Work.kept(progress -> {
			progress.report("Opening " + id(), 0);
			try (Model model = models().open(id())) {
				final Canvas canvas = image.map(i -> {
					final Look look = Look.whole(model, new Framing(i, selection, format, Extent.AUTO, Fit.AUTO), plane.orElseThrow(), progress);
					return Canvas.of(Original.of(look));
				}).orElseGet(() -> new Canvas(model, width, height, pixels, Optional.empty()));
				return make(maker, canvas, progress);
			}
		});
	}

	@Override
	protected List<String> targets(final ModelInfo info) {
		final List<String> targets = new ArrayList<>(super.targets(info));
		targets.removeIf(name -> name.equals("top") || name.endsWith("@roi"));
		targets.add(0, Canvas.ALL);
		return targets;
	}

	/** @return the seed of every random draw */
	protected final long seed() {
		return seed;
	}

	/** @return the target as written */
	protected final String target() {
		return target;
	}

	private Runnable make(final Maker maker, final Canvas canvas, final Progress progress) {
		final List<NamedTarget> targets = maker.targets(canvas);
		final List<String> names = targets.stream().map(NamedTarget::name).toList();
		final Pictures pictures = new Pictures(canvas.depth());
		final String technique = title().toLowerCase(Locale.ROOT).replace(' ', '-');
		final String title = canvas.original().map(o -> Geometry.title(o.view().image(), technique)).orElse(id() + "-" + technique);
		final Live live = new Live(pictures, title, names, Provenance.start().with(Provenance.TECHNIQUE, title()));
		try {
			final Ascent.Summit summit = maker.make(canvas, targets, progress, (step, objective, now) -> live.show(now));
			final Tensor rounded = pictures.rounded(summit.pixels());
			final String stopped = summit.isStopped() ? " (stopped at step " + summit.steps() + ")" : "";
			final Result result = new Result(canvas, title, targets, stopped, rounded);
			final Optional<Finished> other = finished(result);
			final Provenance facts = facts(canvas, names, summit).with(capitalised(maker.axis()) + " of the picture as it is stored",
				Arrays.stream(maker.reached(canvas, targets, rounded)).mapToObj(score -> String.format(Locale.ROOT, "%.6g", score)).collect(Collectors
					.joining(", ")));
			final ImagePlus curves = Progression.plot(title + "-objective", maker.axis(), names, summit.objective());
			facts.write(curves);
			return () -> {
				plot = present("plot", curves);
				other.ifPresent(finished -> finished.show().run());
				if (other.isPresent()) live.discard();
				final ImagePlus image = other.map(Finished::image).orElseGet(() -> live.finish(rounded, result.labels()));
				other.map(Finished::facts).orElse(UnaryOperator.identity()).apply(facts).write(image);
				picture = present("picture", image);
				if (summit.isStopped()) say(title() + " was stopped at step " + summit.steps() + "; what was there is kept.");
			};
		}
		catch (final RuntimeException | Error exc) {
			live.discard();
			throw exc;
		}
	}

	private Provenance facts(final Canvas canvas, final List<String> names, final Ascent.Summit summit) {
		return provenance(canvas.network(), Provenance.start().with(Provenance.TECHNIQUE, title())).with("Target", String.join(", ", names)).with(
			"Steps", summit.isStopped() ? "stopped at step " + summit.steps() : summit.steps());
	}

	private static String capitalised(final String word) {
		return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
	}

	private static int side(final int wanted, final int fixed, final InputFormat format) {
		if (wanted > LARGEST_SIDE) throw new FoveaException("'size' must be at most " + LARGEST_SIDE + " pixels a side, not " + wanted + ".");
		if (fixed > 0) {
			if (wanted != 0 && wanted != fixed) {
				throw new FoveaException("The model takes " + format.width() + "×" + format.height() + " pixels only; use size=0.");
			}
			return fixed;
		}
		if (wanted == 0) return format.accepted(USUAL_SIDE);
		if (format.accepted(wanted) != wanted) {
			throw new FoveaException("The model does not take a side of " + wanted + " pixels; the next that it takes is " + format.accepted(wanted) +
				".");
		}
		return wanted;
	}
}
