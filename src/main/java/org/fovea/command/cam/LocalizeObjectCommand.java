package org.fovea.command.cam;

import java.util.Map;

import org.fovea.FoveaException;
import org.fovea.command.Layers;
import org.fovea.command.RegionCommand;
import org.fovea.segmentation.Localizer;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Outlines the largest connected part of a map that is strong, by {@link Localizer}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>Localize Object...")
public final class LocalizeObjectCommand extends RegionCommand {

	@Parameter(label = "Technique", description = "Whose map is cut off", persist = false)
	private String technique = "grad-cam";

	@Parameter(label = "Layer", description = "Of techniques that have one: a layer of Model Summary..., or auto", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Threshold", description = "Share of the map's maximum that a pixel must reach", min = "0", max = "1", stepSize = "0.05",
		persist = false)
	private double threshold = 0.2;

	@Override
	protected String technique() {
		return technique;
	}

	@Override
	protected Map<String, Object> options() {
		return Map.of("layer", layer);
	}

	@Override
	protected Cutter cutter() {
		if (!(threshold >= 0 && threshold <= 1)) throw new FoveaException("'threshold' must lie between 0 and 1, not " + threshold + ".");
		return (look, map) -> new Localizer(threshold).localize(map);
	}
}
