package org.fovea.command.explorer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.command.Layers;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.Plane;
import org.fovea.image.View;
import org.fovea.model.Model;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;
import org.fovea.model.Scores;
import org.fovea.network.Layer;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

import ij.ImagePlus;

/** Answers questions by asking networks. Keeps the last model open; used and closed on one thread, not that of events. */
final class Looker implements Newest.Work<Question, Answer> {

	/** More would hold up the memory and the patience of somebody who only looks around. */
	static final long MOST_PIXELS = 4L << 20;

	private final ModelService models;
	private Optional<Model> open = Optional.empty();

	/** @param models the registry */
	Looker(final ModelService models) {
		this.models = models;
	}

	@Override
	public Answer answer(final Question question, final Progress progress) {
		final ModelInfo info = models.info(question.model());
		final Model model = open(question.model(), progress);
		progress.check();
		if (question.image().isEmpty()) return withoutImage(question, model, Optional.empty());
		try {
			return look(question, model, question.image().get(), progress);
		}
		catch (final FoveaException refusal) {
			return withoutImage(question, model, Optional.of(refusal.getMessage()));
		}
	}

	private Model open(final String id, final Progress progress) {
		if (open.isPresent() && open.get().info().id().equals(id)) return open.get();
		close();
		progress.report("Opening " + id, 0);
		open = Optional.of(models.open(id));
		return open.get();
	}

	private static Answer look(final Question question, final Model model, final ImagePlus image, final Progress progress) {
		final Plane plane = Plane.current(image);
		final Framing framing = new Framing(image, question.selection(), model.info().input(), Extent.AUTO, Fit.AUTO);
		final View view = framing.view(plane);
		final long pixels = (long) view.tensorWidth() * view.tensorHeight();
		if (pixels > MOST_PIXELS) {
			throw new FoveaException("'" + image.getTitle() + "' shows the model " + view.tensorWidth() + "×" + view.tensorHeight() +
				" pixels, too many to follow; select a part of it, or use Feature Maps... with area=tiles.");
		}
		progress.report("Reading " + image.getTitle(), 0);
		final Tensor input = model.prepare(framing.pixels(plane), framing.type());
		progress.check();
		progress.report("Asking " + model.info().id(), 0);
		final Layers layers = new Layers(model, input);
		final Layer layer = find(layers, question.layer());
		progress.check();
		final Trace trace = model.network().run(Plan.FORWARD.tap(layer.name()), input);
		progress.check();
		final UnitMaps units = UnitMaps.of(layer, trace.activation(layer.name()));
		final Scene scene = new Scene(layer, view, view.picture(), units, verdict(model.info(), trace.output()));
		return new Answer(question, model.info(), layers.all(), Optional.of(layer), Optional.of(scene), Optional.empty());
	}

	private static Answer withoutImage(final Question question, final Model model, final Optional<String> complaint) {
		final Layers layers = new Layers(model);
		return new Answer(question, model.info(), layers.all(), Optional.of(find(layers, question.layer())), Optional.empty(), complaint);
	}

	/** The named layer, or the one that is worth a first look. */
	private static Layer find(final Layers layers, final String name) {
		final List<Layer> all = layers.all();
		if (all.isEmpty()) throw new FoveaException("Nothing inside this model can be made visible; Model Summary says why.");
		final boolean isAuto = name.equalsIgnoreCase(Layers.AUTO);
		try {
			final String found = layers.resolve(name);
			return all.stream().filter(layer -> layer.name().equals(found)).findFirst().orElse(all.get(all.size() - 1));
		}
		catch (final FoveaException exc) {
			if (isAuto) return all.get(all.size() - 1);
			throw exc;
		}
	}

	private static String verdict(final ModelInfo info, final Tensor output) {
		if (info.kind() != ModelKind.CLASSIFIER && info.kind() != ModelKind.SCOUTER) return "";
		final Scores.Score best = Scores.best(output, 0, info, 1).get(0);
		return best.label() + String.format(Locale.ROOT, " (%.3f)", best.score());
	}

	@Override
	public void close() {
		open.ifPresent(Model::close);
		open = Optional.empty();
	}
}
