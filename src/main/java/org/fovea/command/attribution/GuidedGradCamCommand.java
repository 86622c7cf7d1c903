package org.fovea.command.attribution;

import org.fovea.attribution.GuidedGradCam;
import org.fovea.attribution.InputAttribution;
import org.fovea.cam.GradCam;
import org.fovea.command.Layers;
import org.fovea.command.Look;
import org.fovea.command.PixelMapCommand;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows the fine structure of guided backpropagation where Grad-CAM finds evidence. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>Guided Grad-CAM...")
public final class GuidedGradCamCommand extends PixelMapCommand {

	@Parameter(label = "Layer", description = "Of Grad-CAM: a layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Override
	protected InputAttribution attribution(final Look look) {
		final String resolved = look.layer(layer);
		return new GuidedGradCam((passes, target, progress) -> new GradCam(resolved).map(passes.trace(resolved, target, progress)).maps());
	}
}
