package org.fovea.command.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.fovea.command.ImageCommand;
import org.fovea.command.Look;
import org.fovea.command.Original;
import org.fovea.image.Geometry;
import org.fovea.image.Live;
import org.fovea.image.Progression;
import org.fovea.image.Provenance;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;

/**
 * A command that optimises one picture for each plane of the image, shows it while it grows, plots what was reached, and keeps what is there when
 * it is stopped.
 */
abstract class OptimizedImageCommand extends ImageCommand {

	@Parameter(type = ItemIO.OUTPUT, label = "Objective")
	private ImagePlus plot;

	/**
	 * What became of a plane.
	 *
	 * @param pixels {@code [1, C, H, W]}
	 * @param fact what Info says of it; may be empty
	 * @param stopped where it was stopped; empty where it was not
	 */
	record Altered(Tensor pixels, String fact, String stopped) {}

	/**
	 * A finished plane.
	 *
	 * @param look the plane before the model
	 * @param original its pixels
	 * @param altered what became of it, as it is stored
	 * @param objective of each step
	 */
	record Done(Look look, Original original, Altered altered, List<Double> objective) {

		/** What the plane is called; empty where there is only one. */
		String plane() {
			return look.view().plane().label(look.view().image());
		}

		/** A word about it, and where it was stopped. */
		String label(final String word) {
			return word + (altered.stopped().isEmpty() ? "" : " (stopped at " + altered.stopped() + ")");
		}
	}

	/**
	 * The finished planes as an image.
	 *
	 * @param image with its provenance, not shown
	 * @param show shows it, and what else there is
	 */
	record Finished(ImagePlus image, Runnable show) {}

	/**
	 * Makes a picture.
	 *
	 * @param look the plane before the model
	 * @param original its pixels
	 * @param watcher shown the picture while it grows
	 * @return the picture
	 */
	abstract Altered alter(Look look, Original original, Ascent.Watcher watcher);

	/**
	 * Makes the result of all planes.
	 *
	 * @param all the planes, at least one
	 * @param facts about the run
	 * @return the result
	 */
	abstract Finished finished(List<Done> all, Provenance facts);

	/** Checks the technique's own inputs. */
	abstract void check();

	/** @return what the numbers of the steps are; empty where there are too few to be plotted */
	Optional<String> axis() {
		return Optional.of("objective");
	}

	/** @return the menu entry as it stands in titles */
	final String technique() {
		return title().toLowerCase(Locale.ROOT).replace(' ', '-');
	}

	@Override
	protected final Analysis analysis() {
		check();
		return new Planes();
	}

	/** Collects the pictures. */
	private final class Planes implements Analysis {

		private final List<Done> all = new ArrayList<>();
		private Provenance facts;

		@Override
		public boolean keepsWhatIsThere() {
			return true;
		}

		@Override
		public void add(final Look look) {
			final Original original = Original.of(look);
			if (all.isEmpty()) facts = provenance(look);
			final Live live = new Live(original.pictures(), Geometry.title(look.view().image(), technique()), List.of(technique()), Provenance.start()
				.with(Provenance.TECHNIQUE, title()));
			try {
				final List<Double> objective = new ArrayList<>();
				final Altered altered = alter(look, original, (step, values, pixels) -> {
					objective.add(values[0]);
					live.show(pixels);
				});
				all.add(new Done(look, original, new Altered(original.pictures().rounded(altered.pixels()), altered.fact(), altered.stopped()), objective));
			}
			finally {
				live.discard();
			}
		}

		@Override
		public Runnable finish() {
			final Finished finished = finished(all, facts);
			final List<String> labels = all.stream().map(done -> done.label(done.plane().isEmpty() ? technique() : done.plane())).toList();
			final Optional<ImagePlus> curves = axis().map(axis -> Progression.plot(finished.image().getTitle() + "-objective", axis, labels, curves()));
			curves.ifPresent(facts::write);
			return () -> {
				curves.ifPresent(shown -> plot = present("plot", shown));
				finished.show().run();
				all.stream().filter(done -> !done.altered().stopped().isEmpty()).findFirst().ifPresent(done -> say(title() + " was stopped at " + done
					.altered().stopped() + "; what was there is kept."));
			};
		}

		private List<double[]> curves() {
			final List<double[]> curves = new ArrayList<>();
			final int longest = all.stream().mapToInt(done -> done.objective().size()).max().orElse(0);
			for (int step = 0; step < longest; step++) {
				final int at = step;
				curves.add(all.stream().mapToDouble(done -> at < done.objective().size() ? done.objective().get(at) : Double.NaN).toArray());
			}
			return curves;
		}
	}
}
