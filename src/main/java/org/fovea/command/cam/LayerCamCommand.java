package org.fovea.command.cam;

import org.fovea.cam.LayerCam;
import org.fovea.cam.GradientCam;
import org.fovea.command.ClassActivationCommand;
import org.fovea.command.Look;
import org.fovea.network.Target;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows which positions speak for a class, in early layers as well, by {@link LayerCam}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>Layer-CAM...")
public final class LayerCamCommand extends ClassActivationCommand {

	@Override
	protected GradientCam.Result map(final Look look, final String layer, final Target target) {
		return new LayerCam(layer).map(look.trace(layer, target));
	}
}
