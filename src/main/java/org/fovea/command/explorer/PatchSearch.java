package org.fovea.command.explorer;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.activation.Projection;
import org.fovea.activation.TopPatches;
import org.fovea.activation.TopPatches.Patch;
import org.fovea.command.Layers;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.PatchSheets;
import org.fovea.image.Series;
import org.fovea.image.Sight;
import org.fovea.image.View;
import org.fovea.model.Model;
import org.fovea.model.ModelService;
import org.fovea.network.Layer;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Tensor;

/** Looks through many images for the places that excite each unit of a layer most, one image at a time, as Top Patches... does. */
final class PatchSearch {

	/** How many places of each unit are kept. */
	static final int COUNT = 9;

	private final ModelService models;

	/** @param models the registry */
	PatchSearch(final ModelService models) {
		this.models = models;
	}

	/** What stands beside each patch. */
	enum Beside {
		/** What guided backpropagation projects back. */
		GUIDED,
		/** What the Deconvnet projects back. */
		DECONVNET,
		/** Nothing. */
		NONE;

		private Optional<Projection> projection() {
			return this == NONE ? Optional.empty() : Optional.of(new Projection(this == GUIDED ? Rule.GUIDED : Rule.DECONVNET));
		}

		@Override
		public String toString() {
			return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
		}
	}

	/**
	 * Where to look for what.
	 *
	 * @param model id of a model
	 * @param layer name of a layer
	 * @param series the images
	 */
	record Request(String model, String layer, Series series) {

		/**
		 * The menu entry that finds the same patches.
		 *
		 * @param beside what stands beside each
		 * @param folder that was searched; empty for the current image
		 * @return the command
		 */
		PlainCommand command(final Beside beside, final Optional<String> folder) {
			final PlainCommand command = new PlainCommand("Top Patches...").with("model", model).with("layer", layer).with("projection", beside.name()
				.toLowerCase(Locale.ROOT));
			return folder.isEmpty() ? command : command.with("source", folder.get());
		}
	}

	/**
	 * What was found.
	 *
	 * @param request that was made
	 * @param patches of each unit, the strongest first
	 * @param visited which planes were looked at, and which files could not be used
	 */
	record Found(Request request, Map<Integer, List<Patch<Series.Place>>> patches, Series.Visited visited) {

		/**
		 * The patches of a unit.
		 *
		 * @param unit its number
		 * @return the strongest first; none where it is silent everywhere
		 */
		List<Patch<Series.Place>> of(final int unit) {
			return patches.getOrDefault(unit, List.of());
		}
	}

	/**
	 * A patch as it is looked at.
	 *
	 * @param patch unit, place and activation
	 * @param box its receptive field in the image
	 * @param picture of it, with its projection beside it where that is wanted
	 */
	record Shown(Patch<Series.Place> patch, Rectangle box, BufferedImage picture) {}

	/**
	 * Looks through the images. Of a folder, files that cannot be used are skipped.
	 *
	 * @param request where to look for what
	 * @param progress told of every image
	 * @return what was found
	 * @throws FoveaException if no image could be used
	 */
	Found search(final Request request, final Progress progress) {
		final TopPatches<Series.Place> best = new TopPatches<>(request.layer(), COUNT);
		try (Model model = models.open(request.model())) {
			final Series.Visited visited = request.series().visit(item -> {
				final Framing framing = framing(request.series(), item, model);
				final Tensor input = model.prepare(framing.pixels(item.plane()), framing.type());
				final Tensor activation = framing.view(item.plane()).shown(model.network().run(Plan.FORWARD.tap(request.layer()), input).activation(request
					.layer()));
				final int units = activation.rank() == 3 ? activation.size(2) : activation.size(Math.min(1, activation.rank() - 1));
				best.add(item.place(), activation, IntStream.range(0, units).boxed().toList());
			}, progress);
			return new Found(request, best.best(), visited);
		}
	}

	/**
	 * Cuts the patches of a unit out of their images.
	 *
	 * @param found by a search
	 * @param unit its number
	 * @param beside what stands beside each
	 * @param progress asked whether to stop
	 * @return the patches, the strongest first
	 */
	List<Shown> show(final Found found, final int unit, final Beside beside, final Progress progress) {
		final Map<Patch<Series.Place>, Shown> shown = new HashMap<>();
		final List<Patch<Series.Place>> patches = found.of(unit);
		try (Model model = models.open(found.request().model())) {
			found.request().series().visit(patches.stream().map(Patch::source).collect(Collectors.toSet()), item -> {
				for (final Patch<Series.Place> patch : patches) {
					if (patch.source().equals(item.place())) shown.put(patch, cut(found.request(), item, patch, beside, model));
				}
			}, progress.silent());
		}
		return patches.stream().filter(shown::containsKey).map(shown::get).toList();
	}

	private static Shown cut(final Request request, final Series.Item item, final Patch<Series.Place> patch, final Beside beside, final Model model) {
		final Framing framing = framing(request.series(), item, model);
		final View view = framing.view(item.plane());
		final Tensor input = model.prepare(framing.pixels(item.plane()), framing.type());
		final Layer layer = new Layers(model, input).get(request.layer());
		final Sight sight = Sight.of(view, layer, patch.x(), patch.y());
		final PatchSheets sheet = new PatchSheets(request.layer(), List.of(patch.unit()), 1, beside == Beside.NONE ? PatchSheets.Beside.NOTHING
			: PatchSheets.Beside.PROJECTIONS);
		sheet.draw(patch.unit(), 0, sight);
		beside.projection().ifPresent(projection -> sheet.draw(patch.unit(), 0, sight, projection.of(model.network(), input, request.layer(), patch)));
		return new Shown(patch, sight.box(), sheet.image("").getBufferedImage());
	}

	private static Framing framing(final Series series, final Series.Item item, final Model model) {
		return series.framing(item, model.info().input(), Extent.AUTO, Fit.AUTO);
	}
}
