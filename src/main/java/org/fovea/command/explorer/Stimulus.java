package org.fovea.command.explorer;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.fovea.Progress;
import org.fovea.command.Canvas;
import org.fovea.command.PictureCommand;
import org.fovea.command.Techniques;
import org.fovea.command.synthesis.ActivationMaximizationCommand;
import org.fovea.image.Depth;
import org.fovea.image.Pictures;
import org.fovea.model.InputFormat;
import org.fovea.model.Model;
import org.fovea.model.ModelService;
import org.fovea.model.NamedTarget;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;

/** Makes the picture that excites a unit as much as possible, as Activation Maximization... does by default. */
final class Stimulus {

	private static final int USUAL_SIDE = 128;

	private final ModelService models;
	private final Techniques techniques;

	/**
	 * @param models the registry
	 * @param techniques what is installed
	 */
	Stimulus(final ModelService models, final Techniques techniques) {
		this.models = models;
		this.techniques = techniques;
	}

	/**
	 * Whose picture is wanted.
	 *
	 * @param model id of a model
	 * @param layer name of a layer
	 * @param unit of the layer
	 */
	record Request(String model, String layer, int unit) {

		/** @return the menu entry that makes the same picture */
		PlainCommand command() {
			return new PlainCommand("Activation Maximization...").with("model", model).with("target", layer + ":" + unit);
		}
	}

	/**
	 * A picture.
	 *
	 * @param picture as it is stored
	 * @param objective the unit's value, summed over all positions
	 * @param steps that were done
	 */
	record Shown(BufferedImage picture, double objective, int steps) {}

	/**
	 * Makes the picture.
	 *
	 * @param request whose
	 * @param watcher is shown the picture before every step, on the calling thread
	 * @param progress told of every step
	 * @return the picture
	 */
	Shown make(final Request request, final Consumer<Shown> watcher, final Progress progress) {
		progress.report("Opening " + request.model(), 0);
		try (Model model = models.open(request.model())) {
			final InputFormat format = model.info().input();
			final Canvas canvas = new Canvas(model, format.isFixed() ? format.width() : format.accepted(USUAL_SIDE), format.isFixed() ? format.height()
				: format.accepted(USUAL_SIDE), Depth.of(Depth.BITS.get(0), List.of(), format), Optional.empty());
			final PictureCommand.Maker maker = techniques.maker(ActivationMaximizationCommand.class, Map.of("target", request.command().values().get(
				"target")));
			final List<NamedTarget> targets = maker.targets(canvas);
			final Pictures pictures = new Pictures(canvas.depth());
			final Ascent.Summit summit = maker.make(canvas, targets, progress, (step, objective, pixels) -> watcher.accept(new Shown(picture(pictures,
				pixels), objective[0], step)));
			progress.check();
			return new Shown(picture(pictures, summit.pixels()), canvas.scores(targets, pictures.rounded(summit.pixels()))[0], summit.steps());
		}
	}

	private static BufferedImage picture(final Pictures pictures, final Tensor pixels) {
		return pictures.image("", List.of(""), pixels).getBufferedImage();
	}
}
