package org.fovea.command.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.fovea.command.ImageCommand;
import org.fovea.command.Look;
import org.fovea.command.Original;
import org.fovea.image.Depth;
import org.fovea.image.Geometry;
import org.fovea.image.Live;
import org.fovea.image.Pictures;
import org.fovea.image.Progression;
import org.fovea.image.Provenance;
import org.fovea.image.View;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;

/** A command that optimises one picture for each plane of the image, shows it while it grows, and keeps what is there when it is stopped. */
abstract class AlteredImageCommand extends ImageCommand {

	@Parameter(type = ItemIO.OUTPUT, label = "Objective")
	private ImagePlus plot;

	@Parameter(type = ItemIO.OUTPUT, label = "Picture")
	private ImagePlus picture;

	/**
	 * What became of a plane.
	 *
	 * @param pixels {@code [1, C, H, W]}
	 * @param objective of each step
	 * @param fact what Info says of it
	 * @param stopped where it was stopped; empty where it was not
	 */
	record Altered(Tensor pixels, List<Double> objective, String fact, String stopped) {}

	/**
	 * Makes a picture.
	 *
	 * @param look the plane before the model
	 * @param original its pixels
	 * @param watcher shown the picture while it grows
	 * @return the picture
	 */
	abstract Altered alter(Look look, Original original, Ascent.Watcher watcher);

	/** Checks the technique's own inputs. */
	abstract void check();

	@Override
	protected final Analysis analysis() {
		check();
		return new Planes();
	}

	/** Collects the pictures. */
	private final class Planes implements Analysis {

		private final String technique = title().toLowerCase(Locale.ROOT).replace(' ', '-');
		private final List<View> views = new ArrayList<>();
		private final List<Altered> all = new ArrayList<>();
		private final List<Depth> depths = new ArrayList<>();
		private Provenance facts;

		@Override
		public boolean keepsWhatIsThere() {
			return true;
		}

		@Override
		public void add(final Look look) {
			final Original original = Original.of(look);
			if (views.isEmpty()) facts = provenance(look);
			final Live live = new Live(original.pictures(), Geometry.title(look.view().image(), technique), List.of(technique));
			try {
				final List<Double> objective = new ArrayList<>();
				final Altered altered = alter(look, original, (step, values, pixels) -> {
					objective.add(values[0]);
					live.show(pixels);
				});
				all.add(new Altered(original.pictures().rounded(altered.pixels()), objective, altered.fact(), altered.stopped()));
				views.add(look.view());
				depths.add(original.depth());
			}
			finally {
				live.discard();
			}
		}

		@Override
		public Runnable finish() {
			final Tensor first = all.get(0).pixels();
			final Tensor pixels = Tensor.zeros(all.size(), first.size(1), first.size(2), first.size(3));
			final List<String> labels = new ArrayList<>();
			for (int n = 0; n < all.size(); n++) {
				System.arraycopy(all.get(n).pixels().data(), 0, pixels.data(), n * first.length(), first.length());
				final String plane = views.get(n).plane().label(views.get(n).image());
				labels.add((plane.isEmpty() ? technique : plane) + (all.get(n).stopped().isEmpty() ? "" : " (stopped at " + all.get(n).stopped() + ")"));
			}
			final ImagePlus image = new Pictures(Depth.joined(depths)).image(views.get(0), technique, labels, pixels);
			facts.with("Result", all.stream().map(Altered::fact).collect(Collectors.joining("; "))).write(image);
			final ImagePlus curves = Progression.plot(image.getTitle() + "-objective", labels, curves());
			return () -> {
				plot = present("plot", curves);
				picture = present("picture", image);
				all.stream().filter(altered -> !altered.stopped().isEmpty()).findFirst().ifPresent(altered -> say(title() + " was stopped at " + altered
					.stopped() + "; what was there is kept."));
			};
		}

		private List<double[]> curves() {
			final List<double[]> curves = new ArrayList<>();
			final int longest = all.stream().mapToInt(altered -> altered.objective().size()).max().orElse(0);
			for (int step = 0; step < longest; step++) {
				final int at = step;
				curves.add(all.stream().mapToDouble(altered -> at < altered.objective().size() ? altered.objective().get(at) : Double.NaN).toArray());
			}
			return curves;
		}
	}
}
