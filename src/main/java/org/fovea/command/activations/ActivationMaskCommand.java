package org.fovea.command.activations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.fovea.FoveaException;
import org.fovea.activation.ActivationMask;
import org.fovea.activation.FeatureMaps;
import org.fovea.activation.UnitStatistics;
import org.fovea.command.ImageCommand;
import org.fovea.command.Layers;
import org.fovea.command.Lists;
import org.fovea.command.Look;
import org.fovea.command.Units;
import org.fovea.image.MaskImages;
import org.fovea.image.Placed;
import org.fovea.image.Provenance;
import org.fovea.network.Heatmap;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Cuts out where a unit is strongly active, by {@link ActivationMask}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Activations>Activation Mask...")
public final class ActivationMaskCommand extends ImageCommand {

	private static final String TECHNIQUE = "activation-mask";

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Unit", description = "An index from 0, or auto for the unit that fires most", persist = false)
	private String unit = "auto";

	@Parameter(label = "Quantile", description = "0.99 masks the strongest hundredth of the pixels; of all planes together where all are looked at",
		min = "0", max = "1", stepSize = "0.01", persist = false)
	private double quantile = 0.99;

	@Parameter(label = "Threshold", description = "An activation in place of the quantile; empty for the quantile", persist = false)
	private String threshold = "";

	@Parameter(label = "Add to ROI Manager", persist = false)
	private boolean manager = false;

	@Parameter(type = ItemIO.OUTPUT, label = "Mask")
	private ImagePlus mask;

	@Parameter(type = ItemIO.OUTPUT, label = "Overlay")
	private ImagePlus overlay;

	@Override
	protected Analysis analysis() {
		Units.check(unit);
		final ActivationMask technique = technique();
		final List<Placed> placed = new ArrayList<>();
		final List<Provenance> facts = new ArrayList<>();
		return new Analysis() {

			@Override
			public void add(final Look look) {
				final String name = facts.isEmpty() ? look.layer(layer) : facts.get(0).get("Layer");
				final List<Heatmap> maps = new FeatureMaps(name).maps(look.activation(name));
				if (facts.isEmpty()) facts.add(provenance(look).with("Layer", name).with("Unit", Units.one(unit, maps.size(), name).orElseGet(
					() -> UnitStatistics.strongest(maps))));
				placed.add(new Placed(look.view(), maps.get(Integer.parseInt(facts.get(0).get("Unit")))));
			}

			@Override
			public Runnable finish() {
				final double limit = technique.threshold(() -> placed.stream().map(p -> p.view().toArea(p.map())));
				final List<Placed> masks = placed.stream().map(p -> new Placed(p.view(), ActivationMask.mask(p.view().toArea(p.map()), limit))).toList();
				return show(masks, facts.get(0).with("Threshold", (float) limit).with("Masked", share(masks)));
			}
		};
	}

	private ActivationMask technique() {
		final List<Double> given = Lists.numbers("threshold", threshold);
		if (given.size() > 1) throw new FoveaException("'threshold' must be one activation, such as 0.5, or empty, not '" + threshold + "'.");
		return given.isEmpty() ? ActivationMask.quantile(quantile) : ActivationMask.above(given.get(0));
	}

	private Runnable show(final List<Placed> masks, final Provenance facts) {
		final String name = facts.get("Layer") + "/" + facts.get("Unit");
		final MaskImages images = new MaskImages(masks, name);
		final ImagePlus picture = images.darkened(TECHNIQUE);
		final ImagePlus binary = images.image(TECHNIQUE);
		facts.write(picture);
		facts.write(binary);
		return () -> {
			overlay = present("overlay", picture);
			mask = present("mask", binary);
			if (manager) images.addToManager();
			if (!images.empty().isEmpty()) {
				say(MaskImages.NOTHING + " " + facts.get("Threshold") + " of " + name + (masks.size() > 1 ? " on " + images.empty().size() + " of " + masks
					.size() + " planes" : ""));
			}
		};
	}

	private static String share(final List<Placed> masks) {
		return String.format(Locale.ROOT, "%.4g %% of the area", 100 * ActivationMask.share(masks.stream().map(Placed::map).toList()));
	}
}
