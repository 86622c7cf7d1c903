package org.fovea.command.attribution;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.attribution.LayerScorer;
import org.fovea.attribution.MapCheck;
import org.fovea.attribution.MapCheck.Images;
import org.fovea.attribution.MapCheck.Report;
import org.fovea.attribution.Scorer;
import org.fovea.command.Explainer;
import org.fovea.command.Explanation;
import org.fovea.command.Look;
import org.fovea.image.CurvePlot;
import org.fovea.image.Fill;
import org.fovea.image.MapImages;
import org.fovea.image.Tables;
import org.fovea.network.Network;
import org.fovea.network.Passes;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/** Checks the maps of planes, and shows what was found. */
final class CheckedMaps {

	private final MapCheck check;
	private final Explainer explainer;
	private final Question question;

	/**
	 * What is asked of every plane.
	 *
	 * @param technique its name
	 * @param target as people and macros write it
	 * @param fill of deleted pixels
	 * @param quantity that is measured
	 * @param caution what is known against the technique
	 */
	record Question(String technique, String target, Fill fill, Quantity quantity, Optional<String> caution) {}

	/**
	 * What was found on a plane.
	 *
	 * @param name of the plane
	 * @param target what was explained
	 * @param quantity that was measured, in words
	 * @param score of the image
	 * @param report empty where nothing speaks for the target
	 * @param verdict in words
	 */
	record Plane(String name, String target, String quantity, double score, Optional<Report> report, String verdict) {}

	CheckedMaps(final MapCheck check, final Explainer explainer, final Question question) {
		this.check = check;
		this.explainer = explainer;
		this.question = question;
	}

	/**
	 * Checks the map of one plane.
	 *
	 * @param look the plane before the model
	 * @return what was found
	 */
	Plane check(final Look look) {
		final Explainer.Answer answer = explainer.answer(look, question.target());
		final Explanation explanation = answer.explanation().evidence();
		final Target settled = answer.target().orElse(Target.top());
		final LayerScorer scorer = answer.target().map(target -> question.quantity().scorer(look, target)).orElseGet(() -> own(explanation));
		final Tensor input = look.everything();
		final int side = Math.max(1, Math.min(input.size(2), input.size(3)) / 8);
		final Tensor cover = look.painted().apply((pixels, type) -> question.fill().paint(pixels, type, side));
		final Tensor blurred = look.painted().apply((pixels, type) -> Fill.BLUR.paint(pixels, type, side));
		final MapCheck.Source source = (network, progress) -> network == look.network() ? explanation.map() : explainer.explain(look.before(network,
			progress), settled).map();
		final Scorer asked = look.tiles().isPresent() ? tiled(look, scorer, settled) : scorer;
		final Optional<Report> report = check.check(look.network(), look.network().taught(scorer.layers(), look.example()), asked, new Images(input,
			cover, blurred), source, look.progress());
		final String verdict = report.map(r -> Verdict.of(r, question.caution())).orElse(MapImages.NO_EVIDENCE + ", so there is no map to check.");
		final double score = answer.target().isEmpty() ? explanation.trace().values()[0] : asked.score(look.network(), input)[0];
		final String quantity = answer.target().map(target -> question.quantity().of(look, target).name().toLowerCase(Locale.ROOT)).orElse(
			"similarity");
		return new Plane(look.view().plane().label(look.view().image()), answer.question(), quantity, score, report, verdict);
	}

	/** One image after another, each in tiles. */
	private static Scorer tiled(final Look look, final LayerScorer scorer, final Target settled) {
		return (network, batch) -> {
			final double[] scores = new double[batch.size(0)];
			for (int n = 0; n < scores.length; n++) {
				final Passes passes = look.passes().on(batch.slice(n).reshape(1, batch.size(1), batch.size(2), batch.size(3)));
				scores[n] = scorer.score(scorer.layers().stream().collect(Collectors.toMap(layer -> layer, layer -> layer.equals(Network.OUTPUT) ? passes
					.forward(settled, look.progress().silent()).output() : passes.activation(layer, look.progress().silent()))))[0];
			}
			return scores;
		};
	}

	/** What a technique with a question of its own explains. */
	private LayerScorer own(final Explanation explanation) {
		if (question.quantity() == Quantity.PROBABILITY) {
			throw new FoveaException("The technique '" + question.technique() + "' explains a similarity, which has no probability; use quantity=auto.");
		}
		return explanation.question().orElseThrow();
	}

	/**
	 * One row for each plane.
	 *
	 * @param image the image
	 * @param model its id
	 * @param planes what was found
	 * @return a table
	 */
	ResultsTable table(final ImagePlus image, final String model, final List<Plane> planes) {
		final ResultsTable table = Tables.of(Tables.MAPS);
		for (final Plane plane : planes) {
			table.addRow();
			table.addValue("Image", image.getTitle());
			table.addValue("Slice", plane.name().isEmpty() ? "1" : plane.name());
			table.addValue("Model", model);
			table.addValue("Technique", question.technique());
			table.addValue("Target", plane.target());
			table.addValue("Quantity", plane.quantity());
			table.addValue("Score", plane.score());
			plane.report().ifPresent(report -> CheckRows.add(table, report));
		}
		for (int row = 0; row < planes.size(); row++) table.setValue("Verdict", row, planes.get(row).verdict());
		return table;
	}

	/**
	 * Deletion and insertion of all planes.
	 *
	 * @param image the image
	 * @param planes what was found
	 * @return a plot; empty where no plane has a map
	 */
	Optional<ImagePlus> curves(final ImagePlus image, final List<Plane> planes) {
		return plot(new CurvePlot(image, "check-" + name(), "Part of the pixels", planes.get(0).quantity()), planes,
			CheckRows::curves);
	}

	/**
	 * Randomisation of all planes.
	 *
	 * @param image the image
	 * @param planes what was found
	 * @return a plot; empty where nothing could be shuffled
	 */
	Optional<ImagePlus> cascade(final ImagePlus image, final List<Plane> planes) {
		return plot(new CurvePlot(image, "randomisation-" + name(), "Layers shuffled, from the last", "Rank correlation"), planes
			.stream().filter(plane -> plane.report().stream().anyMatch(report -> !report.stages().isEmpty())).toList(), CheckRows::cascade);
	}

	private String name() {
		return question.technique().replace(' ', '-');
	}

	private static Optional<ImagePlus> plot(final CurvePlot plot, final List<Plane> planes, final BiFunction<String, Report, CurvePlot.Page> page) {
		final List<CurvePlot.Page> pages = planes.stream().flatMap(plane -> plane.report().map(report -> page.apply(plane.name(), report)).stream())
			.toList();
		return pages.isEmpty() ? Optional.empty() : Optional.of(plot.image(pages));
	}
}
