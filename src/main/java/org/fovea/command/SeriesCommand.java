package org.fovea.command;

import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.Series;
import org.fovea.model.Model;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;

/**
 * A command that shows many images to a model, one at a time: every plane of the current image, or every plane of every file of a folder and
 * its subfolders, by {@link Series}.
 */
public abstract class SeriesCommand extends ModelCommand {

	@Parameter(label = "Image", persist = false, required = false)
	private ImagePlus image;

	@Parameter(label = "Source", description = "A folder of images, its subfolders too, or empty for all planes of the current image", style = FileWidget.DIRECTORY_STYLE,
		persist = false)
	private String source = "";

	@Parameter(label = "Area", description = "What the network sees: auto is the selection if there is one, else the whole image; " +
		"tiles is the whole image in parts, when it does not fit into memory; of files the whole image unless selection is asked for",
		choices = { "auto", "image", "selection", "tiles" }, persist = false)
	private String area = "auto";

	@Parameter(label = "Fit", description = "model resizes to the model's input size, native keeps the resolution, auto is model if it has a size",
		choices = { "auto", "model", "native" }, persist = false)
	private String fit = "auto";

	/**
	 * Checks the command's own inputs, on the calling thread.
	 *
	 * @return what is done with each plane
	 */
	protected abstract Survey survey();

	/** @return whether images are shown to the network in parts */
	protected final boolean isTiled() {
		return area.strip().equalsIgnoreCase("tiles");
	}

	/** What is done with the planes, one after another, on a worker thread. */
	public interface Survey {

		/**
		 * Checks what the model has, before the first plane.
		 *
		 * @param model open
		 * @throws FoveaException if it has not what is asked for
		 */
		void begin(Model model);

		/**
		 * Looks at a plane.
		 *
		 * @param look the plane before the model
		 * @param place where to find it again
		 */
		void add(Look look, Series.Place place);

		/**
		 * Makes the result, after the last plane.
		 *
		 * @param visits to look at some of the planes again
		 * @return what shows it
		 */
		Runnable finish(Visits visits);
	}

	/** What a look at a plane is for. */
	@FunctionalInterface
	public interface Visitor {

		/**
		 * Looks.
		 *
		 * @param look the plane before the model
		 * @param place where to find it again
		 */
		void look(Look look, Series.Place place);
	}

	@Override
	protected final Work prepare() {
		final Extent extent = Words.parse(Extent.class, "area", area);
		final Fit resolution = Words.parse(Fit.class, "fit", fit);
		if (source.isBlank() && (image == null || image.getWidth() == 0)) throw new FoveaException("Open an image first, or name a folder as source.");
		final Series series = source.isBlank() ? Series.of(image) : Series.of(source);
		models().info(id());
		final Survey survey = survey();
		return progress -> {
			progress.report("Opening " + id(), 0);
			if (!series.isFolder()) image.setIgnoreFlush(true);
			try (Model model = models().open(id())) {
				final Visits visits = new Visits(model, series, extent, resolution, progress);
				survey.begin(model);
				visits.visited = series.visit(visits.looking(survey::add), visits.part(0));
				return survey.finish(visits);
			}
			finally {
				if (!series.isFolder()) image.setIgnoreFlush(false);
			}
		};
	}

	/** Goes through the series, as often as needed. */
	public static final class Visits {

		private final Model model;
		private final Series series;
		private final Extent extent;
		private final Fit fit;
		private final Progress progress;
		private Series.Visited visited;

		private Visits(final Model model, final Series series, final Extent extent, final Fit fit, final Progress progress) {
			this.model = model;
			this.series = series;
			this.extent = extent;
			this.fit = fit;
			this.progress = progress;
		}

		/** @return the images */
		public Series series() {
			return series;
		}

		/** @return the open model */
		public Model model() {
			return model;
		}

		/** Stops where the work was cancelled. */
		public void check() {
			progress.check();
		}

		/** @return in words how many files could not be used; empty where all could */
		public String skipped() {
			return visited.words();
		}

		/**
		 * Looks again at some planes, in order; each image is opened once.
		 *
		 * @param wanted which planes
		 * @param visitor what is done
		 */
		public void again(final Set<Series.Place> wanted, final Visitor visitor) {
			visited = visited.and(series.visit(wanted, looking(visitor), part(1)));
		}

		private Series.Visitor looking(final Visitor visitor) {
			return item -> {
				final Framing framing = series.framing(item, model.info().input(), extent, fit);
				visitor.look(extent == Extent.TILES ? Look.tiled(model, framing, item.plane(), progress) : Look.whole(model, framing, item.plane(),
					progress), item.place());
			};
		}

		/** The first or the second half of the work. */
		private Progress part(final int half) {
			return new Progress() {

				@Override
				public void report(final String what, final double fraction) {
					progress.report((half == 0 ? "" : "Cutting from ") + what, (half + fraction) / 2);
				}

				@Override
				public boolean isCancelled() {
					return progress.isCancelled();
				}
			};
		}
	}
}
