package org.fovea.command.attribution;

import java.util.Optional;

import org.fovea.attribution.GuidedGradCam;
import org.fovea.attribution.InputAttribution;
import org.fovea.cam.GradCam;
import org.fovea.command.Layers;
import org.fovea.command.Look;
import org.fovea.command.PixelMapCommand;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows the fine structure of guided backpropagation where Grad-CAM finds evidence. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>Guided Grad-CAM...")
public final class GuidedGradCamCommand extends PixelMapCommand {

	private static final String CAUTION = "Known to fail the randomisation check (Adebayo et al. 2018): networks with random layers draw much the same fine structure, " +
		"so believe Grad-CAM, not the detail.";

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
	private String caution = CAUTION;

	@Parameter(label = "Layer", description = "Of Grad-CAM: a layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Override
	protected InputAttribution attribution(final Look look) {
		final String resolved = look.layer(layer);
		return new GuidedGradCam((passes, target, progress) -> new GradCam(resolved).map(passes.trace(resolved, target, progress)).maps());
	}

	@Override
	protected Optional<String> layer(final Look look) {
		return Optional.of(look.layer(layer));
	}

	@Override
	protected Optional<String> caution() {
		return Optional.of(CAUTION);
	}
}
