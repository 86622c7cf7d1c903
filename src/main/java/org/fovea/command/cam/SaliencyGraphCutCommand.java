package org.fovea.command.cam;

import org.fovea.FoveaException;
import org.fovea.command.RegionCommand;
import org.fovea.image.AreaColors;
import org.fovea.segmentation.Colors;
import org.fovea.segmentation.SaliencyGraphCut;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Cuts out what has the colours of the salient pixels, by {@link SaliencyGraphCut}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>Saliency GraphCut...")
public final class SaliencyGraphCutCommand extends RegionCommand {

	@Parameter(label = "Technique", description = "Whose map says where object and background are", persist = false)
	private String technique = "saliency map";

	@Parameter(label = "Foreground", description = "Percentile of the map from which colours are the object's", min = "0", max = "100",
		persist = false)
	private double foreground = 95;

	@Parameter(label = "Background", description = "Percentile of the map up to which colours are the background's", min = "0", max = "100",
		persist = false)
	private double background = 30;

	@Override
	protected String technique() {
		return technique;
	}

	@Override
	protected Cutter cutter() {
		if (!(background >= 0 && background < foreground && foreground <= 100)) {
			throw new FoveaException("'background' and 'foreground' are percentiles between 0 and 100, the first below the second, not " + background +
				" and " + foreground + ".");
		}
		final SaliencyGraphCut cut = new SaliencyGraphCut(foreground, background);
		return (look, map) -> cut.cut(map, new Colors(map.width(), map.height(), AreaColors.of(look.view())), look.progress());
	}
}
