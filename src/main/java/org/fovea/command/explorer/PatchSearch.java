package org.fovea.command.explorer;

import java.awt.Point;
import java.awt.Rectangle;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.activation.TopPatches;
import org.fovea.command.Layers;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.ImageSource;
import org.fovea.image.Origin;
import org.fovea.image.View;
import org.fovea.model.Model;
import org.fovea.model.ModelService;
import org.fovea.network.Layer;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;

import ij.ImagePlus;

/** Looks through many images for the places that excite each unit of a layer most. One image is in memory at a time. */
final class PatchSearch {

	/** How many places of each unit are kept. */
	static final int COUNT = 9;

	private final ModelService models;

	/** @param models the registry */
	PatchSearch(final ModelService models) {
		this.models = models;
	}

	/**
	 * Where to look for what.
	 *
	 * @param model id of a model
	 * @param layer name of a layer
	 * @param source the images
	 */
	record Request(String model, String layer, ImageSource source) {}

	/**
	 * What was found.
	 *
	 * @param request that was made
	 * @param patches of each unit, the strongest first
	 * @param skipped what could not be used
	 */
	record Found(Request request, Map<Integer, List<TopPatches.Patch<Seen>>> patches, ImageSource.Skipped skipped) {

		/**
		 * The patches of a unit.
		 *
		 * @param unit its number
		 * @return the strongest first; none where it is silent everywhere
		 */
		List<Patch> of(final int unit) {
			return patches.getOrDefault(unit, List.of()).stream().map(patch -> new Patch(patch.source().origin(new Point(patch.x(), patch.y())), patch
				.activation())).toList();
		}
	}

	/**
	 * A place that excites a unit.
	 *
	 * @param origin image, slice and receptive field
	 * @param activation there
	 */
	record Patch(Origin origin, float activation) {}

	/**
	 * An image that was looked at, without its pixels.
	 *
	 * @param image where it is found again
	 * @param view geometry alone
	 * @param layer as this image has it
	 */
	record Seen(Origin image, View view, Layer layer) {

		private Origin origin(final Point position) {
			final Rectangle field = Fields.seen(layer, view, position).orElse(view.area()).getBounds().intersection(view.area());
			return new Origin(image.image(), image.slice(), java.util.Optional.of(field), "");
		}
	}

	/**
	 * Looks through the images.
	 *
	 * @param request where to look for what
	 * @param progress told of every image
	 * @return what was found
	 * @throws FoveaException if no image could be used
	 */
	Found search(final Request request, final Progress progress) {
		try (Model model = models.open(request.model())) {
			final TopPatches<Seen> best = new TopPatches<>(request.layer(), COUNT);
			final ImageSource.Skipped skipped = request.source().visit(item -> add(best, model, request.layer(), item), progress);
			if (skipped.visited() == 0) throw new FoveaException("None of the images in '" + request.source().name() + "' could be used; the first: " +
				skipped.reasons().stream().findFirst().orElse("there is none") + ".");
			return new Found(request, best.best(), skipped);
		}
	}

	private static void add(final TopPatches<Seen> best, final Model model, final String layer, final ImageSource.Item item) {
		final Framing framing = new Framing(item.image(), model.info().input(), Extent.AUTO, Fit.AUTO);
		final Tensor input = model.prepare(framing.pixels(item.plane()), framing.type());
		final Tensor activation = model.network().run(Plan.FORWARD.tap(layer), input).activation(layer);
		final Layer place = new Layers(model, input).all().stream().filter(l -> l.name().equals(layer)).findFirst().orElseThrow();
		final View view = framing.view(item.plane());
		final View geometry = new View(new ImagePlus(), view.plane(), view.area(), java.util.Optional.empty(), view.width(), view.height(), view
			.tensorWidth(), view.tensorHeight());
		final int units = activation.rank() == 3 ? activation.size(2) : activation.size(1);
		best.add(new Seen(item.origin(), geometry, place), activation, IntStream.range(0, units).boxed().toList());
	}
}
