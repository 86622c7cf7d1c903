package org.fovea.command;

import java.awt.Rectangle;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.Plane;
import org.fovea.image.Provenance;
import org.fovea.model.Model;
import org.scijava.module.MethodCallException;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;
import ij.gui.Roi;

/** A command that shows planes of the current image to a model. */
public abstract class ImageCommand extends ModelCommand {

	private static final String OPEN_FIRST = "Open an image first.";

	@Parameter(label = "Image", persist = false, required = false)
	private ImagePlus image;

	@Parameter(label = "Area", description = "What the network sees: auto is the selection if there is one, else the whole image; " +
		"tiles is the whole image in parts, when it does not fit into memory",
		choices = { "auto", "image", "selection", "tiles" }, persist = false)
	private String area = "auto";

	@Parameter(label = "Fit", description = "model resizes to the model's input size, native keeps the resolution, auto is model if it has a size",
		choices = { "auto", "model", "native" }, persist = false)
	private String fit = "auto";

	@Parameter(label = "Slices", description = "The current plane of a stack, or all under one display range", choices = { "current", "all" },
		persist = false)
	private String slices = "current";

	@Override
	public void initialize() throws MethodCallException {
		if (isInteractive() && isMissing()) cancel(OPEN_FIRST);
		super.initialize();
	}

	/**
	 * Checks the command's own inputs, on the calling thread.
	 *
	 * @return what is done with each plane
	 */
	protected abstract Analysis analysis();

	/** What is done with the planes, one after another, on a worker thread. */
	public interface Analysis {

		/**
		 * Looks at a plane.
		 *
		 * @param look the plane before the model
		 */
		void add(Look look);

		/** @return what shows the results, after the last plane */
		Runnable finish();

		/** @return whether what is there when somebody stops is shown; such an analysis asks by itself whether to stop */
		default boolean keepsWhatIsThere() {
			return false;
		}
	}

	@Override
	protected final Work prepare() {
		if (isMissing()) throw new FoveaException(OPEN_FIRST);
		final Extent extent = Words.parse(Extent.class, "area", area);
		final Fit resolution = fit();
		final Optional<Roi> selection = Framing.selection(image);
		final List<Plane> planes = Words.parse(Slices.class, "slices", slices).of(image);
		models().info(id());
		final Analysis analysis = analysis();
		final Work work = progress -> {
			progress.report("Opening " + id(), 0);
			// ImageJ drops the pixels when the window is closed, but results are drawn over them.
			image.setIgnoreFlush(true);
			try (Model model = models().open(id())) {
				final Framing framing = new Framing(image, selection, model.info().input(), extent, resolution);
				look(plane -> extent == Extent.TILES ? Look.tiled(model, framing, plane, progress) : Look.whole(model, framing, plane, progress), planes,
					progress, analysis);
				return analysis.finish();
			}
			finally {
				image.setIgnoreFlush(false);
			}
		};
		return analysis.keepsWhatIsThere() ? Work.kept(work) : work;
	}

	/** @return the image in front of the model */
	protected final ImagePlus image() {
		return image;
	}

	/** @return at which resolution the model sees images */
	protected final Fit fit() {
		return Words.parse(Fit.class, "fit", fit);
	}

	/**
	 * What every result of a plane says of itself.
	 *
	 * @param look the plane before the model
	 * @return technique, image, area, model and hash, and all options as macros write them
	 */
	protected final Provenance provenance(final Look look) {
		final Rectangle seen = look.view().area();
		final Provenance start = Provenance.start().with(Provenance.TECHNIQUE, title()).with("Image", image.getTitle());
		final String plane = look.view().plane().label(image);
		final boolean isOne = Words.parse(Slices.class, "slices", slices) == Slices.CURRENT && !plane.isEmpty();
		return provenance(look.network(), (isOne ? start.with("Slice", plane) : start).with("Area", seen.x + "," + seen.y + " " + seen.width + "×" +
			seen.height));
	}

	private void look(final Function<Plane, Look> looks, final List<Plane> planes, final Progress progress, final Analysis analysis) {
		for (int i = 0; i < planes.size(); i++) {
			if (i > 0 && analysis.keepsWhatIsThere() && progress.isCancelled()) return;
			progress.check();
			progress.report(planes.size() == 1 ? "Asking " + id() : "Plane " + (i + 1) + " of " + planes.size(), (double) i / planes.size());
			analysis.add(looks.apply(planes.get(i)));
		}
	}

	private boolean isMissing() {
		return image == null || image.getWidth() == 0 || image.getHeight() == 0;
	}
}
