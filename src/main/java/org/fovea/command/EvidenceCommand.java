package org.fovea.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.image.Luts;
import org.fovea.image.MapImages;
import org.fovea.image.Meaning;
import org.fovea.image.Placed;
import org.fovea.image.Provenance;
import org.scijava.ItemIO;
import org.scijava.module.MethodCallException;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;

/** A command whose technique draws a map of evidence over the image. */
public abstract class EvidenceCommand extends ImageCommand {

	@Parameter(label = "Show", choices = { "heatmap", "overlay", "both" }, persist = false)
	private String show = "both";

	@Parameter(label = "Lookup table", description = "Colours of the map; auto is the technique's own", persist = false)
	private String lut = Luts.AUTO;

	@Parameter(label = "Opacity", description = "Of the strongest evidence in the overlay", min = "0", max = "1", stepSize = "0.1", persist = false)
	private double opacity = 0.5;

	@Parameter(type = ItemIO.OUTPUT, label = "Overlay")
	private ImagePlus overlay;

	@Parameter(type = ItemIO.OUTPUT, label = "Heatmap")
	private ImagePlus heatmap;

	@Override
	public void initialize() throws MethodCallException {
		getInfo().getMutableInput("lut", String.class).setChoices(Luts.names());
		super.initialize();
	}

	/**
	 * Checks the technique's own inputs.
	 *
	 * @return the technique
	 */
	protected abstract Explainer explainer();

	/** @return what is known against the technique, a sentence that its dialog shows; empty where nothing is */
	protected Optional<String> caution() {
		return Optional.empty();
	}

	/** @return what is to be explained, as people and macros write it; of no meaning for a technique that has a question of its own */
	protected abstract String target();

	@Override
	protected Analysis analysis() {
		final Show how = Words.parse(Show.class, "show", show);
		Luts.of(lut, false);
		if (!(opacity >= 0 && opacity <= 1)) throw new FoveaException("'opacity' must lie between 0 and 1, not " + opacity + ".");
		return new Maps(explainer(), how);
	}

	/** Collects the maps of all planes and draws them under one range. */
	private final class Maps implements Analysis {

		private final Explainer explainer;
		private final Show how;
		private final List<Placed> placed = new ArrayList<>();
		private final List<String> names = new ArrayList<>();
		private final List<String> scores = new ArrayList<>();
		private final List<String> margins = new ArrayList<>();
		private final List<String> cautions = new ArrayList<>();
		private final List<String> residuals = new ArrayList<>();
		private final Map<String, List<String>> notes = new LinkedHashMap<>();
		private Meaning meaning = Meaning.EVIDENCE;
		private Provenance facts = Provenance.start();

		Maps(final Explainer explainer, final Show how) {
			this.explainer = explainer;
			this.how = how;
		}

		@Override
		public void add(final Look look) {
			final Explainer.Answer answer = explainer.answer(look, target());
			final Explanation explanation = answer.explanation();
			if (placed.isEmpty()) {
				final Provenance start = provenance(look);
				final Provenance layered = explanation.layer().map(layer -> start.with("Layer", layer)).orElse(start);
				final int rewritten = explanation.trace().rectifiers();
				facts = rewritten == 0 ? layered : layered.with("Rewritten ReLUs", rewritten);
			}
			meaning = explanation.meaning();
			names.add(answer.question());
			placed.add(new Placed(look.view(), explanation.map()));
			scores.add(number(explanation.trace().values()[0]));
			answer.margin(look.model().info()).ifPresent(margin -> margins.add(number(margin)));
			explanation.residual().ifPresent(residual -> residuals.add(number(residual)));
			explanation.caution().ifPresent(cautions::add);
			explanation.notes().forEach((name, value) -> notes.computeIfAbsent(name, unknown -> new ArrayList<>()).add(number(value)));
		}

		@Override
		public Runnable finish() {
			final MapImages images = new MapImages(placed, meaning);
			final String technique = title().toLowerCase(Locale.ROOT).replace(' ', '-');
			final Provenance whole = whole(images.evidence());
			final Optional<ImagePlus> colours = how == Show.HEATMAP ? Optional.empty() : Optional.of(images.overlay(technique, lut, opacity));
			final Optional<ImagePlus> values = how == Show.OVERLAY ? Optional.empty() : Optional.of(images.heatmap(technique, lut));
			colours.ifPresent(whole::write);
			values.ifPresent(whole::write);
			return () -> {
				colours.ifPresent(image -> overlay = present("overlay", image));
				values.ifPresent(image -> heatmap = present("heatmap", image));
				if (!cautions.isEmpty()) say(cautions.get(0));
				if (!images.withoutEvidence().isEmpty()) say(MapImages.NO_EVIDENCE + " for " + joined(names));
			};
		}

		private Provenance whole(final List<String> evidence) {
			Provenance whole = facts.with("Target", joined(names)).with("Score", String.join(", ", scores));
			if (!margins.isEmpty()) whole = whole.with("Margin", String.join(", ", margins));
			if (!evidence.isEmpty()) whole = whole.with("Evidence", joined(evidence));
			if (!residuals.isEmpty()) whole = whole.with("Missing from the sum of shares", String.join(", ", residuals));
			for (final Map.Entry<String, List<String>> note : notes.entrySet()) whole = whole.with(note.getKey(), String.join(", ", note.getValue()));
			return cautions.isEmpty() ? whole : whole.with("Caution", joined(cautions));
		}

		private static String number(final double value) {
			return String.format(Locale.ROOT, "%.6g", value);
		}

		private static String joined(final List<String> words) {
			return words.stream().distinct().count() == 1 ? words.get(0) : String.join(", ", words);
		}
	}
}
