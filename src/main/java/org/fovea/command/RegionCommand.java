package org.fovea.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.fovea.image.MapImages;
import org.fovea.image.Provenance;
import org.fovea.image.RegionImages;
import org.fovea.image.Tables;
import org.fovea.network.Heatmap;
import org.fovea.segmentation.Finding;
import org.fovea.segmentation.Finding.Missing;
import org.fovea.segmentation.Region;
import org.scijava.ItemIO;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/** A command that makes a region of the map of a technique. */
public abstract class RegionCommand extends ImageCommand {

	@Parameter
	private CommandService commands;

	@Parameter
	private ModuleService modules;

	@Parameter(label = "Target", description = "top, a label or index, layer:unit, layer:unit@x,y or label@roi", persist = false,
		callback = "targetChanged")
	private String target = "top";

	@Parameter(label = "Add to ROI Manager", description = "Behind the ROIs that are there", persist = false)
	private boolean manager = false;

	@Parameter(type = ItemIO.OUTPUT, label = "Regions")
	private ImagePlus regions;

	@Override
	public void initialize() throws MethodCallException {
		getInfo().getMutableInput("technique", String.class).setChoices(techniques().names());
		super.initialize();
	}

	/** What makes a region of a map. */
	@FunctionalInterface
	protected interface Cutter {

		/**
		 * Finds the object.
		 *
		 * @param look the plane before the model
		 * @param map the evidence for each pixel of the area
		 * @return a region of the area, or why there is none
		 */
		Finding cut(Look look, Heatmap map);
	}

	/** @return the name of the technique whose map it is */
	protected abstract String technique();

	/** @return options of the technique by macro key, in place of its defaults */
	protected Map<String, Object> options() {
		return Map.of();
	}

	/**
	 * Checks the command's own inputs.
	 *
	 * @return what makes a region of a map
	 */
	protected abstract Cutter cutter();

	@Override
	protected final Analysis analysis() {
		final Cutter cutter = cutter();
		return new Regions(techniques().of(technique(), options()), cutter);
	}

	/** What stands in the image in place of a region. */
	private static String words(final Missing missing) {
		return switch (missing) {
			case EVIDENCE -> MapImages.NO_EVIDENCE;
			case CONTRAST -> "No difference between the percentiles of the map";
			case OBJECT -> "No pixel with the colours of the object";
		};
	}

	private Techniques techniques() {
		return new Techniques(commands, modules);
	}

	private final class Regions implements Analysis {

		private final Explainer explainer;
		private final Cutter cutter;
		private final List<RegionImages.Found> found = new ArrayList<>();
		private Provenance facts = Provenance.start();

		Regions(final Explainer explainer, final Cutter cutter) {
			this.explainer = explainer;
			this.cutter = cutter;
		}

		@Override
		public void add(final Look look) {
			final Explainer.Answer answer = explainer.answer(look, target);
			final Explanation explanation = answer.explanation().evidence();
			if (found.isEmpty()) {
				final Provenance start = provenance(look).with("Target", answer.question());
				facts = explanation.layer().map(layer -> start.with("Layer", layer)).orElse(start);
			}
			final Heatmap map = look.view().toArea(explanation.map());
			final Finding finding = map.max() > 0 ? cutter.cut(look, map) : Finding.without(Missing.EVIDENCE);
			found.add(new RegionImages.Found(look.view(), finding.region().map(Region::pixels), finding.missing().map(RegionCommand::words).orElse(
				""), answer.question(), explanation.trace().values()[0]));
		}

		@Override
		public Runnable finish() {
			final RegionImages images = new RegionImages(found);
			final ImagePlus image = images.image(title().toLowerCase(Locale.ROOT).replace(' ', '-'));
			facts.write(image);
			return () -> {
				regions = present("regions", image);
				final ResultsTable table = Tables.of(Tables.REGIONS);
				images.list(table, id(), technique());
				Tables.show(table, Tables.REGIONS);
				if (manager) images.manage();
				final List<RegionImages.Found> without = images.without();
				if (!without.isEmpty()) say(without.get(0).words() + " for " + without.get(0).target() + (found.size() > 1 ? " on " + without.size() +
					" of " + found.size() + " planes" : ""));
			};
		}
	}
}
