package org.fovea.command.cam;

import org.fovea.cam.GradCam;
import org.fovea.cam.GradientCam;
import org.fovea.command.ClassActivationCommand;
import org.fovea.command.Look;
import org.fovea.network.Target;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows which regions speak for a class, by {@link GradCam}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>Grad-CAM...")
public final class GradCamCommand extends ClassActivationCommand {

	@Override
	protected GradientCam.Result map(final Look look, final String layer, final Target target) {
		return new GradCam(layer).map(look.trace(layer, target));
	}
}
